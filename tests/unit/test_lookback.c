// What the network is told of bars long past.
#include "tests/unit/told.h"

enum { BAR = 72, QUARTER = 24 }; // ticks, in 3/4

static const TnMeter WALTZ = {0, 3, 4};

static TnVocabulary looking_back(int first, int second) {
  TnVocabulary v = tn_vocabulary_for_grid();
  v.lookback_count = 2;
  v.lookbacks[0] = (int16_t)first;
  v.lookbacks[1] = (int16_t)second;
  return v;
}

// A chord on the first beat, a note on the second, in bar after bar, each bar a tone higher.
static void play_bars(TnContext* c, int bars) {
  for (int bar = 0; bar < bars; ++bar) {
    tn_context_advance(c, note(bar ? 2 * QUARTER : 0, 0, 72 + 2 * bar, 5));
    tn_context_advance(c, note(0, 0, 60 + 2 * bar, 7));
    tn_context_advance(c, note(QUARTER, 0, 50 + 2 * bar, 9));
  }
}

static void the_chord_of_one_and_two_bars_ago_is_told(void** state) {
  (void)state;
  const TnVocabulary v = looking_back(1, 2);
  TnContext c = start(&v, &WALTZ, 1, -1);
  play_bars(&c, 2);
  const Told told = condition_of(&c, TN_PITCH, note(2 * QUARTER, 0, 0, 0)); // where bar 3 begins
  assert_int_equal(row_count(&told, TN_FEATURE_AGO), 4);
  assert_true(has_row(&told, TN_FEATURE_AGO, 74) && has_row(&told, TN_FEATURE_AGO, 62));
  assert_true(has_row(&told, TN_FEATURE_AGO, 128 + 72) && has_row(&told, TN_FEATURE_AGO, 128 + 60));
  const Told between = condition_of(&c, TN_PITCH, note(2 * QUARTER + 1, 0, 0, 0));
  assert_int_equal(row_count(&between, TN_FEATURE_AGO), 0);
}

static void the_time_to_the_next_note_then_is_told(void** state) {
  (void)state;
  const TnVocabulary v = looking_back(1, 2);
  TnContext c = start(&v, &WALTZ, 1, -1);
  play_bars(&c, 1);
  Told told = input_of(&c); // no bar before the first
  assert_true(has_row(&told, TN_FEATURE_NEXT_AGO, 0));
  assert_int_equal(row_count(&told, TN_FEATURE_NEXT_AGO), 2);
  tn_context_advance(&c, note(2 * QUARTER, 0, 74, 5));
  told = condition_of(&c, TN_DT, note(0, 0, 0, 0)); // of the chord then, one note is left
  assert_true(has_row(&told, TN_FEATURE_NEXT_AGO, 1 + 0));
  tn_context_advance(&c, note(0, 0, 62, 5));
  told = condition_of(&c, TN_DT, note(0, 0, 0, 0));
  assert_true(has_row(&told, TN_FEATURE_NEXT_AGO, 1 + QUARTER));
}

static void the_length_of_the_same_note_then_is_told(void** state) {
  (void)state;
  const TnVocabulary v = looking_back(1, 2);
  TnContext c = start(&v, &WALTZ, 1, -1);
  play_bars(&c, 1);
  const int rows = 1 + v.duration_count;
  Told told = condition_of(&c, TN_DURATION, note(2 * QUARTER, 0, 60, 0));
  assert_true(has_row(&told, TN_FEATURE_HELD_AGO, 1 + 7));
  assert_true(has_row(&told, TN_FEATURE_HELD_AGO, rows)); // two bars ago there was nothing
  told = condition_of(&c, TN_DURATION, note(2 * QUARTER, 0, 61, 0));
  assert_true(has_row(&told, TN_FEATURE_HELD_AGO, 0));
}

static void a_bar_is_as_long_as_the_meter_says(void** state) {
  (void)state;
  const TnVocabulary v = looking_back(1, 8);
  TnContext unknown = start(&v, NULL, 0, -1); // four quarters
  tn_context_advance(&unknown, note(0, 0, 60, 5));
  tn_context_advance(&unknown, note(BAR, 0, 61, 5));
  Told told = condition_of(&unknown, TN_PITCH, note(QUARTER, 0, 0, 0));
  assert_true(has_row(&told, TN_FEATURE_AGO, 60));
  const TnVocabulary roll = {.dt_values = 16,
                             .parts = 1,
                             .drum_part = -1,
                             .pitch_low = 40,
                             .pitch_count = 30,
                             .duration_count = 1,
                             .durations = {1},
                             .velocity_count = 1,
                             .velocities = {80},
                             .nudge_count = 1,
                             .lookback_count = 1,
                             .lookbacks = {3}};
  TnContext frames = start(&roll, NULL, 0, -1); // a lookback of a roll counts frames
  tn_context_advance(&frames, note(0, 0, 60, 0));
  tn_context_advance(&frames, note(2, 0, 61, 0));
  told = condition_of(&frames, TN_PITCH, note(1, 0, 0, 0));
  assert_int_equal(row_of(&told, TN_FEATURE_AGO), 60 - 40);
}

static void two_parts_on_one_pitch_are_one_row(void** state) {
  (void)state;
  TnVocabulary v = looking_back(1, 2);
  v.parts = 2;
  TnContext c = start(&v, &WALTZ, 1, -1);
  tn_context_advance(&c, note(0, 0, 60, 5));
  tn_context_advance(&c, note(0, 1, 60, 5));
  const Told head = condition_of(&c, TN_PITCH, note(BAR, 0, 0, 0));
  assert_int_equal(row_count(&head, TN_FEATURE_AGO), 1);
  tn_context_advance(&c, note(BAR, 0, 60, 5));
  Told input = input_of(&c);
  assert_true(has_row(&input, TN_FEATURE_NEXT_AGO, 1 + 0)); // the second of the two is to come
  tn_context_advance(&c, note(0, 1, 60, 5));
  input = input_of(&c);
  assert_true(has_row(&input, TN_FEATURE_NEXT_AGO, 1 + BAR));
}

// As far back as is kept it is known what came next; before that it is not.
static void what_is_kept_no_longer_is_not_told(void** state) {
  (void)state;
  const TnVocabulary v = looking_back(1, 16);
  TnContext c = start(&v, &WALTZ, 1, -1);
  for (int i = 0; i < 2000; ++i) { // 72 a bar
    tn_context_advance(&c, note(i ? 1 : 0, 0, 60, 0));
  }
  const Told told = input_of(&c);
  assert_true(has_row(&told, TN_FEATURE_NEXT_AGO, 1 + 1));
  assert_true(has_row(&told, TN_FEATURE_NEXT_AGO, 2 + v.dt_values)); // row 0 of the second
}

// More notes on one tick than a chord holds, and more bars than are kept: rows stay within bounds.
static void dense_music_stays_within_the_rows(void** state) {
  (void)state;
  TnVocabulary v = looking_back(1, 2);
  v.lookback_count = TN_MAX_LOOKBACKS;
  for (int k = 0; k < TN_MAX_LOOKBACKS; ++k) {
    v.lookbacks[k] = (int16_t)(1 + k);
  }
  TnContext c = start(&v, &WALTZ, 1, -1);
  for (int bar = 0; bar < 12; ++bar) {
    for (int i = 0; i < 100; ++i) {
      tn_context_advance(&c, note(i ? 0 : bar ? BAR : 0, 0, 120 - i, 90));
      assert_in_range(input_of(&c).count, 0, TN_MAX_ROWS);
    }
    assert_in_range(condition_of(&c, TN_PITCH, note(BAR, 0, 0, 0)).count, 0, TN_MAX_ROWS);
    assert_in_range(condition_of(&c, TN_DURATION, note(BAR, 0, 60, 0)).count, 0, TN_MAX_ROWS);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_chord_of_one_and_two_bars_ago_is_told),
      cmocka_unit_test(the_time_to_the_next_note_then_is_told),
      cmocka_unit_test(the_length_of_the_same_note_then_is_told),
      cmocka_unit_test(a_bar_is_as_long_as_the_meter_says),
      cmocka_unit_test(two_parts_on_one_pitch_are_one_row),
      cmocka_unit_test(what_is_kept_no_longer_is_not_told),
      cmocka_unit_test(dense_music_stays_within_the_rows),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
