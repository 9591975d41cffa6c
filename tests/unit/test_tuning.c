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

// Of three lengths, each tried twice, the best; then every pairing, each once.
static void the_best_length_is_tried_as_bold_as_may_be(void** state) {
  (void)state;
  const TnManner music = {.loops = 5, .pitch = {50, 70}};
  TuningTrial trials[TUNING_TRIALS];
  for (int i = 0; i < TUNING_TRIALS; ++i) {
    trials[i].manner = tuning_next(trials, i, &music);
    trials[i].faults = 0;
    trials[i].overlap = i == 4 ? 0.9 : 0.8;
  }
  for (int i = 0; i < TUNING_TRIALS; ++i) {
    const TnManner m = trials[i].manner;
    assert_true(m.sampling.temperature > 0.0F && m.sampling.temperature <= 2.0F);
    assert_true(m.sampling.top_p > 0.0F && m.sampling.top_p <= 1.0F);
    assert_true(m.length >= 1 && m.length <= 64);
    assert_int_equal(m.loops, 5);
    assert_int_equal(m.pitch.low, 50);
    assert_true(i < 6 || m.length == 16);
    for (int j = 6; j < i; ++j) {
      assert_memory_not_equal(&trials[j].manner.sampling, &m.sampling, sizeof m.sampling);
    }
  }
}

static void a_manner_takes_the_place_of_another(void** state) {
  (void)state;
  TnStyleHeader header = {.metadata_count = 0};
  assert_true(tn_style_header_add(&header, "play.top_p", "5"));
  assert_true(tn_style_header_add(&header, "style.name", "x"));
  const TnManner manner = {{0.85F, 0.98F}, 32, 4, {58, 66}};
  assert_true(tuning_describe(&manner, &header));
  assert_int_equal(header.metadata_count, 6);
  assert_string_equal(tn_style_header_get(&header, "play.temperature"), "85");
  assert_string_equal(tn_style_header_get(&header, "play.top_p"), "98");
  assert_string_equal(tn_style_header_get(&header, "play.length"), "32");
  assert_string_equal(tn_style_header_get(&header, "play.loops"), "4");
  assert_string_equal(tn_style_header_get(&header, "play.pitch"), "58 66");
  tn_style_header_free(&header);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(fewer_faults_come_before_more_overlap),
      cmocka_unit_test(the_first_of_equals_is_the_best),
      cmocka_unit_test(the_best_length_is_tried_as_bold_as_may_be),
      cmocka_unit_test(a_manner_takes_the_place_of_another),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
