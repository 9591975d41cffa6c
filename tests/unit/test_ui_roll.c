// What the roll knows: notes and passes, what was missed, the playhead, lists, odds, the view.
#include "plugin/uris.h"
#include "ui/view.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { BAR = 4 * UI_FINE_A_QUARTER };

static int set_up(void** state) {
  UiRoll* roll = malloc(sizeof *roll);
  assert_non_null(roll);
  ui_roll_init(roll);
  *state = roll;
  return 0;
}

static int tear_down(void** state) {
  free(*state);
  return 0;
}

static void take(UiRoll* roll, int64_t number, int32_t place, int velocity, int pitch) {
  const int32_t ints[TN_NOTE_INTS] = {place, velocity, 2, pitch, 3};
  assert_true(ui_roll_take_notes(roll, number, ints, TN_NOTE_INTS, 0));
}

// A note from one place to another; returns the number of the next.
static int64_t play(UiRoll* roll, int64_t number, int32_t from, int32_t to, int pitch) {
  take(roll, number, from, 90, pitch);
  take(roll, number + 1, to, 0, pitch);
  return number + 2;
}

static void test_notes_are_struck_and_end(void** state) {
  UiRoll* roll = *state;
  take(roll, 0, 100, 90, 60);
  assert_true(ui_roll_note(roll, 0)->sounds);
  take(roll, 1, 2000, 0, 60);
  const UiRollNote* note = ui_roll_note(roll, 0);
  assert_false(note->sounds);
  assert_int_equal(note->start, 100);
  assert_int_equal(note->end, 2000);
  assert_int_equal(note->part, 2);
  assert_int_equal(note->channel, 3);
}

static size_t count_kept(const UiRoll* roll) {
  size_t count = 0;
  for (uint64_t i = ui_roll_oldest(roll); i < roll->count; i++) {
    count += ui_roll_note(roll, i)->velocity > 0;
  }
  return count;
}

static void test_another_pass_takes_the_place_of_the_one_before(void** state) {
  UiRoll* roll = *state;
  int64_t next = 0;
  for (int i = 0; i < 8; i++) {
    next = play(roll, next, i * BAR, i * BAR + 960, 60);
  }
  next = play(roll, next, 2 * BAR, 2 * BAR + 960, 64);
  assert_int_equal(count_kept(roll), 7 + 1);
  next = play(roll, next, 5 * BAR + 10, 5 * BAR + 960, 64);
  // Bars 2 to 5 of the first pass are gone: those after it stay until the music comes there.
  assert_int_equal(count_kept(roll), 2 + 2 + 2);
  play(roll, next, 7 * BAR + 10, 7 * BAR + 960, 64);
  assert_int_equal(count_kept(roll), 2 + 3);
}

static void test_a_missed_message_is_noticed_once_and_waited_for(void** state) {
  UiRoll* roll = *state;
  const int32_t ints[TN_NOTE_INTS] = {5000, 90, 0, 60, 0};
  play(roll, 0, 0, 960, 60);
  assert_false(ui_roll_take_notes(roll, 5, ints, TN_NOTE_INTS, 1.0));
  assert_true(ui_roll_take_notes(roll, 6, ints, TN_NOTE_INTS, 1.1)); // on its way before the answer
  assert_int_equal(roll->next_number, 2);
  assert_int_equal(roll->count, 1);
  play(roll, 2, 1000, 1960, 62);
  assert_int_equal(roll->count, 2);
  assert_false(roll->waits);
}

static void test_what_is_forgotten_is_not_waited_for_for_ever(void** state) {
  UiRoll* roll = *state;
  const int32_t ints[TN_NOTE_INTS] = {5000, 90, 0, 60, 0};
  play(roll, 0, 0, 960, 60);
  assert_false(ui_roll_take_notes(roll, 500, ints, TN_NOTE_INTS, 1.0));
  assert_true(ui_roll_take_notes(roll, 500, ints, TN_NOTE_INTS, 5.0));
  assert_int_equal(roll->next_number, 501);
}

static void test_what_is_told_again_is_known(void** state) {
  UiRoll* roll = *state;
  play(roll, 0, 0, 960, 60);
  play(roll, 0, 0, 960, 60);
  assert_int_equal(roll->count, 1);
}

static void tell_playhead(UiRoll* roll, int32_t place, int32_t tempo, double now) {
  const int32_t ints[TN_PLAYHEAD_INTS] = {place, tempo, 3, 8};
  ui_roll_take_playhead(roll, ints, TN_PLAYHEAD_INTS, now);
}

static void test_the_picture_moves_evenly_though_messages_come_in_fits(void** state) {
  UiRoll* roll = *state;
  const double pace = 2 * UI_FINE_A_QUARTER; // a second, at 120 BPM
  const double late[] = {0.0, 0.03, 0.005, 0.02};
  double last = 0;
  tell_playhead(roll, 0, 120000, 10);
  for (int i = 1; i < 300; i++) {
    const double now = 10 + i / 30.0;
    if (i % 2 == 0) {
      tell_playhead(roll, (int32_t)(pace * (now - 10 - late[i / 2 % 4])), 120000, now);
    }
    ui_roll_move(roll, now);
    const double step = roll->shown - last;
    assert_true(step > pace / 30 * 0.7 && step < pace / 30 * 1.3);
    last = roll->shown;
  }
  assert_true(fabs(roll->shown - pace * 299 / 30.0) < pace * 0.05);
}

static void test_a_playhead_that_stands_or_jumps_is_shown_where_it_is(void** state) {
  UiRoll* roll = *state;
  tell_playhead(roll, 0, 120000, 1);
  ui_roll_move(roll, 1.1);
  tell_playhead(roll, 40 * BAR, 120000, 1.2); // a locate
  ui_roll_move(roll, 1.2);
  assert_true(fabs(roll->shown - 40.0 * BAR) < 10);
  tell_playhead(roll, 40 * BAR + 500, 0, 1.3);
  assert_false(ui_roll_move(roll, 2.3) && fabs(roll->shown - (40.0 * BAR + 500)) > 0);
  assert_int_equal(roll->last_tempo, 120000);
  assert_int_equal(ui_roll_bar_length(roll), 3 * UI_FINE_A_QUARTER / 2);
}

static void test_meters_of_any_value_are_harmless(void** state) {
  UiRoll* roll = *state;
  const int32_t ints[][TN_PLAYHEAD_INTS] = {{0, -5, 0, 0}, {0, 1, -3, 1000}, {INT32_MAX, 0, 64, 1}};
  for (size_t i = 0; i < 3; i++) {
    ui_roll_take_playhead(roll, ints[i], TN_PLAYHEAD_INTS, 1);
    ui_roll_move(roll, 2);
    assert_true(ui_roll_bar_length(roll) > 0);
  }
  ui_roll_take_playhead(roll, ints[0], 2, 1); // cut
}

static void test_lists_come_in_parts(void** state) {
  UiRoll* roll = *state;
  const int32_t first[] = {3, 0, 5, 7};
  const int32_t second[] = {3, 2, 9};
  ui_roll_take_locks(roll, first, 4);
  assert_int_equal(roll->lock_count, 0);
  ui_roll_take_locks(roll, second, 3);
  assert_int_equal(roll->lock_count, 3);
  assert_true(ui_roll_is_locked(roll, 7));
  assert_false(ui_roll_is_locked(roll, 6));
  const int32_t queue[] = {1, 0, BAR, 960, 1, 65};
  ui_roll_take_queued(roll, queue, 6);
  assert_int_equal(roll->queued_count, 1);
  assert_int_equal(roll->queued[0].end, BAR + 960);
}

static void test_lists_that_are_none_are_passed_over(void** state) {
  UiRoll* roll = *state;
  static const int32_t bad[][4] = {
      {1000, 0, 1, 2}, {-1, 0, 1, 2}, {2, -1, 1, 2}, {1, 0, 1, 2}, {3, 2, 1, 2}};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    ui_roll_take_locks(roll, bad[i], 4);
    ui_roll_take_queued(roll, bad[i], 4);
  }
  ui_roll_take_locks(roll, bad[0], 1);
  assert_int_equal(roll->lock_count, 0);
  assert_int_equal(roll->queued_count, 0);
}

static void test_odds_are_unpacked(void** state) {
  UiRoll* roll = *state;
  int32_t ints[TN_ODDS_INTS] = {[TN_ODDS_PART] = 3, [TN_ODDS_PITCH] = 61};
  ints[TN_ODDS_SHARES + 30] = (int32_t)(1000U | 60000U << 16);
  ui_roll_take_odds(roll, ints, TN_ODDS_INTS);
  assert_true(roll->knows_odds);
  assert_int_equal(roll->odds[60], 1000);
  assert_int_equal(roll->odds[61], 60000);
  assert_int_equal(roll->odds_part, 3);
}

static void test_a_place_and_its_x_agree(void** state) {
  UiRoll* roll = *state;
  UiView view;
  const UiRect rect = {40, 90, 700, 300};
  ui_view_init(&view);
  roll->shown = 5 * BAR;
  for (int32_t place = 0; place < 8 * BAR; place += 777) {
    const double x = ui_view_x(&view, roll, rect, place);
    assert_true(fabs(ui_view_place(&view, roll, rect, x) - place) < 0.01);
  }
}

static void test_the_view_holds_the_pitches_that_are_seen(void** state) {
  UiRoll* roll = *state;
  UiView view;
  const UiRect rect = {40, 90, 700, 300};
  ui_view_init(&view);
  play(roll, 0, 0, 960, 20);
  play(roll, 2, 1000, 1960, 110);
  ui_view_follow(&view, roll, rect, true);
  for (int pitch = 20; pitch <= 110; pitch += 90) {
    const double y = ui_view_y(&view, rect, pitch);
    assert_true(y >= rect.y && y + ui_view_row(&view, rect) <= rect.y + rect.height + 0.01);
  }
  assert_false(ui_view_follow(&view, roll, rect, false)); // it is there
}

#define ROLL_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
  const struct CMUnitTest tests[] = {
      ROLL_TEST(test_notes_are_struck_and_end),
      ROLL_TEST(test_another_pass_takes_the_place_of_the_one_before),
      ROLL_TEST(test_a_missed_message_is_noticed_once_and_waited_for),
      ROLL_TEST(test_what_is_forgotten_is_not_waited_for_for_ever),
      ROLL_TEST(test_what_is_told_again_is_known),
      ROLL_TEST(test_the_picture_moves_evenly_though_messages_come_in_fits),
      ROLL_TEST(test_a_playhead_that_stands_or_jumps_is_shown_where_it_is),
      ROLL_TEST(test_meters_of_any_value_are_harmless),
      ROLL_TEST(test_lists_come_in_parts),
      ROLL_TEST(test_lists_that_are_none_are_passed_over),
      ROLL_TEST(test_odds_are_unpacked),
      ROLL_TEST(test_a_place_and_its_x_agree),
      ROLL_TEST(test_the_view_holds_the_pitches_that_are_seen),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
