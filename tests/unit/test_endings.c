// Which music closes.
#include "trainer/endings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { C_MAJOR = 1, A_MINOR = 22, BAR = 96, DRUMS = 7 };

static TnMeter four_four = {0, 4, 4};
static TnMeter three_four = {0, 3, 4};

static Piece piece_in(int key, TnNote* notes, size_t count) {
  return (Piece){.notes = notes,
                 .note_count = count,
                 .meters = &four_four,
                 .meter_count = 1,
                 .key = (uint8_t)key};
}

static bool closes(int key, TnNote* notes, size_t count) {
  const Piece piece = piece_in(key, notes, count);
  return endings_closes(&piece, DRUMS);
}

#define CLOSES(key, notes) closes(key, notes, sizeof(notes) / sizeof(notes)[0])

// D major in C major: only its length can close.
static void the_longest_note_of_two_bars_closes(void** state) {
  (void)state;
  TnNote notes[] = {{2 * BAR, 24, 0, 64, 80, 0},
                    {2 * BAR + 24, 24, 0, 65, 80, 0},
                    {3 * BAR, 48, 0, 66, 80, 0},
                    {3 * BAR, 24, 0, 62, 80, 0}};
  assert_true(CLOSES(C_MAJOR, notes));
  notes[2].duration = 23; // now 24 is longest, and the other note of the chord has it
  assert_true(CLOSES(C_MAJOR, notes));
  notes[3].duration = 12;
  assert_false(CLOSES(C_MAJOR, notes));
}

static void as_long_as_the_longest_is_enough(void** state) {
  (void)state;
  TnNote notes[] = {{0, 48, 0, 64, 80, 0}, {48, 48, 0, 66, 80, 0}};
  assert_true(CLOSES(C_MAJOR, notes));
  notes[0].duration = 49;
  assert_false(CLOSES(C_MAJOR, notes));
}

// The last note is released on tick 4 * BAR: notes from 2 * BAR on count.
static void what_lies_before_the_last_two_bars_does_not_count(void** state) {
  (void)state;
  TnNote notes[] = {{2 * BAR - 1, 60, 0, 64, 80, 0}, {4 * BAR - 24, 24, 0, 66, 80, 0}};
  assert_true(CLOSES(C_MAJOR, notes));
  notes[0].onset = 2 * BAR;
  assert_false(CLOSES(C_MAJOR, notes));
}

static void bars_are_those_of_the_meter(void** state) {
  (void)state;
  TnNote notes[] = {{2 * BAR, 60, 0, 64, 80, 0}, {4 * BAR - 24, 24, 0, 66, 80, 0}};
  Piece piece = piece_in(C_MAJOR, notes, 2);
  assert_false(endings_closes(&piece, DRUMS));
  piece.meters = &three_four;
  assert_true(endings_closes(&piece, DRUMS));
  piece.meter_count = 0; // as if it were 4/4
  assert_false(endings_closes(&piece, DRUMS));
}

// One long note, so that the last chord closes by its pitches or not at all.
static bool chord_closes(int key, const uint8_t* pitches, size_t count) {
  TnNote notes[5] = {{0, 96, 0, 61, 80, 0}};
  for (size_t i = 0; i < count; ++i) {
    notes[1 + i] = (TnNote){96, 12, 0, pitches[i], 80, 0};
  }
  return closes(key, notes, 1 + count);
}

static void a_chord_of_the_tonic_closes(void** state) {
  (void)state;
  assert_true(chord_closes(C_MAJOR, (const uint8_t[]){72, 64, 55, 48}, 4));
  assert_true(chord_closes(C_MAJOR, (const uint8_t[]){60}, 1));
  assert_true(chord_closes(C_MAJOR, (const uint8_t[]){67, 60}, 2));
  assert_false(chord_closes(C_MAJOR, (const uint8_t[]){67, 64}, 2));     // without its tonic
  assert_false(chord_closes(C_MAJOR, (const uint8_t[]){70, 64, 60}, 3)); // with a seventh
  assert_false(chord_closes(C_MAJOR, (const uint8_t[]){67, 63, 60}, 3)); // C minor
  assert_false(chord_closes(0, (const uint8_t[]){60}, 1));               // no key
}

static void in_minor_the_third_may_be_either(void** state) {
  (void)state;
  assert_true(chord_closes(A_MINOR, (const uint8_t[]){69, 64, 60, 45}, 4));
  assert_true(chord_closes(A_MINOR, (const uint8_t[]){69, 64, 61, 45}, 4));
  assert_false(chord_closes(A_MINOR, (const uint8_t[]){67, 64, 60}, 3));
}

static void what_still_sounds_belongs_to_the_last_chord(void** state) {
  (void)state;
  TnNote notes[] = {{0, 97, 0, 62, 80, 0}, {96, 12, 0, 60, 80, 0}};
  assert_false(CLOSES(C_MAJOR, notes)); // D under C
  notes[0].duration = 96;               // released in time
  assert_true(CLOSES(C_MAJOR, notes));
}

static void drums_do_not_count(void** state) {
  (void)state;
  TnNote notes[] = {
      {0, 96, 0, 60, 80, 0}, {96, 12, DRUMS, 38, 80, 0}, {120, 300, DRUMS, 36, 80, 0}};
  assert_true(CLOSES(C_MAJOR, notes));
  assert_false(closes(C_MAJOR, notes + 1, 2));
}

static void silence_does_not_close(void** state) {
  (void)state;
  assert_false(closes(C_MAJOR, NULL, 0));
}

static void the_share_is_of_pieces_from_the_whole_corpus(void** state) {
  (void)state;
  TnNote tonic[] = {{0, 96, 0, 61, 80, 0}, {96, 12, 0, 60, 80, 0}};
  TnNote other[] = {{0, 96, 0, 61, 80, 0}, {96, 12, 0, 62, 80, 0}};
  Piece pieces[10];
  for (int i = 0; i < 10; ++i) { // the last four close
    pieces[i] = piece_in(C_MAJOR, i < 6 ? other : tonic, 2);
  }
  const Corpus corpus = {.pieces = pieces, .count = 10};
  EndingsShare share = endings_share(&corpus, DRUMS, 200);
  assert_int_equal(share.pieces, 10);
  assert_float_equal(share.closed, 0.4, 1e-9);
  share = endings_share(&corpus, DRUMS, 5); // 0, 2, 4, 6, 8
  assert_int_equal(share.pieces, 5);
  assert_float_equal(share.closed, 0.4, 1e-9);
  share = endings_share(&(Corpus){0}, DRUMS, 5);
  assert_int_equal(share.pieces, 0);
  assert_float_equal(share.closed, 0, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_longest_note_of_two_bars_closes),
      cmocka_unit_test(as_long_as_the_longest_is_enough),
      cmocka_unit_test(what_lies_before_the_last_two_bars_does_not_count),
      cmocka_unit_test(bars_are_those_of_the_meter),
      cmocka_unit_test(a_chord_of_the_tonic_closes),
      cmocka_unit_test(in_minor_the_third_may_be_either),
      cmocka_unit_test(what_still_sounds_belongs_to_the_last_chord),
      cmocka_unit_test(drums_do_not_count),
      cmocka_unit_test(silence_does_not_close),
      cmocka_unit_test(the_share_is_of_pieces_from_the_whole_corpus),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
