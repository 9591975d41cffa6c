// The classes of a style: their number, their values, and what is refused.
#include "tests/unit/engine_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static void the_grid_holds_every_short_length_and_four_bars_of_quarters(void** state) {
  (void)state;
  const TnVocabulary v = tn_vocabulary_for_grid();
  assert_true(tn_vocabulary_is_valid(&v));
  assert_true(v.has_end && v.has_grid);
  assert_int_equal(v.dt_values, 96);
  for (int i = 0; i < 24; ++i) {
    assert_int_equal(v.durations[i], i + 1);
  }
  assert_int_equal(v.durations[v.duration_count - 1], 768);
  for (int ticks = 24; ticks <= 96; ticks += 12) { // quarters, dotted ones, halves, wholes
    assert_int_equal(v.durations[tn_vocabulary_duration_class(&v, ticks)], ticks);
  }
}

static void a_roll_has_one_part_one_length_and_no_end(void** state) {
  (void)state;
  const TnVocabulary v = tn_vocabulary_for_roll(21, 88);
  assert_true(tn_vocabulary_is_valid(&v));
  assert_false(v.has_end || v.has_grid);
  assert_int_equal(tn_vocabulary_classes(&v, TN_DT), v.dt_values + 1);
  assert_int_equal(tn_vocabulary_classes(&v, TN_PART), 1);
  assert_int_equal(tn_vocabulary_classes(&v, TN_PITCH), 88);
  assert_int_equal(tn_vocabulary_classes(&v, TN_DURATION), 1);
  assert_int_equal(tn_vocabulary_classes(&v, TN_VELOCITY), 1);
  assert_int_equal(v.durations[0], 1);
}

static void an_end_is_one_class_after_the_rest(void** state) {
  (void)state;
  const TnVocabulary v = tn_vocabulary_for_grid();
  assert_int_equal(tn_vocabulary_rest(&v), 96);
  assert_int_equal(tn_vocabulary_end(&v), 97);
  assert_int_equal(tn_vocabulary_classes(&v, TN_DT), 98);
}

static TnVocabulary with_drums(void) {
  TnVocabulary v = tn_vocabulary_for_grid();
  v.parts = 3;
  v.drum_part = 1;
  v.drum_count = TN_MAX_PITCHES;
  v.pitch_low = 40;
  v.pitch_count = 30;
  return v;
}

static void drums_have_rows_of_their_own(void** state) {
  (void)state;
  const TnVocabulary v = with_drums();
  assert_true(tn_vocabulary_is_valid(&v));
  assert_int_equal(tn_vocabulary_pitch_rows(&v), 158);
  assert_int_equal(tn_vocabulary_pitch_row(&v, 0, 40), 0);
  assert_int_equal(tn_vocabulary_pitch_row(&v, 2, 69), 29);
  assert_int_equal(tn_vocabulary_pitch_row(&v, 1, 0), 30);
  assert_int_equal(tn_vocabulary_pitch_row(&v, 1, 127), 157);
}

static void pitches_outside_have_no_row(void** state) {
  (void)state;
  const TnVocabulary v = with_drums();
  assert_int_equal(tn_vocabulary_pitch_row(&v, 0, 39), -1);
  assert_int_equal(tn_vocabulary_pitch_row(&v, 0, 70), -1); // not the first drum
  assert_int_equal(tn_vocabulary_pitch_row(&v, 0, 127), -1);
  assert_int_equal(tn_vocabulary_pitch_row(&v, 1, 128), -1);
}

static void ranges_and_rows_agree(void** state) {
  (void)state;
  Random random = {1};
  for (int round = 0; round < 200; ++round) {
    const TnVocabulary v = random_vocabulary(&random);
    for (int part = 0; part < v.parts; ++part) {
      const TnPitchRange range = tn_vocabulary_pitch_range(&v, part);
      for (int pitch = 0; pitch < TN_MAX_PITCHES; ++pitch) {
        const int row = tn_vocabulary_pitch_row(&v, part, pitch);
        const int width = range.last - range.first;
        const bool inside = pitch >= range.low && pitch < range.low + width;
        assert_int_equal(row, inside ? range.first + pitch - range.low : -1);
        assert_in_range(row + 1, 0, (unsigned)tn_vocabulary_pitch_rows(&v));
      }
    }
  }
}

// The nearest by looking at all; of two the first.
static int nearest(const int* values, int count, int wanted) {
  int best = 0;
  for (int i = 1; i < count; ++i) {
    best = abs(values[i] - wanted) < abs(values[best] - wanted) ? i : best;
  }
  return best;
}

static void pitched_parts_are_counted_without_the_drums(void** state) {
  (void)state;
  TnVocabulary v = with_drums();
  for (v.drum_part = 0; v.drum_part < v.parts; v.drum_part++) {
    assert_int_equal(tn_vocabulary_pitched_part(&v, 0), v.drum_part == 0 ? 1 : 0);
    for (int n = 1; n < 4; n++) {
      assert_int_equal(tn_vocabulary_pitched_part(&v, n), v.drum_part == 2 ? 1 : 2);
    }
  }
  v.drum_part = -1;
  assert_int_equal(tn_vocabulary_pitched_part(&v, 1), 1);
  assert_int_equal(tn_vocabulary_pitched_part(&v, 7), 2);
  v.parts = 1;
  v.drum_part = 0;
  assert_int_equal(tn_vocabulary_pitched_part(&v, 0), -1);
}

static void values_fall_into_the_nearest_class(void** state) {
  (void)state;
  Random random = {2};
  for (int round = 0; round < 100; ++round) {
    const TnVocabulary v = random_vocabulary(&random);
    int durations[TN_MAX_DURATIONS];
    int velocities[TN_MAX_VELOCITIES];
    int nudges[TN_MAX_NUDGES];
    for (int i = 0; i < v.duration_count; ++i) {
      durations[i] = v.durations[i];
    }
    for (int i = 0; i < v.velocity_count; ++i) {
      velocities[i] = v.velocities[i];
    }
    for (int i = 0; i < v.nudge_count; ++i) {
      nudges[i] = v.nudges[i];
    }
    for (int ticks = 1; ticks < 1000; ++ticks) {
      assert_int_equal(tn_vocabulary_duration_class(&v, ticks),
                       nearest(durations, v.duration_count, ticks));
    }
    for (int velocity = 0; velocity < 128; ++velocity) {
      assert_int_equal(tn_vocabulary_velocity_class(&v, velocity),
                       nearest(velocities, v.velocity_count, velocity));
    }
    for (int nudge = -TN_MAX_NUDGE; nudge <= TN_MAX_NUDGE; ++nudge) {
      assert_int_equal(tn_vocabulary_nudge_class(&v, nudge), nearest(nudges, v.nudge_count, nudge));
    }
  }
}

static void nudges_are_all_fifths_of_a_tick_or_none(void** state) {
  (void)state;
  TnVocabulary v = tn_vocabulary_for_grid();
  assert_int_equal(tn_vocabulary_classes(&v, TN_NUDGE), 1);
  assert_int_equal(v.nudges[tn_vocabulary_nudge_class(&v, 2)], 0);
  tn_vocabulary_add_nudges(&v);
  assert_true(tn_vocabulary_is_valid(&v));
  assert_int_equal(tn_vocabulary_classes(&v, TN_NUDGE), 5);
  for (int nudge = -2; nudge <= 2; ++nudge) {
    assert_int_equal(v.nudges[tn_vocabulary_nudge_class(&v, nudge)], nudge);
  }
}

static void counts_within_their_bounds_are_valid(void** state) {
  (void)state;
  Random random = {3};
  for (int round = 0; round < 1000; ++round) {
    const TnVocabulary v = random_vocabulary(&random);
    assert_true(tn_vocabulary_is_valid(&v));
    for (int f = 0; f < TN_FIELDS; ++f) {
      assert_in_range(tn_vocabulary_classes(&v, (TnField)f), 1, TN_MAX_CLASSES);
    }
  }
}

static void refuses(TnVocabulary v) {
  assert_false(tn_vocabulary_is_valid(&v));
}

static void counts_out_of_bounds_are_refused(void** state) {
  (void)state;
  const TnVocabulary good = with_drums();
#define REFUSED(field, value)                                                                      \
  do {                                                                                             \
    TnVocabulary v = good;                                                                         \
    v.field = value;                                                                               \
    refuses(v);                                                                                    \
  } while (0)
  REFUSED(dt_values, 1);
  REFUSED(dt_values, 129);
  REFUSED(parts, 0);
  REFUSED(parts, 9);
  REFUSED(drum_part, 3);
  REFUSED(drum_part, -2);
  REFUSED(drum_part, -1); // but 128 drums
  REFUSED(drum_count, 0); // but a drum part
  REFUSED(drum_count, 129);
  REFUSED(pitch_low, -1);
  REFUSED(pitch_low, 128);
  REFUSED(pitch_low, 99); // 30 pitches from there pass 127
  REFUSED(pitch_count, 0);
  REFUSED(pitch_count, 89);
  REFUSED(duration_count, 0);
  REFUSED(duration_count, 97);
  REFUSED(velocity_count, 0);
  REFUSED(velocity_count, 17);
  REFUSED(durations[0], 0);
  REFUSED(durations[1], 1); // as the first
  REFUSED(durations[5], 2);
  REFUSED(velocities[0], 0);
  REFUSED(velocities[0], 128);
  REFUSED(velocity_count, 2); // the second is 0
  REFUSED(nudge_count, 0);
  REFUSED(nudge_count, 6);
  REFUSED(nudge_count, 2); // the second is as the first
  REFUSED(nudges[0], -3);
  REFUSED(nudges[0], 3);
#undef REFUSED
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_grid_holds_every_short_length_and_four_bars_of_quarters),
      cmocka_unit_test(a_roll_has_one_part_one_length_and_no_end),
      cmocka_unit_test(an_end_is_one_class_after_the_rest),
      cmocka_unit_test(drums_have_rows_of_their_own),
      cmocka_unit_test(pitches_outside_have_no_row),
      cmocka_unit_test(ranges_and_rows_agree),
      cmocka_unit_test(pitched_parts_are_counted_without_the_drums),
      cmocka_unit_test(values_fall_into_the_nearest_class),
      cmocka_unit_test(nudges_are_all_fifths_of_a_tick_or_none),
      cmocka_unit_test(counts_within_their_bounds_are_valid),
      cmocka_unit_test(counts_out_of_bounds_are_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
