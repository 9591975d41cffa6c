#include "trainer/rests.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static TnNote note_at(int32_t onset, uint8_t pitch) {
  return (TnNote){.onset = onset, .duration = 24, .pitch = pitch, .velocity = 64};
}

// Of 1000 bars of 3/4 between two onsets 32 bars of four quarters are left, and what is no bar.
static void long_rests_lose_whole_bars(void** state) {
  (void)state;
  TnNote notes[] = {note_at(72, 60), note_at(1001 * 72 + 24, 62), note_at(1002 * 72, 64)};
  TnMeter meters[] = {{0, 3, 4}, {1003 * 72, 4, 4}};
  Piece piece = {.notes = notes, .note_count = 3, .meters = meters, .meter_count = 2, .end = 73000};
  rests_shorten(&piece);
  assert_int_equal(notes[0].onset, 72);
  assert_in_range(notes[1].onset - notes[0].onset, 32 * 96, 32 * 96 + 72 - 1);
  assert_int_equal(notes[1].onset % 72, 24); // on the second beat, as before
  assert_int_equal(notes[2].onset, notes[1].onset + 48);
  assert_int_equal(meters[1].tick, notes[2].onset + 72);
  assert_int_equal(piece.end, meters[1].tick + 73000 - 1003 * 72);
}

// The bars that a later meter counts begin where they began.
static void long_rests_keep_a_change_of_meter(void** state) {
  (void)state;
  TnNote notes[] = {note_at(0, 60), note_at(24 * 4100, 62)};
  TnMeter meters[] = {{0, 4, 4}, {24 * 1600, 5, 4}, {24 * 4095, 3, 4}};
  Piece piece = {
      .notes = notes, .note_count = 2, .meters = meters, .meter_count = 3, .end = 24 * 4101};
  rests_shorten(&piece);
  assert_int_equal(meters[1].tick, 32 * 96);
  assert_int_equal((meters[2].tick - meters[1].tick) % 120, 24 * (4095 - 1600) % 120);
  assert_int_equal(notes[1].onset, meters[2].tick + 5 * 24);
}

static void a_note_that_is_held_on_ends_with_the_piece_or_the_next(void** state) {
  (void)state;
  TnNote notes[] = {note_at(0, 62), note_at(0, 60), note_at(96 * 5000, 60)};
  Piece piece = {.notes = notes, .note_count = 3, .end = 96 * 5001};
  notes[0].duration = notes[1].duration = 96 * 5000;
  rests_shorten(&piece);
  assert_int_equal(piece.note_count, 3);
  assert_int_equal(notes[0].duration, piece.end);
  assert_int_equal(notes[1].duration, notes[2].onset);
}

static void what_is_shorter_stays_as_it_is(void** state) {
  (void)state;
  TnNote notes[] = {note_at(32 * 96, 60), note_at(64 * 96, 62)};
  Piece piece = {.notes = notes, .note_count = 2, .end = 200 * 96};
  rests_shorten(&piece);
  assert_int_equal(notes[0].onset, 32 * 96);
  assert_int_equal(notes[1].onset, 64 * 96);
  assert_int_equal(piece.end, 200 * 96);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(long_rests_lose_whole_bars),
      cmocka_unit_test(long_rests_keep_a_change_of_meter),
      cmocka_unit_test(a_note_that_is_held_on_ends_with_the_piece_or_the_next),
      cmocka_unit_test(what_is_shorter_stays_as_it_is),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
