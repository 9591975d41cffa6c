// What is measured of a passage, on music small enough to do so by hand.
#include "trainer/passage_features.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>

enum { DRUMS = 63 };

static const double EXACTLY = 1e-12;

// C E of a quarter together, then G of a half, C' of a quarter after a rest: on 0, 24 and 96.
static TnNote chord_and_two[] = {
    {0, 24, 0, 64, 80, 0}, {0, 24, 0, 60, 80, 0}, {24, 48, 0, 67, 80, 0}, {96, 24, 0, 72, 80, 0}};

static void measure(TnNote* notes, size_t count, double values[PASSAGE_FEATURE_VALUES]) {
  const Piece passage = {.notes = notes, .note_count = count, .end = 32 * 96};
  passage_features(&passage, DRUMS, values);
}

static double value(const double* values, PassageFeature feature, int place) {
  return values[passage_feature_offset(feature) + place];
}

static double sum(const double* values, PassageFeature feature) {
  double all = 0;
  for (int i = 0; i < passage_feature_width(feature); ++i) {
    all += value(values, feature, i);
  }
  return all;
}

static void assert_near(double a, double b) {
  assert_true(fabs(a - b) < EXACTLY);
}

static void pitches_are_measured(void** state) {
  (void)state;
  double v[PASSAGE_FEATURE_VALUES];
  measure(chord_and_two, 4, v);
  assert_near(value(v, FEATURE_PITCHES, 0), 4);
  assert_near(value(v, FEATURE_RANGE, 0), 12);
  assert_near(value(v, FEATURE_INTERVAL, 0), (4 + 7 + 5) / 3.0);
  assert_near(value(v, FEATURE_CLASSES, 0), 0.5);
  assert_near(value(v, FEATURE_CLASSES, 4), 0.25);
  assert_near(value(v, FEATURE_CLASSES, 7), 0.25);
  assert_near(value(v, FEATURE_CLASS_STEPS, 4 * 12 + 0), 1 / 3.0);
  assert_near(value(v, FEATURE_CLASS_STEPS, 0 * 12 + 7), 1 / 3.0);
  assert_near(value(v, FEATURE_CLASS_STEPS, 7 * 12 + 0), 1 / 3.0);
  assert_near(sum(v, FEATURE_CLASSES), 1);
  assert_near(sum(v, FEATURE_CLASS_STEPS), 1);
}

static void times_are_measured(void** state) {
  (void)state;
  const int quarter = histogram_value(24);
  const int half = histogram_value(48);
  double v[PASSAGE_FEATURE_VALUES];
  measure(chord_and_two, 4, v);
  assert_near(value(v, FEATURE_NOTES, 0), 4);
  assert_near(value(v, FEATURE_STEP, 0), 2); // 4 quarters, 2 steps from onset to onset
  assert_near(value(v, FEATURE_LENGTHS, quarter), 0.75);
  assert_near(value(v, FEATURE_LENGTHS, half), 0.25);
  assert_near(value(v, FEATURE_LENGTH_STEPS, quarter * HISTOGRAM_VALUES + quarter), 1 / 3.0);
  assert_near(value(v, FEATURE_LENGTH_STEPS, quarter * HISTOGRAM_VALUES + half), 1 / 3.0);
  assert_near(value(v, FEATURE_LENGTH_STEPS, half * HISTOGRAM_VALUES + quarter), 1 / 3.0);
  assert_near(sum(v, FEATURE_LENGTHS), 1);
  assert_near(sum(v, FEATURE_LENGTH_STEPS), 1);
}

static void drums_have_no_pitch_beside_other_parts(void** state) {
  (void)state;
  TnNote notes[] = {{0, 24, 0, 60, 80, 0}, {24, 24, DRUMS, 36, 80, 0}, {48, 24, 0, 62, 80, 0}};
  double v[PASSAGE_FEATURE_VALUES];
  measure(notes, 3, v);
  assert_near(value(v, FEATURE_PITCHES, 0), 2);
  assert_near(value(v, FEATURE_INTERVAL, 0), 2);
  assert_near(value(v, FEATURE_NOTES, 0), 3);
}

static void of_drums_alone_pitch_is_measured(void** state) {
  (void)state;
  TnNote notes[] = {{0, 24, DRUMS, 36, 80, 0}, {24, 24, DRUMS, 42, 80, 0}};
  double v[PASSAGE_FEATURE_VALUES];
  measure(notes, 2, v);
  assert_near(value(v, FEATURE_PITCHES, 0), 2);
  assert_near(value(v, FEATURE_RANGE, 0), 6);
}

// All are numbers, whatever there is to measure.
static void next_to_nothing_is_measured(void** state) {
  (void)state;
  double v[PASSAGE_FEATURE_VALUES];
  for (size_t count = 0; count < 3; ++count) {
    measure(chord_and_two, count, v);
    for (int i = 0; i < PASSAGE_FEATURE_VALUES; ++i) {
      assert_true(isfinite(v[i]));
    }
    assert_near(value(v, FEATURE_NOTES, 0), (double)count);
  }
}

static void the_features_fill_the_values(void** state) {
  (void)state;
  const PassageFeature last = PASSAGE_FEATURES - 1;
  assert_int_equal(passage_feature_offset(last) + passage_feature_width(last),
                   PASSAGE_FEATURE_VALUES);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(pitches_are_measured),
      cmocka_unit_test(times_are_measured),
      cmocka_unit_test(drums_have_no_pitch_beside_other_parts),
      cmocka_unit_test(of_drums_alone_pitch_is_measured),
      cmocka_unit_test(next_to_nothing_is_measured),
      cmocka_unit_test(the_features_fill_the_values),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
