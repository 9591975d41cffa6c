// Counts of notes, and how alike two of them are.
#include "trainer/histogram.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static Histogram of_bins(const int* bins, int count) {
  Histogram histogram = {.total = 0};
  for (int i = 0; i < count; ++i) {
    histogram_add(&histogram, bins[i]);
  }
  return histogram;
}

static void the_same_overlaps_wholly_and_disjoint_ones_not_at_all(void** state) {
  (void)state;
  const Histogram a = of_bins((int[]){1, 1, 2, 7}, 4);
  const Histogram twice = of_bins((int[]){7, 1, 1, 2, 2, 1, 7, 1}, 8);
  const Histogram other = of_bins((int[]){3, 4, 127}, 3);
  const Histogram none = {.total = 0};
  assert_float_equal(histogram_overlap(&a, &a), 1, 1e-12);
  assert_float_equal(histogram_overlap(&a, &twice), 1, 1e-12);
  assert_float_equal(histogram_overlap(&a, &other), 0, 0);
  assert_float_equal(histogram_overlap(&a, &none), 0, 0);
}

static void the_overlap_is_the_sum_of_the_lesser_shares(void** state) {
  (void)state;
  const Histogram a = of_bins((int[]){1, 1, 1, 2}, 4);
  const Histogram b = of_bins((int[]){1, 2, 2, 3, 3, 3, 3, 3}, 8);
  assert_float_equal(histogram_share(&a, 1), 0.75, 1e-12);
  assert_float_equal(histogram_overlap(&a, &b), 0.375, 1e-12);
}

static void lengths_belong_to_the_value_that_is_nearest_to_the_ear(void** state) {
  (void)state;
  static const struct {
    int32_t ticks;
    const char* name;
  } CASES[] = {{0, "0"},  {1, "⅛"},   {3, "⅛"},    {4, "⅙"},       {6, "¼"},
               {8, "⅓"},  {11, "½"},  {12, "½"},   {16, "⅔"},      {18, "¾"},
               {23, "1"}, {24, "1"},  {36, "1½"},  {48, "2"},      {70, "3"},
               {96, "4"}, {117, "4"}, {118, "6+"}, {100000, "6+"}, {INT32_MAX, "6+"}};
  for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; ++i) {
    assert_string_equal(histogram_value_name(histogram_value(CASES[i].ticks)), CASES[i].name);
  }
}

static void notes_are_counted_by_pitch_drum_duration_and_step(void** state) {
  (void)state;
  TnNote notes[] = {
      {0, 24, 0, 60, 80, 0}, {0, 12, 1, 36, 80, 0}, {12, 12, 1, 38, 80, 0}, {36, 96, 0, 60, 80, 0}};
  Piece pieces[] = {{.notes = notes, .note_count = 4}, {.notes = notes, .note_count = 1}};
  const Corpus corpus = {.pieces = pieces, .count = 2};
  Histogram all[HISTOGRAM_KINDS];
  memset(all, 0, sizeof all);
  histogram_count(all, &corpus, 1, 0);
  assert_float_equal(all[HISTOGRAM_PITCH].total, 3, 0);
  assert_float_equal(all[HISTOGRAM_PITCH].counts[60], 3, 0);
  assert_float_equal(all[HISTOGRAM_DRUM].counts[36], 1, 0);
  assert_float_equal(all[HISTOGRAM_DRUM].counts[38], 1, 0);
  assert_float_equal(all[HISTOGRAM_DURATION].total, 5, 0);
  assert_float_equal(all[HISTOGRAM_DURATION].counts[histogram_value(24)], 2, 0);
  assert_float_equal(all[HISTOGRAM_STEP].total, 3, 0); // none from piece to piece
  assert_float_equal(all[HISTOGRAM_STEP].counts[histogram_value(0)], 1, 0);
  assert_float_equal(all[HISTOGRAM_STEP].counts[histogram_value(12)], 1, 0);
  assert_float_equal(all[HISTOGRAM_STEP].counts[histogram_value(24)], 1, 0);
}

static void pieces_are_compared_in_one_key(void** state) {
  static const struct {
    uint8_t from;
    uint8_t to;
    int pitch; // of what was 60
  } CASES[] = {{1, 1, 60}, {1, 3, 62},  {3, 1, 58},   {1, 8, 55}, {12, 1, 61},
               {1, 7, 54}, {22, 1, 63}, {13, 24, 59}, {0, 5, 60}, {5, 0, 60}};
  (void)state;
  TnNote notes[] = {{0, 24, 0, 60, 80, 0}, {0, 24, 1, 60, 80, 0}, {0, 24, 0, 127, 80, 0}};
  for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; ++i) {
    Piece piece = {.notes = notes, .note_count = 3, .key = CASES[i].from};
    const Corpus corpus = {.pieces = &piece, .count = 1};
    Histogram all[HISTOGRAM_KINDS];
    memset(all, 0, sizeof all);
    histogram_count(all, &corpus, 1, CASES[i].to);
    assert_float_equal(all[HISTOGRAM_PITCH].counts[CASES[i].pitch], 1, 0);
    assert_float_equal(all[HISTOGRAM_PITCH].total, 2, 0);
    assert_float_equal(all[HISTOGRAM_DRUM].counts[60], 1, 0); // drums never move
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_same_overlaps_wholly_and_disjoint_ones_not_at_all),
      cmocka_unit_test(the_overlap_is_the_sum_of_the_lesser_shares),
      cmocka_unit_test(lengths_belong_to_the_value_that_is_nearest_to_the_ear),
      cmocka_unit_test(pieces_are_compared_in_one_key),
      cmocka_unit_test(notes_are_counted_by_pitch_drum_duration_and_step),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
