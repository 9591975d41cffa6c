// What the network is told of the place in the bar, the meter, the key and the last event.
#include "tests/unit/engine_fixture.h"
#include "tests/unit/told.h"

// ---- tables ----

static void tables_hold_the_features_one_after_the_other(void** state) {
  (void)state;
  Random random = {51};
  for (int round = 0; round < 100; ++round) {
    const TnVocabulary v = random_vocabulary(&random);
    for (int t = 0; t <= TN_FIELDS; ++t) {
      const TnTable table = tn_feature_table(&v, t);
      int last = -1;
      for (int f = 0; f < TN_FEATURES; ++f) {
        if (table.first[f] >= 0) {
          assert_true(table.first[f] > last && table.first[f] < table.rows);
          last = table.first[f];
        }
      }
    }
  }
}

static void the_input_knows_everything_and_heads_what_is_decided_before(void** state) {
  (void)state;
  TnVocabulary v = tn_vocabulary_for_grid();
  tn_vocabulary_add_nudges(&v);
  v.lookback_count = 1;
  v.lookbacks[0] = 1;
  const TnTable input = tn_feature_table(&v, TN_INPUT_TABLE);
  for (int f = 0; f < TN_FEATURES; ++f) {
    assert_true(f == TN_FEATURE_HELD_AGO || input.first[f] >= 0);
  }
  const TnTable dt = tn_feature_table(&v, TN_DT);
  assert_true(dt.first[TN_FEATURE_BARS_LEFT] >= 0 && dt.first[TN_FEATURE_NEXT_AGO] >= 0);
  for (int f = TN_FEATURE_DT; f <= TN_FEATURE_NUDGE; ++f) {
    assert_int_equal(dt.first[f], -1);
  }
  static const TnFeature decided[] = {TN_FEATURE_DT,       TN_FEATURE_PART,     TN_FEATURE_PITCH,
                                      TN_FEATURE_DURATION, TN_FEATURE_VELOCITY, TN_FEATURE_NUDGE};
  for (int field = TN_PART; field < TN_FIELDS; ++field) {
    const TnTable table = tn_feature_table(&v, field);
    assert_true(table.first[TN_FEATURE_BEAT] >= 0 && table.first[TN_FEATURE_PLACE] >= 0);
    for (int f = field; f < TN_FIELDS; ++f) {
      assert_int_equal(table.first[decided[f]], -1); // its own answer least of all
    }
    assert_true(table.first[TN_FEATURE_DT] >= 0);
  }
  assert_true(tn_feature_table(&v, TN_PITCH).first[TN_FEATURE_SOUNDING] >= 0);
  assert_true(tn_feature_table(&v, TN_PITCH).first[TN_FEATURE_STRUCK] >= 0);
}

// ---- position ----

// Puts the context `ticks` after the start and checks what it says of the position there.
static void assert_position(const TnMeter* meters, int count, int32_t ticks, int beat, int place) {
  TnVocabulary v = tn_vocabulary_for_grid();
  TnContext c = start(&v, meters, count, -1);
  for (; ticks >= v.dt_values; ticks -= v.dt_values) {
    tn_context_advance(&c, rest(&v));
  }
  const TnEvent next = note(ticks, 0, 60, 0);
  const Told head = condition_of(&c, TN_DURATION, next);
  assert_int_equal(row_of(&head, TN_FEATURE_BEAT), beat);
  assert_int_equal(row_of(&head, TN_FEATURE_PLACE), place);
  tn_context_advance(&c, next);
  const Told input = input_of(&c);
  assert_int_equal(row_of(&input, TN_FEATURE_BEAT), beat);
  assert_int_equal(row_of(&input, TN_FEATURE_PLACE), place);
}

static void beat_and_place_in_common_meters(void** state) {
  (void)state;
  const struct {
    TnMeter meter;
    int beat_ticks;
  } meters[] = {{{0, 4, 4}, 24}, {{0, 3, 4}, 24}, {{0, 6, 8}, 12},
                {{0, 7, 8}, 12}, {{0, 2, 2}, 48}, {{0, 5, 16}, 6}};
  for (int m = 0; m < 6; ++m) {
    int beat = 0;
    int place = 0;
    for (int32_t tick = 0; tick < 400; ++tick) {
      assert_position(&meters[m].meter, 1, tick, 1 + beat, 1 + place);
      if (++place == meters[m].beat_ticks) {
        place = 0;
        beat = (beat + 1) % meters[m].meter.numerator;
      }
    }
  }
}

static void a_meter_holds_from_its_tick(void** state) {
  (void)state;
  const TnMeter meters[] = {{0, 4, 4}, {96, 3, 8}, {96 + 36, 3, 4}};
  assert_position(meters, 3, 95, 4, 24);
  assert_position(meters, 3, 96, 1, 1);
  assert_position(meters, 3, 96 + 13, 2, 2);
  assert_position(meters, 3, 96 + 35, 3, 12);
  assert_position(meters, 3, 96 + 36, 1, 1);
  assert_position(meters, 3, 96 + 36 + 71, 3, 24);
}

static void a_new_meter_is_told_from_its_tick_on(void** state) {
  (void)state;
  const TnVocabulary v = tn_vocabulary_for_grid();
  const TnMeter meters[] = {{0, 4, 4}, {96, 3, 8}};
  TnContext c = start(&v, meters, 2, -1);
  tn_context_advance(&c, note(95, 0, 60, 0));
  Told told = input_of(&c);
  assert_int_equal(row_of(&told, TN_FEATURE_BAR_BEATS), 4);
  tn_context_advance(&c, note(1, 0, 60, 0));
  told = input_of(&c);
  assert_int_equal(row_of(&told, TN_FEATURE_BAR_BEATS), 3);
  assert_int_equal(row_of(&told, TN_FEATURE_BEAT_UNIT), 4);
}

static void a_piece_may_begin_inside_a_bar(void** state) {
  (void)state;
  const TnMeter meter = {-24, 4, 4};
  assert_position(&meter, 1, 0, 2, 1);
  assert_position(&meter, 1, 72, 1, 1);
}

static void the_meter_is_told(void** state) {
  (void)state;
  const TnVocabulary v = tn_vocabulary_for_grid();
  const struct {
    TnMeter meter;
    int beats;
    int unit;
  } meters[] = {{{0, 4, 4}, 4, 3},   {{0, 3, 4}, 3, 3},   {{0, 6, 8}, 6, 4},  {{0, 7, 8}, 7, 4},
                {{0, 2, 2}, 2, 2},   {{0, 1, 1}, 1, 1},   {{0, 9, 16}, 9, 5}, {{0, 5, 32}, 5, 6},
                {{0, 16, 4}, 16, 3}, {{0, 17, 4}, 17, 3}, {{0, 32, 4}, 17, 3}};
  for (size_t m = 0; m < sizeof meters / sizeof meters[0]; ++m) {
    const TnContext c = start(&v, &meters[m].meter, 1, -1);
    const Told told = input_of(&c);
    assert_int_equal(row_of(&told, TN_FEATURE_BAR_BEATS), meters[m].beats);
    assert_int_equal(row_of(&told, TN_FEATURE_BEAT_UNIT), meters[m].unit);
  }
}

static void beats_beyond_the_sixteenth_are_told_alike(void** state) {
  (void)state;
  const TnMeter meter = {0, 20, 4};
  assert_position(&meter, 1, 15 * 24, 16, 1);
  assert_position(&meter, 1, 16 * 24, 16, 1);
  assert_position(&meter, 1, 19 * 24 + 5, 16, 6);
}

static void an_unknown_meter_is_told_as_such_and_the_place_in_the_quarter_is_kept(void** state) {
  (void)state;
  const TnVocabulary v = tn_vocabulary_for_grid();
  TnContext c = start(&v, NULL, 0, 960);
  tn_context_advance(&c, note(41, 0, 60, 0));
  const Told told = input_of(&c);
  assert_int_equal(row_of(&told, TN_FEATURE_BEAT), 0);
  assert_int_equal(row_of(&told, TN_FEATURE_PLACE), 1 + 41 % 24);
  assert_int_equal(row_of(&told, TN_FEATURE_BAR_BEATS), 0);
  assert_int_equal(row_of(&told, TN_FEATURE_BEAT_UNIT), 0);
  assert_int_equal(row_of(&told, TN_FEATURE_BARS_LEFT), 0);
}

static void frames_of_a_roll_have_no_place(void** state) {
  (void)state;
  const TnVocabulary v = tn_vocabulary_for_roll(20, 80);
  TnContext c = start(&v, NULL, 0, -1);
  for (int i = 0; i < 30; ++i) {
    const Told told = input_of(&c);
    assert_int_equal(row_of(&told, TN_FEATURE_PLACE), 0);
    assert_int_equal(row_of(&told, TN_FEATURE_BEAT), 0);
    tn_context_advance(&c, note(1, 0, 60, 0));
  }
}

static void the_key_is_told(void** state) {
  (void)state;
  const TnVocabulary v = tn_vocabulary_for_grid();
  for (int key = 0; key < TN_KEYS; ++key) {
    TnContext c;
    tn_context_start(&c, &v, NULL, 0, -1, (uint8_t)key);
    const Told told = input_of(&c);
    assert_int_equal(row_of(&told, TN_FEATURE_KEY), key);
  }
}

// Bars that follow the one of `tick` until the piece ends, as rows: 0, 1, 2, 3, 4-7, 8-15, 16-31,
// more.
static void bars_left_are_told_in_buckets(void** state) {
  (void)state;
  const TnVocabulary v = tn_vocabulary_for_grid();
  const TnMeter meter = {0, 3, 4};
  const int bar = 72;
  const int rows[] = {1, 2, 3, 4, 5, 5, 5, 5, 6};
  for (int left = 0; left < 9; ++left) {
    for (int tick = 0; tick < bar; tick += 7) { // anywhere in the bar alike
      TnContext c = start(&v, &meter, 1, (left + 1) * bar);
      tn_context_advance(&c, note(tick, 0, 60, 0));
      const Told told = input_of(&c);
      assert_int_equal(row_of(&told, TN_FEATURE_BARS_LEFT), rows[left]);
    }
  }
  const int32_t ends[] = {16, 17, 32, 33, 1000};
  const int far[] = {6, 7, 7, 8, 8};
  for (int i = 0; i < 5; ++i) {
    const TnContext c = start(&v, &meter, 1, ends[i] * bar);
    const Told told = input_of(&c);
    assert_int_equal(row_of(&told, TN_FEATURE_BARS_LEFT), far[i]);
  }
}

static void an_end_inside_a_bar_counts_that_bar_and_beyond_it_none_is_left(void** state) {
  (void)state;
  const TnVocabulary v = tn_vocabulary_for_grid();
  const TnMeter meter = {0, 4, 4};
  TnContext c = start(&v, &meter, 1, 97); // one tick into the second bar
  Told told = input_of(&c);
  assert_int_equal(row_of(&told, TN_FEATURE_BARS_LEFT), 2);
  for (int i = 0; i < 6; ++i) {
    tn_context_advance(&c, rest(&v));
  }
  told = input_of(&c);
  assert_int_equal(row_of(&told, TN_FEATURE_BARS_LEFT), 1);
  c = start(&v, &meter, 1, -1);
  told = input_of(&c);
  assert_int_equal(row_of(&told, TN_FEATURE_BARS_LEFT), 0);
}

// ---- events ----

static void a_start_has_nothing_but_its_kind_and_position(void** state) {
  (void)state;
  const TnVocabulary v = tn_vocabulary_for_grid();
  const TnContext c = start(&v, NULL, 0, -1);
  const Told told = input_of(&c);
  assert_int_equal(row_of(&told, TN_FEATURE_KIND), TN_EVENT_START);
  assert_int_equal(row_of(&told, TN_FEATURE_DT), -1);
  assert_int_equal(row_of(&told, TN_FEATURE_PITCH), -1);
  assert_int_equal(row_count(&told, TN_FEATURE_SOUNDING), 0);
  assert_int_equal(row_count(&told, TN_FEATURE_STRUCK), 0);
}

static void a_note_is_told_by_its_fields_and_a_rest_by_its_time(void** state) {
  (void)state;
  TnVocabulary v = tn_vocabulary_for_grid();
  v.parts = 3;
  v.pitch_low = 50;
  v.pitch_count = 20;
  v.velocity_count = 2;
  v.velocities[1] = 100;
  tn_vocabulary_add_nudges(&v);
  TnContext c = start(&v, NULL, 0, -1);
  TnEvent event = note(5, 2, 63, 17);
  event.velocity = 1;
  event.nudge = 4;
  tn_context_advance(&c, event);
  Told told = input_of(&c);
  assert_int_equal(row_of(&told, TN_FEATURE_KIND), TN_EVENT_NOTE);
  assert_int_equal(row_of(&told, TN_FEATURE_DT), 5);
  assert_int_equal(row_of(&told, TN_FEATURE_PART), 2);
  assert_int_equal(row_of(&told, TN_FEATURE_PITCH), 13);
  assert_int_equal(row_of(&told, TN_FEATURE_DURATION), 17);
  assert_int_equal(row_of(&told, TN_FEATURE_VELOCITY), 1);
  assert_int_equal(row_of(&told, TN_FEATURE_NUDGE), 4);
  tn_context_advance(&c, rest(&v));
  told = input_of(&c);
  assert_int_equal(row_of(&told, TN_FEATURE_KIND), TN_EVENT_REST);
  assert_int_equal(row_of(&told, TN_FEATURE_DT), 96);
  assert_int_equal(row_of(&told, TN_FEATURE_PART), -1);
  assert_int_equal(row_of(&told, TN_FEATURE_PITCH), -1);
  assert_int_equal(row_of(&told, TN_FEATURE_DURATION), -1);
  assert_int_equal(row_of(&told, TN_FEATURE_NUDGE), -1);
}

// Such a style has the tables that it had before there were nudges.
static void where_nothing_is_nudged_nothing_is_told_of_it(void** state) {
  (void)state;
  TnVocabulary v = tn_vocabulary_for_grid();
  TnContext c = start(&v, NULL, 0, -1);
  tn_context_advance(&c, note(5, 0, 63, 17));
  const Told told = input_of(&c);
  assert_int_equal(told.table.first[TN_FEATURE_NUDGE], -1);
  const int rows = told.table.rows;
  tn_vocabulary_add_nudges(&v);
  assert_int_equal(tn_feature_table(&v, TN_INPUT_TABLE).rows, rows + TN_MAX_NUDGES);
}

static void a_head_is_told_what_is_decided_of_the_next_event(void** state) {
  (void)state;
  TnVocabulary v = tn_vocabulary_for_grid();
  v.parts = 2;
  v.velocity_count = 2;
  v.velocities[1] = 100;
  TnContext c = start(&v, NULL, 0, -1);
  tn_context_advance(&c, note(5, 0, 63, 17));
  TnEvent next = note(9, 1, 40, 3);
  next.velocity = 1;
  Told told = condition_of(&c, TN_PART, next);
  assert_int_equal(row_of(&told, TN_FEATURE_DT), 9);
  told = condition_of(&c, TN_PITCH, next);
  assert_int_equal(row_of(&told, TN_FEATURE_PART), 1);
  told = condition_of(&c, TN_DURATION, next);
  assert_int_equal(row_of(&told, TN_FEATURE_PITCH), 40);
  told = condition_of(&c, TN_VELOCITY, next);
  assert_int_equal(row_of(&told, TN_FEATURE_DURATION), 3);
  told = condition_of(&c, TN_NUDGE, next);
  assert_int_equal(row_of(&told, TN_FEATURE_VELOCITY), 1);
}

// The time to the next event is what its head is to find: it is told of the moment before.
static void the_head_of_times_is_told_of_the_moment_before(void** state) {
  (void)state;
  const TnVocabulary v = tn_vocabulary_for_grid();
  const TnMeter meter = {0, 4, 4};
  TnContext c = start(&v, &meter, 1, 4 * 96);
  tn_context_advance(&c, note(90, 0, 63, 17));
  const Told now = condition_of(&c, TN_DT, note(0, 0, 60, 0));
  const Told later = condition_of(&c, TN_DT, note(95, 0, 60, 0));
  assert_int_equal(now.count, 1);
  assert_int_equal(now.rows[0], later.rows[0]);
}

static int32_t ending_of(const TnMeter* meters, int meter_count, int32_t end) {
  const TnVocabulary v = tn_vocabulary_for_grid();
  TnContext c;
  tn_context_start(&c, &v, meters, meter_count, end, 0);
  return tn_context_ending(&c);
}

static void a_piece_may_end_in_its_last_two_bars_or_half(void** state) {
  (void)state;
  const TnMeter waltz = {0, 3, 4};
  assert_int_equal(ending_of(&waltz, 1, 8 * 72), 6 * 72);
  assert_int_equal(ending_of(&waltz, 1, 4 * 72), 2 * 72);
  assert_int_equal(ending_of(&waltz, 1, 3 * 72), 108);
  assert_int_equal(ending_of(&waltz, 1, 72), 36);
  assert_int_equal(ending_of(&waltz, 1, -1), -1);
  assert_int_equal(ending_of(NULL, 0, 8 * 72), -1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(tables_hold_the_features_one_after_the_other),
      cmocka_unit_test(the_input_knows_everything_and_heads_what_is_decided_before),
      cmocka_unit_test(beat_and_place_in_common_meters),
      cmocka_unit_test(a_meter_holds_from_its_tick),
      cmocka_unit_test(a_new_meter_is_told_from_its_tick_on),
      cmocka_unit_test(a_piece_may_begin_inside_a_bar),
      cmocka_unit_test(the_meter_is_told),
      cmocka_unit_test(beats_beyond_the_sixteenth_are_told_alike),
      cmocka_unit_test(an_unknown_meter_is_told_as_such_and_the_place_in_the_quarter_is_kept),
      cmocka_unit_test(frames_of_a_roll_have_no_place),
      cmocka_unit_test(the_key_is_told),
      cmocka_unit_test(bars_left_are_told_in_buckets),
      cmocka_unit_test(an_end_inside_a_bar_counts_that_bar_and_beyond_it_none_is_left),
      cmocka_unit_test(a_start_has_nothing_but_its_kind_and_position),
      cmocka_unit_test(a_note_is_told_by_its_fields_and_a_rest_by_its_time),
      cmocka_unit_test(where_nothing_is_nudged_nothing_is_told_of_it),
      cmocka_unit_test(a_head_is_told_what_is_decided_of_the_next_event),
      cmocka_unit_test(the_head_of_times_is_told_of_the_moment_before),
      cmocka_unit_test(a_piece_may_end_in_its_last_two_bars_or_half),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
