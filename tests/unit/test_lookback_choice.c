// After how many bars music comes again.
#include "tests/unit/small_music.h"
#include "trainer/lookback.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { BARS = 12, BAR = 96, NOTES = 2 * BARS };

// In 4/4: in each bar a chord of two notes on the first beat, which says which bar of a pattern it
// is; every bar begins as the one `period` bars before.
static Piece pattern(int period, TnNote* notes, TnMeter* meter) {
  Piece piece = {.notes = notes, .meters = meter, .meter_count = 1, .end = BARS * BAR};
  *meter = (TnMeter){0, 4, 4};
  for (int bar = 0; bar < BARS; ++bar) {
    notes[piece.note_count++] = (TnNote){bar * BAR, 24, 0, (uint8_t)(70 + bar % period), 80, 0};
    notes[piece.note_count++] = (TnNote){bar * BAR, 24, 0, 50, 80, 0};
  }
  return piece;
}

static void the_share_is_of_the_chords_that_come_again(void** state) {
  (void)state;
  TnNote notes[NOTES];
  TnMeter meter;
  Piece piece = pattern(4, notes, &meter);
  const Corpus corpus = {.pieces = &piece, .count = 1};
  const TnVocabulary v = tn_vocabulary_for_grid();
  assert_true(lookback_share(&corpus, &v, 4) == 1.0);
  assert_true(lookback_share(&corpus, &v, 8) == 1.0);
  assert_true(lookback_share(&corpus, &v, 1) == 0.0);
  assert_true(lookback_share(&corpus, &v, 16) == 0.0); // the piece is no longer than that
  notes[2 * 5].pitch = 90; // bar 6 differs from bar 2, and bar 10 from bar 6
  assert_true(lookback_share(&corpus, &v, 4) == 6.0 / 8.0);
}

static void the_meter_says_how_long_a_bar_is(void** state) {
  (void)state;
  TnNote notes[NOTES];
  TnMeter meter;
  Piece piece = pattern(4, notes, &meter);
  const Corpus corpus = {.pieces = &piece, .count = 1};
  const TnVocabulary v = tn_vocabulary_for_grid();
  meter = (TnMeter){0, 2, 4};
  assert_true(lookback_share(&corpus, &v, 8) == 1.0);
  assert_true(lookback_share(&corpus, &v, 4) == 0.0);
  piece.meter_count = 0; // unknown: four quarters
  assert_true(lookback_share(&corpus, &v, 4) == 1.0);
}

// From bar 7 on bars are twice as long: what came 4 bars before lies further back than just before.
static void bars_may_grow_longer(void** state) {
  (void)state;
  TnNote notes[NOTES];
  TnMeter meters[2];
  Piece piece = pattern(1, notes, meters);
  const Corpus corpus = {.pieces = &piece, .count = 1};
  const TnVocabulary v = tn_vocabulary_for_grid();
  meters[1] = (TnMeter){6 * BAR, 8, 4};
  piece.meter_count = 2;
  assert_true(lookback_share(&corpus, &v, 2) == 1.0);
}

// The shortest bar and the longest by turns: a search that walks, for the meter or for what came
// before, takes ten thousand million steps here, which is minutes.
static void a_meter_at_every_note_takes_no_walk(void** state) {
  (void)state;
  enum { MANY = 100000 };
  Piece piece = {.notes = calloc(MANY, sizeof(TnNote)), .meters = calloc(MANY, sizeof(TnMeter))};
  assert_true(piece.notes && piece.meters);
  for (int i = 0; i < MANY; ++i) {
    piece.notes[i] = (TnNote){i, 1, 0, 60, 80, 0};
    piece.meters[i] = i % 2 ? (TnMeter){i, 255, 1} : (TnMeter){i, 1, 32};
  }
  piece.note_count = MANY;
  piece.meter_count = MANY;
  const Corpus corpus = {.pieces = &piece, .count = 1};
  TnVocabulary v = tn_vocabulary_for_grid();
  lookback_choose(&corpus, &v);
  assert_int_equal(v.lookback_count, TN_MAX_LOOKBACKS);
  piece_free(&piece);
}

static void what_repeats_is_looked_back_to(void** state) {
  (void)state;
  TnNote notes[NOTES];
  TnMeter meter;
  Piece piece = pattern(4, notes, &meter);
  const Corpus corpus = {.pieces = &piece, .count = 1};
  TnVocabulary v = tn_vocabulary_for_grid();
  lookback_choose(&corpus, &v);
  assert_int_equal(v.lookback_count, 2);
  assert_int_equal(v.lookbacks[0], 4);
  assert_int_equal(v.lookbacks[1], 8);
  piece = pattern(BARS, notes, &meter); // never
  lookback_choose(&corpus, &v);
  assert_int_equal(v.lookback_count, 0);
}

static void a_roll_counts_frames(void** state) {
  (void)state;
  TnNote notes[64];
  Piece piece = {.notes = notes, .end = 64};
  for (int t = 0; t < 64; ++t) {
    notes[piece.note_count++] = (TnNote){t, 1, 0, (uint8_t)(50 + t % 16), 80, 0};
  }
  const Corpus corpus = {.pieces = &piece, .count = 1};
  TnVocabulary v = tn_vocabulary_for_roll(21, 88);
  lookback_choose(&corpus, &v);
  assert_int_equal(v.lookback_count, 3);
  assert_int_equal(v.lookbacks[0], 16);
  assert_int_equal(v.lookbacks[1], 32);
  assert_int_equal(v.lookbacks[2], 48);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_share_is_of_the_chords_that_come_again),
      cmocka_unit_test(the_meter_says_how_long_a_bar_is),
      cmocka_unit_test(bars_may_grow_longer),
      cmocka_unit_test(a_meter_at_every_note_takes_no_walk),
      cmocka_unit_test(what_repeats_is_looked_back_to),
      cmocka_unit_test(a_roll_counts_frames),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
