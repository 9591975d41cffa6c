// The chord that holds after its keys are let go.
#include "plugin/engine/latch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { C = 1 << 0, E = 1 << 4, F = 1 << 5, G = 1 << 7, A = 1 << 9, LONG = 20 * TN_LATCH_MOMENT };

static void strike(TnLatch* latch, int classes, int64_t now) {
  tn_latch_hear(latch, (uint16_t)(latch->held | classes), true, now);
}

static void lift(TnLatch* latch, int classes, int64_t now) {
  tn_latch_hear(latch, (uint16_t)(latch->held & ~classes), false, now);
}

static void there_is_no_chord_before_the_first(void** state) {
  (void)state;
  const TnLatch latch = {.chord = 0};
  assert_int_equal(tn_latch_chord(&latch, 0), 0);
  assert_int_equal(tn_latch_chord(&latch, LONG), 0);
}

static void a_chord_counts_at_once_and_stays(void** state) {
  (void)state;
  TnLatch latch = {.chord = 0};
  strike(&latch, C, 0);
  strike(&latch, E, 1);
  assert_int_equal(tn_latch_chord(&latch, 1), C | E);
  lift(&latch, C, 2);
  lift(&latch, E, 3);
  assert_int_equal(tn_latch_chord(&latch, 3), C | E);
  assert_int_equal(tn_latch_chord(&latch, LONG), C | E);
}

static void fingers_that_leave_one_after_another_take_nothing(void** state) {
  (void)state;
  TnLatch latch = {.chord = 0};
  strike(&latch, C | E | G, 0);
  lift(&latch, G, LONG);
  assert_int_equal(tn_latch_chord(&latch, LONG), C | E | G);
  lift(&latch, C, LONG + TN_LATCH_MOMENT - 1);
  lift(&latch, E, LONG + 2 * TN_LATCH_MOMENT - 2);
  assert_int_equal(tn_latch_chord(&latch, 2 * LONG), C | E | G);
}

static void what_is_held_on_is_the_chord(void** state) {
  (void)state;
  TnLatch latch = {.chord = 0};
  strike(&latch, C | E | G, 0);
  lift(&latch, G, LONG);
  assert_int_equal(tn_latch_chord(&latch, LONG + TN_LATCH_MOMENT), C | E);
  lift(&latch, C | E, 2 * LONG);
  assert_int_equal(tn_latch_chord(&latch, 3 * LONG), C | E);
}

static void chords_that_overlap_for_a_moment_are_two(void** state) {
  (void)state;
  TnLatch latch = {.chord = 0};
  strike(&latch, C | E | G, 0);
  strike(&latch, F, LONG);
  strike(&latch, A, LONG + 1);
  lift(&latch, E | G, LONG + 3);
  assert_int_equal(tn_latch_chord(&latch, LONG + 3 + TN_LATCH_MOMENT), C | F | A);
  lift(&latch, C | F, 2 * LONG);
  lift(&latch, A, 2 * LONG + 1);
  assert_int_equal(tn_latch_chord(&latch, 3 * LONG), C | F | A);
}

static void the_next_chord_takes_the_place_of_the_last(void** state) {
  (void)state;
  TnLatch latch = {.chord = 0};
  strike(&latch, C | E | G, 0);
  lift(&latch, C | E | G, LONG);
  strike(&latch, F, 2 * LONG);
  assert_int_equal(tn_latch_chord(&latch, 2 * LONG), F);
}

static void what_is_held_while_time_goes_back_is_meant(void** state) {
  (void)state;
  TnLatch latch = {.chord = 0};
  strike(&latch, C | E | G, LONG);
  lift(&latch, G, LONG + 1);
  assert_int_equal(tn_latch_chord(&latch, 0), C | E);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(there_is_no_chord_before_the_first),
      cmocka_unit_test(a_chord_counts_at_once_and_stays),
      cmocka_unit_test(fingers_that_leave_one_after_another_take_nothing),
      cmocka_unit_test(what_is_held_on_is_the_chord),
      cmocka_unit_test(chords_that_overlap_for_a_moment_are_two),
      cmocka_unit_test(the_next_chord_takes_the_place_of_the_last),
      cmocka_unit_test(what_is_held_while_time_goes_back_is_meant),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
