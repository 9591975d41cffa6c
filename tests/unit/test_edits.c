// Takes and locks: what each bar has, what gives way, and the way back.
#include "plugin/engine/edits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

static TnEdits* new_edits(void) {
  TnEdits* edits = malloc(sizeof *edits);
  assert_non_null(edits);
  memset(edits, 0x5a, sizeof *edits);
  tn_edits_init(edits);
  return edits;
}

static TnNote note(int32_t onset, uint8_t pitch) {
  return (TnNote){.onset = onset, .duration = 6, .part = 1, .pitch = pitch, .velocity = 80};
}

static void lock_pitch(TnEdits* edits, int64_t bar, uint8_t pitch) {
  const TnNote one = note(12, pitch);
  assert_true(tn_edits_lock(edits, bar, &one, 1, -1));
}

// The pitch that a bar was locked with, or -1.
static int locked_pitch(const TnEdits* edits, int64_t bar) {
  const TnKeptNote* notes;
  const int count = tn_edits_locked(edits, bar, &notes);
  return count > 0 ? notes[0].pitch : -1;
}

// ---- takes ----

static void test_bars_have_the_take_asked_for(void** state) {
  (void)state;
  TnEdits* e = new_edits();
  assert_int_equal(tn_edits_take(e, 0), 0);
  assert_true(tn_edits_reroll_from(e, 8));
  assert_true(tn_edits_reroll_bar(e, 10));
  assert_true(tn_edits_reroll_bar(e, 2));
  assert_int_equal(tn_edits_take(e, 7), 0);
  assert_int_equal(tn_edits_take(e, 8), 1);
  assert_int_equal(tn_edits_take(e, 10), 2);
  assert_int_equal(tn_edits_take(e, 11), 1);
  assert_int_equal(tn_edits_take(e, INT64_MAX), 1);
  assert_int_equal(tn_edits_take(e, 2), 3);
  assert_int_equal(tn_edits_take(e, 3), 0);
  assert_int_equal(tn_edits_take(e, INT64_MIN), 0);
  free(e);
}

static void test_reroll_from_takes_single_bars_along(void** state) {
  (void)state;
  TnEdits* e = new_edits();
  tn_edits_reroll_bar(e, 10);
  tn_edits_reroll_from(e, 12);
  tn_edits_reroll_from(e, -3);
  for (int64_t bar = -3; bar < 20; ++bar) {
    assert_int_equal(tn_edits_take(e, bar), 3);
  }
  assert_int_equal(tn_edits_take(e, -4), 0);
  free(e);
}

static void test_no_take_comes_twice(void** state) {
  (void)state;
  TnEdits* e = new_edits();
  tn_edits_reroll_bar(e, 4);
  const uint32_t first = tn_edits_take(e, 4);
  assert_true(tn_edits_undo(e));
  tn_edits_reroll_bar(e, 4);
  assert_true(tn_edits_take(e, 4) > first);
  free(e);
}

static void test_oldest_single_bar_gives_way(void** state) {
  (void)state;
  TnEdits* e = new_edits();
  assert_true(tn_edits_reroll_from(e, 0));
  for (int64_t bar = TN_MAX_TAKES - 1; bar > 0; --bar) {
    assert_true(tn_edits_reroll_bar(e, bar * 2));
  }
  assert_int_equal(tn_edits_take(e, 2 * (TN_MAX_TAKES - 1)), 2);
  assert_false(tn_edits_reroll_bar(e, 1));
  assert_int_equal(tn_edits_take(e, 1), TN_MAX_TAKES + 1);
  assert_int_equal(tn_edits_take(e, 2 * (TN_MAX_TAKES - 1)), 1); // what the bars around it have
  assert_int_equal(tn_edits_take(e, 2 * (TN_MAX_TAKES - 2)), 3);
  assert_true(tn_edits_undo(e));
  assert_int_equal(tn_edits_take(e, 2 * (TN_MAX_TAKES - 1)), 2);
  assert_int_equal(tn_edits_take(e, 1), 1);
  free(e);
}

static void test_first_gives_way_where_none_is_single(void** state) {
  (void)state;
  TnEdits* e = new_edits();
  for (int64_t bar = 0; bar < TN_MAX_TAKES; ++bar) {
    assert_true(tn_edits_reroll_from(e, bar * 4));
  }
  assert_false(tn_edits_reroll_from(e, TN_MAX_TAKES * 4));
  assert_int_equal(tn_edits_take(e, 0), 0);
  assert_int_equal(tn_edits_take(e, 4), 2);
  assert_int_equal(tn_edits_take(e, TN_MAX_TAKES * 4), TN_MAX_TAKES + 1);
  free(e);
}

// ---- locks ----

static void test_locked_bar_keeps_its_notes(void** state) {
  (void)state;
  TnEdits* e = new_edits();
  const TnNote notes[] = {{0, 100000, 1, 60, 80, -2}, {95, 1, 3, 127, 1, 2}};
  const TnKeptNote* kept;
  assert_true(tn_edits_lock(e, 5, notes, 2, 3));
  assert_int_equal(tn_edits_locked(e, 5, &kept), 2);
  assert_int_equal(kept[0].onset, 0);
  assert_int_equal(kept[0].duration, UINT16_MAX);
  assert_int_equal(kept[0].nudge, -2);
  assert_false(kept[0].drums);
  assert_int_equal(kept[1].onset, 95);
  assert_int_equal(kept[1].part, 3);
  assert_int_equal(kept[1].pitch, 127);
  assert_int_equal(kept[1].velocity, 1);
  assert_true(kept[1].drums);
  assert_int_equal(tn_edits_locked(e, 4, &kept), -1);
  free(e);
}

static void test_locked_bar_stays_as_it_is(void** state) {
  (void)state;
  TnEdits* e = new_edits();
  lock_pitch(e, 5, 60);
  const uint64_t version = tn_edits_version(e);
  lock_pitch(e, 5, 61);
  assert_int_equal(locked_pitch(e, 5), 60);
  assert_true(tn_edits_version(e) == version);
  free(e);
}

static void test_empty_bar_can_be_locked(void** state) {
  (void)state;
  TnEdits* e = new_edits();
  const TnKeptNote* kept;
  assert_true(tn_edits_lock(e, 0, NULL, 0, -1));
  assert_int_equal(tn_edits_locked(e, 0, &kept), 0);
  assert_true(tn_edits_unlock(e, 0));
  assert_false(tn_edits_unlock(e, 0));
  assert_int_equal(tn_edits_locked(e, 0, &kept), -1);
  free(e);
}

static void test_notes_that_fit_no_bar_are_refused(void** state) {
  (void)state;
  TnEdits* e = new_edits();
  const TnNote bad[] = {{-1, 6, 1, 60, 80, 0}, {UINT16_MAX + 1, 6, 1, 60, 80, 0},
                        {0, 0, 1, 60, 80, 0},  {0, 6, 8, 60, 80, 0},
                        {0, 6, 1, 128, 80, 0}, {0, 6, 1, 60, 0, 0},
                        {0, 6, 1, 60, 128, 0}, {0, 6, 1, 60, 80, 3},
                        {0, 6, 1, 60, 80, -3}, {0, INT32_MIN, 1, 60, 80, 0}};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i) {
    assert_false(tn_edits_lock(e, 0, &bad[i], 1, -1));
  }
  TnNote many[TN_LOCK_NOTES + 1];
  for (int i = 0; i <= TN_LOCK_NOTES; ++i) {
    many[i] = note(i, 60);
  }
  assert_false(tn_edits_lock(e, 0, many, TN_LOCK_NOTES + 1, -1));
  assert_true(tn_edits_version(e) == 0);
  assert_false(tn_edits_undo(e));
  assert_true(tn_edits_lock(e, 0, many, TN_LOCK_NOTES, -1));
  free(e);
}

static void test_locks_find_room_while_changes_are_remembered(void** state) {
  (void)state;
  TnEdits* e = new_edits();
  for (int i = 0; i < TN_MAX_LOCKS; ++i) {
    lock_pitch(e, 1000 - i, (uint8_t)(i % 128));
  }
  const TnNote one = note(0, 60);
  assert_false(tn_edits_lock(e, 0, &one, 1, -1));
  for (int i = 0; i < 100; ++i) { // every place beyond the locks holds one that was taken back
    assert_true(tn_edits_unlock(e, 1000 - i));
    lock_pitch(e, 1000 - i, 99);
  }
  for (int i = 100; i < TN_MAX_LOCKS; ++i) {
    assert_int_equal(locked_pitch(e, 1000 - i), i % 128);
  }
  free(e);
}

// ---- the way back ----

static void test_undo_and_redo_go_through_all_changes(void** state) {
  (void)state;
  TnEdits* e = new_edits();
  uint64_t prints[7] = {tn_edits_print(e, 0, 16)};
  lock_pitch(e, 3, 60);
  prints[1] = tn_edits_print(e, 0, 16);
  tn_edits_reroll_from(e, 2);
  prints[2] = tn_edits_print(e, 0, 16);
  tn_edits_unlock(e, 3);
  prints[3] = tn_edits_print(e, 0, 16);
  lock_pitch(e, 3, 61);
  prints[4] = tn_edits_print(e, 0, 16);
  tn_edits_reroll_bar(e, 3);
  prints[5] = tn_edits_print(e, 0, 16);
  lock_pitch(e, 15, 62);
  prints[6] = tn_edits_print(e, 0, 16);
  for (int round = 0; round < 3; ++round) {
    for (int i = 5; i >= 0; --i) {
      assert_true(tn_edits_undo(e));
      assert_true(tn_edits_print(e, 0, 16) == prints[i]);
    }
    assert_false(tn_edits_undo(e));
    for (int i = 1; i <= 6; ++i) {
      assert_true(tn_edits_redo(e));
      assert_true(tn_edits_print(e, 0, 16) == prints[i]);
    }
    assert_false(tn_edits_redo(e));
  }
  free(e);
}

static void test_change_after_undo_cannot_be_redone(void** state) {
  (void)state;
  TnEdits* e = new_edits();
  lock_pitch(e, 1, 60);
  assert_true(tn_edits_undo(e));
  lock_pitch(e, 2, 61);
  assert_false(tn_edits_redo(e));
  assert_int_equal(locked_pitch(e, 1), -1);
  assert_true(tn_edits_undo(e));
  assert_int_equal(locked_pitch(e, 2), -1);
  free(e);
}

static void test_only_the_last_changes_are_remembered(void** state) {
  (void)state;
  TnEdits* e = new_edits();
  for (int i = 0; i < TN_UNDO + 3; ++i) {
    lock_pitch(e, i, 60);
  }
  for (int i = 0; i < TN_UNDO; ++i) {
    assert_true(tn_edits_undo(e));
  }
  assert_false(tn_edits_undo(e));
  assert_int_equal(locked_pitch(e, 2), 60);
  assert_int_equal(locked_pitch(e, 3), -1);
  free(e);
}

// Many changes at random: what is undone is as it was, and no place of the notes is ever lost.
static void test_any_changes_can_be_undone(void** state) {
  (void)state;
  TnEdits* e = new_edits();
  uint64_t prints[TN_UNDO + 1];
  uint32_t random = 1;
  for (int round = 0; round < 400; ++round) {
    for (int i = 0; i <= TN_UNDO; ++i) {
      const uint64_t version = tn_edits_version(e);
      for (int tries = 0; tn_edits_version(e) == version && tries < 1000; ++tries) {
        random = random * 1664525U + 1013904223U;
        const int64_t bar = random >> 8 & 15;
        const TnNote one = note(0, (uint8_t)(random >> 16 & 127));
        switch (random >> 28 & 3) {
        case 0:
          tn_edits_lock(e, bar, &one, 1, -1);
          break;
        case 1:
          tn_edits_unlock(e, bar);
          break;
        case 2:
          tn_edits_reroll_bar(e, bar);
          break;
        default:
          tn_edits_reroll_from(e, bar);
        }
      }
      prints[i] = tn_edits_print(e, -2, 20);
    }
    const int back = 1 + round % TN_UNDO;
    for (int i = 0; i < back; ++i) {
      assert_true(tn_edits_undo(e));
      assert_true(tn_edits_print(e, -2, 20) == prints[TN_UNDO - 1 - i]);
    }
  }
  int used = 0;
  for (int i = 0; i < TN_LOCK_PLACES; ++i) {
    used += e->locks.used[i];
  }
  assert_true(used <= e->locks.count + TN_UNDO);
  free(e);
}

// ---- all of them ----

static void test_print_tells_bars_apart(void** state) {
  (void)state;
  TnEdits* e = new_edits();
  const uint64_t none = tn_edits_print(e, 0, 8);
  assert_true(tn_edits_print(e, 100, 8) == none);
  assert_true(tn_edits_print(e, 0, 4) != none);
  tn_edits_reroll_bar(e, 9);
  assert_true(tn_edits_print(e, 0, 8) == none);
  assert_true(tn_edits_print(e, 8, 8) != none);
  lock_pitch(e, 7, 60);
  const uint64_t locked = tn_edits_print(e, 0, 8);
  assert_true(locked != none);
  tn_edits_unlock(e, 7);
  assert_true(tn_edits_print(e, 0, 8) == none);
  lock_pitch(e, 7, 61);
  assert_true(tn_edits_print(e, 0, 8) != locked);
  free(e);
}

static void test_adopted_edits_are_the_same(void** state) {
  (void)state;
  TnEdits* e = new_edits();
  TnEdits* other = new_edits();
  tn_edits_reroll_from(e, 3);
  lock_pitch(e, 2, 50);
  lock_pitch(other, 1, 40);
  tn_edits_reroll_bar(other, 7);
  tn_edits_reroll_bar(other, 8);
  tn_edits_undo(other);
  const uint64_t version = tn_edits_version(e);
  tn_edits_adopt(e, other);
  assert_true(tn_edits_version(e) != version);
  assert_true(tn_edits_print(e, 0, 16) == tn_edits_print(other, 0, 16));
  assert_int_equal(locked_pitch(e, 1), 40);
  assert_int_equal(locked_pitch(e, 2), -1);
  assert_false(tn_edits_undo(e));
  assert_false(tn_edits_redo(e));
  tn_edits_reroll_bar(e, 0); // no take that the other has given
  assert_int_equal(tn_edits_take(e, 0), 3);
  free(other);
  free(e);
}

static void test_state_is_put_in_order_only(void** state) {
  (void)state;
  TnEdits* e = new_edits();
  const TnKeptNote one = {.duration = 1, .pitch = 60, .velocity = 1};
  const TnKeptNote silent = {.duration = 1, .pitch = 60};
  e->last_take = 5;
  assert_true(tn_edits_put_take(e, 4, 2, 5));
  assert_false(tn_edits_put_take(e, 4, 2, 5));
  assert_false(tn_edits_put_take(e, 5, 6, 5));
  assert_false(tn_edits_put_take(e, 5, 5, 6));
  assert_int_equal(tn_edits_take(e, 4), 5);
  assert_int_equal(tn_edits_take(e, 5), 2);
  assert_true(tn_edits_put_lock(e, 4, &one, 1));
  assert_false(tn_edits_put_lock(e, 4, &one, 1));
  assert_false(tn_edits_put_lock(e, 5, &silent, 1));
  assert_int_equal(locked_pitch(e, 4), 60);
  assert_false(tn_edits_undo(e));
  free(e);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_bars_have_the_take_asked_for),
      cmocka_unit_test(test_reroll_from_takes_single_bars_along),
      cmocka_unit_test(test_no_take_comes_twice),
      cmocka_unit_test(test_oldest_single_bar_gives_way),
      cmocka_unit_test(test_first_gives_way_where_none_is_single),
      cmocka_unit_test(test_locked_bar_keeps_its_notes),
      cmocka_unit_test(test_locked_bar_stays_as_it_is),
      cmocka_unit_test(test_empty_bar_can_be_locked),
      cmocka_unit_test(test_notes_that_fit_no_bar_are_refused),
      cmocka_unit_test(test_locks_find_room_while_changes_are_remembered),
      cmocka_unit_test(test_undo_and_redo_go_through_all_changes),
      cmocka_unit_test(test_change_after_undo_cannot_be_redone),
      cmocka_unit_test(test_only_the_last_changes_are_remembered),
      cmocka_unit_test(test_any_changes_can_be_undone),
      cmocka_unit_test(test_print_tells_bars_apart),
      cmocka_unit_test(test_adopted_edits_are_the_same),
      cmocka_unit_test(test_state_is_put_in_order_only),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
