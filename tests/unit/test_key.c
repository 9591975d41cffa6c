#include "plugin/engine/key.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { NO_DRUMS = -1 };

// A scale up and its tonic triad, held.
static size_t write_tune(const int* scale, int tonic, TnNote* notes) {
  static const int TRIAD[] = {0, 2, 4};
  size_t count = 0;
  for (int i = 0; i < 8; ++i) {
    const int pitch = 60 + tonic + scale[i % 7] + (i == 7 ? 12 : 0);
    notes[count++] = (TnNote){12 * i, 12, 0, (uint8_t)pitch, 80, 0};
  }
  for (int i = 0; i < 3; ++i) {
    notes[count++] = (TnNote){96, 48, 0, (uint8_t)(60 + tonic + scale[TRIAD[i]]), 80, 0};
  }
  return count;
}

static void every_major_and_minor_key_is_found(void** state) {
  (void)state;
  static const int MAJOR[] = {0, 2, 4, 5, 7, 9, 11};
  static const int HARMONIC_MINOR[] = {0, 2, 3, 5, 7, 8, 11};
  TnNote notes[11];
  for (int tonic = 0; tonic < 12; ++tonic) {
    size_t count = write_tune(MAJOR, tonic, notes);
    assert_int_equal(tn_key_estimate(notes, count, NO_DRUMS), 1 + tonic);
    count = write_tune(HARMONIC_MINOR, tonic, notes);
    assert_int_equal(tn_key_estimate(notes, count, NO_DRUMS), 13 + tonic);
  }
}

static void drums_do_not_count(void** state) {
  (void)state;
  static const int MAJOR[] = {0, 2, 4, 5, 7, 9, 11};
  TnNote notes[12];
  const size_t count = write_tune(MAJOR, 0, notes);
  notes[count] = (TnNote){0, 9999, 3, 42, 80, 0}; // an F sharp for the whole piece
  assert_int_equal(tn_key_estimate(notes, count + 1, 3), 1);
}

static void nothing_pitched_has_no_key(void** state) {
  (void)state;
  const TnNote drum = {0, 6, 3, 36, 80, 0};
  assert_int_equal(tn_key_estimate(&drum, 1, 3), 0);
  assert_int_equal(tn_key_estimate(&drum, 0, NO_DRUMS), 0);
}

// Of C, G and B flat major, then of C, D and A minor.
static void near_keys_are_hard_to_tell_apart(void** state) {
  (void)state;
  static const struct {
    int key;
    int near[5]; // itself, a fifth up, a fifth down, its relative, its parallel
  } KEYS[] = {{1, {1, 8, 6, 22, 13}},   {8, {8, 3, 1, 17, 20}},   {11, {11, 6, 4, 20, 23}},
              {13, {13, 20, 18, 4, 1}}, {15, {15, 22, 20, 6, 3}}, {22, {22, 17, 15, 1, 10}}};
  for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; ++i) {
    for (int other = 1; other <= 24; ++other) {
      bool near = false;
      for (int n = 0; n < 5; ++n) {
        near = near || KEYS[i].near[n] == other;
      }
      assert_int_equal(tn_key_is_near((uint8_t)KEYS[i].key, (uint8_t)other), near);
    }
  }
}

static void the_key_moves_with_the_notes(void** state) {
  (void)state;
  assert_int_equal(tn_key_transposed(0, 5), 0);
  assert_int_equal(tn_key_transposed(1, 2), 3);
  assert_int_equal(tn_key_transposed(1, -1), 12);
  assert_int_equal(tn_key_transposed(24, 1), 13);
  assert_int_equal(tn_key_transposed(13, -24), 13);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_major_and_minor_key_is_found),
      cmocka_unit_test(drums_do_not_count),
      cmocka_unit_test(nothing_pitched_has_no_key),
      cmocka_unit_test(near_keys_are_hard_to_tell_apart),
      cmocka_unit_test(the_key_moves_with_the_notes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
