// Which manner is tried next, and which is the best.
#include "trainer/tuning.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void fewer_faults_come_before_more_overlap(void** state) {
  (void)state;
  const TuningTrial trials[] = {{{.length = 8}, FAULT_STUCK | FAULT_COPIES, 0.99},
                                {{.length = 16}, FAULT_GROOVE, 0.90},
                                {{.length = 16}, FAULT_STUCK, 0.95},
                                {{.length = 32}, 0, 0.5}};
  assert_ptr_equal(tuning_best(trials, 1), &trials[0]);
  assert_ptr_equal(tuning_best(trials, 2), &trials[1]);
  assert_ptr_equal(tuning_best(trials, 3), &trials[2]);
  assert_ptr_equal(tuning_best(trials, 4), &trials[3]);
}

// The first of those that are as good stays.
static void the_first_of_equals_is_the_best(void** state) {
  (void)state;
  const TuningTrial trials[] = {{{.length = 8}, 0, 0.9}, {{.length = 8}, 0, 0.9}};
  assert_ptr_equal(tuning_best(trials, 2), &trials[0]);
}

// Of three lengths, each tried four times, the best; then every pairing, with either rhythm once.
static void the_best_length_is_tried_as_bold_as_may_be(void** state) {
  (void)state;
  const TnManner music = {.loops = 5, .pitch = {50, 70}};
  TuningTrial trials[TUNING_TRIALS];
  for (int i = 0; i < TUNING_TRIALS; ++i) {
    trials[i].manner = tuning_next(trials, i, &music);
    trials[i].faults = 0;
    trials[i].overlap = i == 10 ? 0.9 : 0.8;
  }
  for (int i = 0; i < TUNING_TRIALS; ++i) {
    const TnManner m = trials[i].manner;
    assert_true(m.sampling.temperature > 0.0F && m.sampling.temperature <= 2.0F);
    assert_true(m.sampling.top_p > 0.0F && m.sampling.top_p <= 1.0F);
    assert_true(m.length >= 1 && m.length <= 64);
    assert_int_equal(m.loops, 5);
    assert_int_equal(m.pitch.low, 50);
    assert_true(i < 12 || m.length == 16);
    for (int j = i < 12 ? 0 : 12; j < i; ++j) {
      assert_memory_not_equal(&trials[j].manner, &m, sizeof m);
    }
  }
}

// A rhythm of its own is drawn at a temperature of 1, to a hundredth.
static void time_is_drawn_as_all_else_or_as_learned(void** state) {
  (void)state;
  const TnManner music = {.loops = 5};
  TuningTrial trials[TUNING_TRIALS] = {{{.loops = 5}, 0, 0.0}};
  int apart = 0;
  for (int i = 0; i < TUNING_TRIALS; ++i) {
    trials[i].manner = tuning_next(trials, i, &music);
    const TnManner* m = &trials[i].manner;
    if (m->rhythm > 0.0F) {
      assert_float_equal(m->rhythm * m->sampling.temperature, 1.0F, 0.01F);
      ++apart;
    }
  }
  assert_int_equal(apart, TUNING_TRIALS / 2);
}

static void a_manner_takes_the_place_of_another(void** state) {
  (void)state;
  TnStyleHeader header = {.metadata_count = 0};
  assert_true(tn_style_header_add(&header, "play.top_p", "5"));
  assert_true(tn_style_header_add(&header, "style.name", "x"));
  const TnManner manner = {
      .sampling = {0.85F, 0.98F}, .rhythm = 1.18F, .length = 32, .loops = 4, .pitch = {58, 66}};
  assert_true(tuning_describe(&manner, &header));
  assert_int_equal(header.metadata_count, 7);
  assert_string_equal(tn_style_header_get(&header, "play.temperature"), "85");
  assert_string_equal(tn_style_header_get(&header, "play.top_p"), "98");
  assert_string_equal(tn_style_header_get(&header, "play.rhythm"), "118");
  assert_string_equal(tn_style_header_get(&header, "play.length"), "32");
  assert_string_equal(tn_style_header_get(&header, "play.loops"), "4");
  assert_string_equal(tn_style_header_get(&header, "play.pitch"), "58 66");
  tn_style_header_free(&header);
}

// Where there was one before, it takes its place too.
static void rhythm_like_all_else_is_told_only_where_it_was_another(void** state) {
  (void)state;
  TnStyleHeader header = {.metadata_count = 0};
  const TnManner manner = {.sampling = {0.85F, 0.98F}, .length = 32};
  assert_true(tuning_describe(&manner, &header));
  assert_null(tn_style_header_get(&header, "play.rhythm"));
  assert_true(tn_style_header_add(&header, "play.rhythm", "118"));
  assert_true(tuning_describe(&manner, &header));
  assert_string_equal(tn_style_header_get(&header, "play.rhythm"), "0");
  tn_style_header_free(&header);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(fewer_faults_come_before_more_overlap),
      cmocka_unit_test(the_first_of_equals_is_the_best),
      cmocka_unit_test(the_best_length_is_tried_as_bold_as_may_be),
      cmocka_unit_test(time_is_drawn_as_all_else_or_as_learned),
      cmocka_unit_test(a_manner_takes_the_place_of_another),
      cmocka_unit_test(rhythm_like_all_else_is_told_only_where_it_was_another),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
