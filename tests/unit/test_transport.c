// The song position, from what hosts with bars tell.
#include "tests/unit/transport_fixture.h"

#include <stdlib.h>

// ---- frames ----

static void test_nothing_told_stands(void** state) {
  (void)state;
  const TnTransport transport = new_transport();
  assert_false(transport.rolling);
  assert_false(transport.told);
  assert_int_equal(tn_transport_position(&transport, 1000), 0);
  assert_true(tn_transport_frame_of(&transport, 0) == UINT64_MAX);
}

static void test_frame_is_the_first_at_or_after_the_time(void** state) {
  (void)state;
  TnPosition told = told_at(0, 0);
  told.bpm = (double)133.7f;
  const TnTransport transport = rolling_from(told);
  for (int64_t tick = 0; tick < 10000; tick += 7) {
    const int64_t position = tick * tn_transport_units_a_tick(&transport);
    const uint64_t frame = tn_transport_frame_of(&transport, position);
    assert_true(tn_transport_position(&transport, frame) >= position);
    assert_true(frame == 0 || tn_transport_position(&transport, frame - 1) < position);
  }
}

static void test_a_beat_at_120_is_24000_frames(void** state) {
  (void)state;
  const TnTransport transport = rolling_from(told_at(2, 1.5));
  assert_true(transport.position == quarters(&transport, 9.5));
  assert_int_equal(tn_transport_frame_of(&transport, quarters(&transport, 10)), 12000);
  assert_int_equal(tn_transport_frame_of(&transport, quarters(&transport, 9)), 0); // passed
}

static void test_no_error_adds_up_over_many_anchors(void** state) {
  (void)state;
  TnPosition told = told_at(0, 0);
  told.bpm = (double)97.3f;
  TnTransport often = rolling_from(told);
  const TnTransport once = often;
  for (uint64_t frame = 0; frame < 2000000; frame += 37) {
    const TnPosition again = {.has_bpm = true, .bpm = told.bpm, .has_speed = true, .speed = 1};
    assert_int_equal(update(&often, frame, again), TN_CONTINUES);
  }
  assert_true(tn_transport_position(&often, 3000000) == tn_transport_position(&once, 3000000));
}

static void test_a_float_place_on_the_grid_is_exact(void** state) {
  (void)state;
  for (int part = 0; part < 4 * 1920; part++) {
    const double told_as_float = (double)((float)part / 1920.0f);
    const TnTransport transport = rolling_from(told_at(3, told_as_float));
    const int64_t beat = quarters(&transport, 1);
    assert_true(transport.position == 12 * beat + part * (beat / 1920));
  }
}

static void test_negative_bars_count_in(void** state) {
  (void)state;
  const TnTransport transport = rolling_from(told_at(-1, 3));
  assert_true(transport.position == quarters(&transport, -1));
  assert_int_equal(tn_transport_frame_of(&transport, 0), 24000);
}

// ---- going on, drifting, jumping ----

static void test_first_place_is_a_jump(void** state) {
  (void)state;
  TnTransport transport = new_transport();
  assert_int_equal(update(&transport, 0, told_at(0, 0)), TN_JUMPS);
}

static void test_rounded_places_change_nothing(void** state) {
  (void)state;
  TnTransport transport = rolling_from(told_at(0, 0));
  for (uint64_t frame = 64; frame < 90000; frame += 64) {
    const double rounded = round((double)frame / 24000 * 1920) / 1920;
    int64_t shift = 1;
    const TnPosition told = told_at(0, rounded);
    assert_int_equal(tn_transport_update(&transport, frame, &told, FREE_BPM, &shift), TN_CONTINUES);
    assert_true(shift == 0);
  }
  assert_int_equal(tn_transport_frame_of(&transport, quarters(&transport, 4)), 96000);
}

static void test_small_drift_shifts(void** state) {
  (void)state;
  TnTransport transport = rolling_from(told_at(0, 0));
  int64_t shift;
  const TnPosition told = told_at(0, 1.03125);
  assert_int_equal(tn_transport_update(&transport, 24000, &told, FREE_BPM, &shift), TN_CONTINUES);
  assert_true(shift == quarters(&transport, 0.03125));
  assert_true(tn_transport_position(&transport, 24000) == quarters(&transport, 1.03125));
}

// A locate by less than a drift: the stretch since then, seen from where the song began to roll, is
// as long as a tempo that counts 32nd notes would have made it.
static void test_a_small_step_back_does_not_look_like_another_tempo(void** state) {
  (void)state;
  TnTransport transport = rolling_from(told_at(0, 0));
  update(&transport, 500, told_at(0, 500.0 / 24000));
  update(&transport, 1000, told_at(0, 0));
  update(&transport, 1143, told_at(0, 143.0 / 24000));
  assert_true(llabs(tn_transport_position(&transport, 25143) -
                    quarters(&transport, 1 + 143.0 / 24000)) < quarters(&transport, 0.001));
}

static void test_a_locate_is_a_jump(void** state) {
  (void)state;
  TnTransport transport = rolling_from(told_at(0, 0));
  assert_int_equal(update(&transport, 24000, told_at(0, 1.1)), TN_JUMPS);
  assert_int_equal(update(&transport, 48000, told_at(0, 0)), TN_JUMPS);
  transport = rolling_from(told_at(8, 0));
  TnPosition stopped = told_at(8, 0);
  stopped.speed = 0;
  update(&transport, 0, stopped);
  stopped.bar_beat = 0.03125; // no drift where nothing moves
  assert_int_equal(update(&transport, 100, stopped), TN_JUMPS);
}

static void test_stopping_and_starting_keeps_the_exact_place(void** state) {
  (void)state;
  TnTransport transport = rolling_from(told_at(0, 0));
  TnPosition told = told_at(0, 0.5); // rounded
  told.speed = 0;
  assert_int_equal(update(&transport, 12003, told), TN_CONTINUES);
  assert_false(transport.rolling);
  assert_true(tn_transport_frame_of(&transport, quarters(&transport, 1)) == UINT64_MAX);
  told.speed = 1;
  assert_int_equal(update(&transport, 20000, told), TN_CONTINUES);
  assert_int_equal(tn_transport_frame_of(&transport, quarters(&transport, 1)), 20000 + 11997);
}

static void test_a_locate_smaller_than_rounding_shows_in_the_song_frame(void** state) {
  (void)state;
  TnPosition told = told_at(0, 0.5); // rounded
  told.has_frame = true;
  told.frame = 12003;
  told.speed = 0;
  TnTransport transport = new_transport();
  update(&transport, 0, told_at(0, 0));
  update(&transport, 12003, told);
  assert_true(transport.position == quarters(&transport, 12003 / 24000.0));
  update(&transport, 13000, told); // told again: nothing moved
  assert_true(transport.position == quarters(&transport, 12003 / 24000.0));
  told.frame = 12000;
  assert_int_equal(update(&transport, 14000, told), TN_JUMPS);
  assert_true(transport.position == quarters(&transport, 0.5));
}

static void test_tempo_change_goes_on(void** state) {
  (void)state;
  TnTransport transport = rolling_from(told_at(0, 0));
  TnPosition told = told_at(0, (double)(float)(1001 / 24000.0));
  told.bpm = 60;
  assert_int_equal(update(&transport, 1001, told), TN_CONTINUES);
  assert_int_equal(tn_transport_frame_of(&transport, quarters(&transport, 1)),
                   1001 + 2 * (24000 - 1001));
}

static void test_new_meter_is_a_jump(void** state) {
  (void)state;
  TnTransport transport = rolling_from(told_at(0, 0));
  TnPosition told = told_at(1, 0);
  told.beats_per_bar = 3;
  assert_int_equal(update(&transport, 96000, told), TN_JUMPS);
  assert_int_equal(transport.meter.numerator, 3);
  assert_true(transport.position == quarters(&transport, 3));
}

static void test_meters_that_cannot_be_are_not_taken(void** state) {
  (void)state;
  TnTransport transport = rolling_from(told_at(0, 0));
  static const double beats[] = {0, -1, 1000, (double)NAN, (double)INFINITY};
  static const int units[] = {0, -4, 3, 7, 64, 1 << 30};
  TnPosition told = told_at(0, 0);
  for (size_t i = 0; i < sizeof beats / sizeof beats[0]; i++) {
    told.beats_per_bar = beats[i];
    update(&transport, 0, told);
    assert_int_equal(transport.meter.numerator, 4);
  }
  for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
    told.beat_unit = units[i];
    update(&transport, 0, told);
    assert_int_equal(transport.meter.denominator, 4);
  }
}

// ---- values of any kind ----

static void test_speeds_that_cannot_be_stop(void** state) {
  (void)state;
  static const double speeds[] = {0, -1, (double)NAN, -(double)INFINITY};
  for (size_t i = 0; i < sizeof speeds / sizeof speeds[0]; i++) {
    TnPosition told = told_at(0, 0);
    told.speed = speeds[i];
    const TnTransport transport = rolling_from(told);
    assert_false(transport.rolling);
    assert_true(tn_transport_frame_of(&transport, 1) == UINT64_MAX);
  }
}

static void test_a_fractional_speed_is_a_slower_song(void** state) {
  (void)state;
  TnPosition told = told_at(0, 0);
  told.speed = 0.25;
  TnTransport transport = rolling_from(told);
  assert_int_equal(tn_transport_frame_of(&transport, quarters(&transport, 1)), 4 * 24000);
  for (uint64_t frame = 1000; frame < 4 * 24000; frame += 1000) {
    told.bar_beat = (double)frame / (4 * 24000);
    assert_int_equal(update(&transport, frame, told), TN_CONTINUES);
  }
  assert_int_equal(transport.bpm_note, 0); // it does not look like another tempo
}

static void test_any_values_are_harmless(void** state) {
  (void)state;
  static const double numbers[] = {
      0,    -1,  1,    (double)NAN, (double)INFINITY, -(double)INFINITY,
      1e15, 1e9, 1e-9, 255,         -1e300,           1e300};
  static const int64_t wholes[] = {0, -1, 1, INT64_MIN, INT64_MAX, 100000, -100000};
  static const uint32_t rates[] = {1, 48000, 1000000};
  const int count = sizeof numbers / sizeof numbers[0];
  const int whole_count = sizeof wholes / sizeof wholes[0];
  for (size_t r = 0; r < sizeof rates / sizeof rates[0]; r++) {
    TnTransport transport;
    tn_transport_init(&transport, rates[r]);
    for (int i = 0; i < 20000; i++) {
      TnPosition told = told_at(wholes[i % whole_count], numbers[i / 3 % count]);
      told.beats_per_bar = numbers[i / 7 % count];
      told.beat_unit = 1 << (i % 6);
      told.bpm = numbers[i / 5 % count];
      told.speed = i % 4 ? 1 : numbers[i % count];
      told.has_bar = i % 11 != 0;
      told.has_bar_beat = i % 13 != 0;
      told.has_frame = i % 3 != 0;
      told.frame = wholes[i / 2 % whole_count];
      const uint64_t frame = (uint64_t)i * 1000000;
      update(&transport, frame, told);
      const int64_t before = tn_transport_position(&transport, frame);
      assert_true(tn_transport_position(&transport, frame + 1000000000000) >= before);
      tn_transport_frame_of(&transport, before + (INT64_C(1) << 61));
    }
  }
}

static void test_a_song_that_never_ends_stays_within_bounds(void** state) {
  (void)state;
  const TnTransport transport = rolling_from(told_at(0, 0));
  const int64_t last = tn_transport_position(&transport, UINT64_MAX);
  assert_true(last > 0);
  assert_true(tn_transport_position(&transport, UINT64_MAX / 2) == last);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_nothing_told_stands),
      cmocka_unit_test(test_frame_is_the_first_at_or_after_the_time),
      cmocka_unit_test(test_a_beat_at_120_is_24000_frames),
      cmocka_unit_test(test_no_error_adds_up_over_many_anchors),
      cmocka_unit_test(test_a_float_place_on_the_grid_is_exact),
      cmocka_unit_test(test_negative_bars_count_in),
      cmocka_unit_test(test_first_place_is_a_jump),
      cmocka_unit_test(test_rounded_places_change_nothing),
      cmocka_unit_test(test_small_drift_shifts),
      cmocka_unit_test(test_a_small_step_back_does_not_look_like_another_tempo),
      cmocka_unit_test(test_a_locate_is_a_jump),
      cmocka_unit_test(test_stopping_and_starting_keeps_the_exact_place),
      cmocka_unit_test(test_a_locate_smaller_than_rounding_shows_in_the_song_frame),
      cmocka_unit_test(test_tempo_change_goes_on),
      cmocka_unit_test(test_new_meter_is_a_jump),
      cmocka_unit_test(test_meters_that_cannot_be_are_not_taken),
      cmocka_unit_test(test_speeds_that_cannot_be_stop),
      cmocka_unit_test(test_a_fractional_speed_is_a_slower_song),
      cmocka_unit_test(test_any_values_are_harmless),
      cmocka_unit_test(test_a_song_that_never_ends_stays_within_bounds),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
