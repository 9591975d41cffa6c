// What is told of a style's copying.
#include "tests/unit/small_network.h"
#include "trainer/copy_report.h"
#include "trainer/generated.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
  SmallNetwork small;
  TnStyle style;
  Corpus own; // what the style plays, all of it
} Fixture;

static int make_fixture(void** state) {
  Fixture* f = calloc(1, sizeof *f);
  *state = f;
  if (!f) {
    return -1;
  }
  f->small = small_network_new(tn_vocabulary_for_grid(),
                               (TnSizes){.embedding = 8, .layers = 1, .hidden = 12, .head = 8}, 5);
  f->small.network.heads[TN_DT].output_bias[12] += 8.0F;
  f->style = (TnStyle){.network = f->small.network,
                       .weights = f->small.weights,
                       .key = 1,
                       .meter = {0, 2, 4},
                       .bpm = 90,
                       .manner = tn_style_manner()};
  return f->small.weights && generated_passages(&f->style, &f->own) ? 0 : -1;
}

static int free_fixture(void** state) {
  Fixture* f = *state;
  corpus_free(&f->own);
  small_network_free(&f->small);
  free(f);
  return 0;
}

static void all_is_copied_of_what_the_style_plays_itself(void** state) {
  const Fixture* f = *state;
  CopyReport report;
  assert_true(copy_report(&f->own, &f->own, &(Corpus){0}, VOICE_DRUMS, &report));
  for (int w = 0; w < COPY_WINDOWS; ++w) {
    assert_float_equal(report.generated[w][0], 1, 0);
    assert_float_equal(report.generated[w][1], 1, 0);
    assert_float_equal(report.held_out[w][1], 0, 0);
  }
  assert_false(report.compares);
  assert_false(copy_report_is_high(&report));
}

static void a_style_that_knows_its_music_by_heart_is_noticed(void** state) {
  const Fixture* f = *state;
  TnNote notes[40];
  for (int i = 0; i < 40; ++i) {
    notes[i] = (TnNote){12 * i, 12, 0, (uint8_t)(40 + i % 7 * (i % 5)), 80, 0};
  }
  Piece piece = {.notes = notes, .note_count = 40};
  const Corpus other = {.pieces = &piece, .count = 1};
  CopyReport report;
  assert_true(copy_report(&f->own, &f->own, &other, VOICE_DRUMS, &report));
  assert_true(report.compares);
  assert_float_equal(report.generated[1][0], 1, 0);
  assert_float_equal(report.held_out[1][1], 0, 0);
  assert_true(copy_report_is_high(&report));
}

static void the_report_is_one_line_and_a_warning_where_it_is_high(void** state) {
  (void)state;
  char text[512] = "";
  CopyReport report = {.compares = true};
  report.generated[1][1] = 0.0525;
  report.held_out[1][1] = 0.01;
  FILE* out = fmemopen(text, sizeof text, "w");
  assert_non_null(out);
  copy_report_print(&report, out);
  fclose(out);
  assert_non_null(strstr(text, "5.25%"));
  assert_non_null(strstr(text, "1.00%"));
  assert_non_null(strstr(text, "\nwarning: "));
  report.generated[1][1] = 0.01;
  out = fmemopen(text, sizeof text, "w");
  assert_non_null(out);
  copy_report_print(&report, out);
  fclose(out);
  assert_null(strstr(text, "warning"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(all_is_copied_of_what_the_style_plays_itself),
      cmocka_unit_test(a_style_that_knows_its_music_by_heart_is_noticed),
      cmocka_unit_test(the_report_is_one_line_and_a_warning_where_it_is_high),
  };
  return cmocka_run_group_tests(tests, make_fixture, free_fixture);
}
