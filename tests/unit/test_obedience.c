// Which music is in the key that it was told.
#include "trainer/obedience.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { C_MAJOR = 1, D_MAJOR = 3, F_MAJOR = 6, C_MINOR = 13, A_MINOR = 22, DRUMS = 7 };

// The scale of C major and its tonic's chord, held.
static TnNote c_major[] = {{0, 12, 0, 60, 80, 0},  {12, 12, 0, 62, 80, 0}, {24, 12, 0, 64, 80, 0},
                           {36, 12, 0, 65, 80, 0}, {48, 12, 0, 67, 80, 0}, {60, 12, 0, 69, 80, 0},
                           {72, 12, 0, 71, 80, 0}, {84, 48, 0, 67, 80, 0}, {84, 48, 0, 64, 80, 0},
                           {84, 48, 0, 60, 80, 0}};

static Piece told(uint8_t key) {
  return (Piece){.notes = c_major, .note_count = sizeof c_major / sizeof *c_major, .key = key};
}

static void the_key_that_was_told_is_obeyed_and_near_ones_are_near(void** state) {
  (void)state;
  Piece pieces[] = {told(C_MAJOR), told(F_MAJOR), told(C_MINOR), told(A_MINOR), told(D_MAJOR)};
  Obedience obedience = {0};
  obedience_add(&obedience, &(Corpus){.pieces = pieces, .count = 5}, DRUMS);
  assert_int_equal(obedience.phrases, 5);
  assert_int_equal(obedience.obeyed, 1);
  assert_int_equal(obedience.near, 4);
}

static void corpora_add_up(void** state) {
  (void)state;
  Piece piece = told(C_MAJOR);
  Obedience obedience = {.phrases = 10, .obeyed = 3, .near = 5};
  obedience_add(&obedience, &(Corpus){.pieces = &piece, .count = 1}, DRUMS);
  assert_int_equal(obedience.phrases, 11);
  assert_int_equal(obedience.obeyed, 4);
  assert_int_equal(obedience.near, 6);
}

static void drums_and_silence_obey_nobody(void** state) {
  (void)state;
  TnNote drums[] = {{0, 12, DRUMS, 60, 80, 0}, {12, 12, DRUMS, 67, 80, 0}};
  Piece pieces[] = {{.notes = drums, .note_count = 2, .key = C_MAJOR}, {.key = C_MAJOR}};
  Obedience obedience = {0};
  obedience_add(&obedience, &(Corpus){.pieces = pieces, .count = 2}, DRUMS);
  assert_int_equal(obedience.phrases, 2);
  assert_int_equal(obedience.obeyed, 0);
  assert_int_equal(obedience.near, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_key_that_was_told_is_obeyed_and_near_ones_are_near),
      cmocka_unit_test(corpora_add_up),
      cmocka_unit_test(drums_and_silence_obey_nobody),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
