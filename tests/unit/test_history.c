// The notes struck last.
#include "plugin/engine/history.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static TnHistory history; // of 8 KiB

static void fill(uint32_t count, int32_t step) {
  history = (TnHistory){.count = 0};
  for (uint32_t i = 0; i < count; ++i) {
    tn_history_add(&history, (TnStruckNote){(int32_t)(i / 2) * step, (int16_t)i, 0});
  }
}

static void nothing_is_found_where_nothing_was_struck(void** state) {
  (void)state;
  fill(0, 1);
  assert_int_equal(tn_history_find(&history, 0), 0);
  fill(4, 10);
  assert_int_equal(tn_history_find(&history, 11), 4);
}

// Two notes on every tenth tick.
static void the_first_note_at_a_tick_or_after_is_found(void** state) {
  (void)state;
  fill(10, 10);
  assert_int_equal(tn_history_find(&history, -1), 0);
  assert_int_equal(tn_history_find(&history, 0), 0);
  assert_int_equal(tn_history_find(&history, 1), 2);
  assert_int_equal(tn_history_find(&history, 10), 2);
  assert_int_equal(tn_history_find(&history, 40), 8);
  assert_int_equal(tn_history_note(&history, 8).row, 8);
}

static void the_last_ones_are_kept(void** state) {
  (void)state;
  const uint32_t count = 3 * TN_HISTORY_NOTES + 7;
  fill(count, 1);
  const uint32_t oldest = count - TN_HISTORY_NOTES;
  assert_int_equal(tn_history_find(&history, 0), oldest);
  for (uint32_t i = oldest; i < count; ++i) {
    assert_int_equal(tn_history_note(&history, i).row, (int16_t)i);
  }
  assert_int_equal(tn_history_find(&history, (int32_t)(count / 2) - 5), count / 2 * 2 - 10);
}

static void what_is_kept_no_longer_is_known_as_such(void** state) {
  (void)state;
  fill(TN_HISTORY_NOTES, 1);
  assert_false(tn_history_forgot(&history, 0));
  fill(TN_HISTORY_NOTES + 8, 1); // the notes of ticks 0 to 3 are gone
  assert_true(tn_history_forgot(&history, 3));
  assert_true(tn_history_forgot(&history, 4));
  assert_false(tn_history_forgot(&history, 5));
}

static void a_note_gets_its_duration_when_it_has_ended(void** state) {
  (void)state;
  fill(10, 10);
  tn_history_complete(&history, 20, 5, 7);
  tn_history_complete(&history, 20, 6, 7); // not there
  tn_history_complete(&history, 100, 5, 8);
  for (uint32_t i = 0; i < 10; ++i) {
    assert_int_equal(tn_history_note(&history, i).duration, i == 5 ? 7 : 0);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(nothing_is_found_where_nothing_was_struck),
      cmocka_unit_test(the_first_note_at_a_tick_or_after_is_found),
      cmocka_unit_test(the_last_ones_are_kept),
      cmocka_unit_test(what_is_kept_no_longer_is_known_as_such),
      cmocka_unit_test(a_note_gets_its_duration_when_it_has_ended),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
