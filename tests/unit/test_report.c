// What is gathered at the end of a training, and what the terminal is told of it.
#include "trainer/report.h"

#include "tests/unit/page.h"
#include "tests/unit/report_fixture.h"

static int make_fixture(void** state) {
  ReportFixture* f = malloc(sizeof *f);
  *state = f;
  return f && fixture_init(f, fixture_vocabulary(true)) ? 0 : -1;
}

static int release_fixture(void** state) {
  fixture_free(*state);
  free(*state);
  return 0;
}

static void the_examples_are_pieces_held_out_first(void** state) {
  ReportFixture* f = *state;
  report_gather(&f->report, &f->session, &f->training, 61);
  const Report* report = &f->report;
  assert_int_equal(report->example_count, REPORT_PAIRS);
  assert_ptr_equal(report->examples[0].piece, &f->music[SPLIT_VALID].pieces[0]);
  assert_true(report->examples[0].held_out);
  for (int i = 1; i < REPORT_PAIRS; ++i) {
    assert_false(report->examples[i].held_out);
    assert_ptr_not_equal(report->examples[i].piece, report->examples[i - 1].piece);
  }
}

static void a_piece_of_a_bar_is_no_example_where_there_are_longer_ones(void** state) {
  ReportFixture* f = *state;
  Corpus* learned = &f->music[SPLIT_TRAIN];
  f->music[SPLIT_VALID].pieces[0].end = 96; // there is no other that is held out
  learned->pieces[1].end = 96;
  learned->pieces[2].end = 8 * 96;
  report_gather(&f->report, &f->session, &f->training, 61);
  assert_ptr_equal(f->report.examples[0].piece, &f->music[SPLIT_VALID].pieces[0]);
  assert_ptr_equal(f->report.examples[1].piece, &learned->pieces[0]);
  assert_ptr_equal(f->report.examples[2].piece, &learned->pieces[2]);
}

static void a_single_piece_is_one_example(void** state) {
  ReportFixture* f = *state;
  const size_t held_out = f->music[SPLIT_VALID].count;
  f->music[SPLIT_VALID].count = 0;
  f->music[SPLIT_TRAIN].count = 1;
  report_gather(&f->report, &f->session, &f->training, 61);
  assert_int_equal(f->report.example_count, 1);
  assert_false(f->report.examples[0].held_out);
  f->music[SPLIT_VALID].count = held_out;
  f->music[SPLIT_TRAIN].count = 3;
}

static void notes_are_counted_of_both_musics(void** state) {
  ReportFixture* f = *state;
  report_gather(&f->report, &f->session, &f->training, 61);
  const Report* report = &f->report;
  assert_true(report->plays);
  const double learned =
      report->learned[HISTOGRAM_PITCH].total + report->learned[HISTOGRAM_DRUM].total;
  assert_float_equal(learned, (double)corpus_notes(&f->music[SPLIT_TRAIN]), 0);
  assert_true(report->learned[HISTOGRAM_DRUM].total > 0);
  assert_float_equal(report->generated[HISTOGRAM_DURATION].total,
                     (double)corpus_notes(&f->session.passages), 0);
  assert_true(report->generated[HISTOGRAM_DRUM].total > 0);
}

static void the_written_style_plays_a_phrase_for_each_seed(void** state) {
  ReportFixture* f = *state;
  char reason[256];
  report_gather(&f->report, &f->session, &f->training, 61);
  assert_true(report_compose(&f->report, reason, sizeof reason));
  assert_int_equal(f->report.phrase_count, REPORT_PAIRS);
  for (int i = 0; i < REPORT_PAIRS; ++i) {
    assert_true(f->report.phrases[i].note_count > 20);
  }
  report_free(&f->report);
  unlink(f->path);
  assert_false(report_compose(&f->report, reason, sizeof reason));
  assert_int_equal(f->report.phrase_count, 0);
}

static const char* print(ReportFixture* f, char text[2048]) {
  memset(text, 0, 2048);
  FILE* out = fmemopen(text, 2047, "w");
  assert_non_null(out);
  report_gather(&f->report, &f->session, &f->training, 61);
  report_print(&f->report, out);
  fclose(out);
  return text;
}

static void the_terminal_is_told_in_a_few_lines(void** state) {
  ReportFixture* f = *state;
  char text[2048];
  print(f, text);
  assert_has(text,
             "small.safetensors: 3.500 nats a note on the pieces held out (epoch 3), 4.000 on");
  assert_has(text,
             "dt 0.583, part 0.583, pitch 0.583, duration 0.583; right at first guess: 60.0%");
  assert_null(strstr(text, "velocity")); // there is but one
  assert_has(text, "of 16 notes in a row");
  assert_has(text, "% of the pitches, ");
  assert_has(text, "% of the drums, ");
  assert_has(text, verdict_words(VERDICT_SCARCE));
  assert_in_range(page_count(text, "\n"), 4, 11);
}

static void a_style_for_measuring_is_told_of_without_music(void** state) {
  ReportFixture* f = *state;
  char text[2048];
  corpus_free(&f->session.passages);
  f->session.knows_copies = false;
  print(f, text);
  assert_has(text, "3.500 nats a note");
  assert_null(strstr(text, "of the pitches"));
  assert_null(strstr(text, "in a row"));
  assert_int_equal(f->report.example_count, 0);
}

static void what_is_not_held_out_is_not_called_so(void** state) {
  ReportFixture* f = *state;
  const size_t held_out = f->music[SPLIT_VALID].count;
  char text[2048];
  f->music[SPLIT_VALID].count = 0;
  f->session.test = (Measure){.notes = 0};
  print(f, text);
  assert_has(text, "on the pieces learned; nothing was held out (epoch 3)\n");
  f->music[SPLIT_VALID].count = held_out;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_fixture, release_fixture)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(the_examples_are_pieces_held_out_first),
      TEST(a_piece_of_a_bar_is_no_example_where_there_are_longer_ones),
      TEST(a_single_piece_is_one_example),
      TEST(notes_are_counted_of_both_musics),
      TEST(the_written_style_plays_a_phrase_for_each_seed),
      TEST(the_terminal_is_told_in_a_few_lines),
      TEST(a_style_for_measuring_is_told_of_without_music),
      TEST(what_is_not_held_out_is_not_called_so),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
