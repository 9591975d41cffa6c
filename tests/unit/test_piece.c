#include "trainer/piece.h"

#include "trainer/role.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static Piece piece_of(ScoreNote* notes, size_t count, int64_t end) {
  const Score score = {.ticks_per_quarter = 480, .end = end, .notes = notes, .note_count = count};
  Piece piece;
  char reason[128];
  assert_true(piece_from_score(&score, 0, "a.mid", &piece, reason, sizeof reason));
  return piece;
}

static ScoreNote note_at(int64_t onset, int64_t end, int pitch) {
  return (ScoreNote){.onset = onset, .end = end, .pitch = (uint8_t)pitch, .velocity = 64};
}

static void times_go_to_the_nearest_tick_of_the_grid(void** state) {
  (void)state;
  ScoreNote notes[] = {note_at(0, 480, 60), note_at(489, 711, 62), note_at(491, 491, 59)};
  Piece piece = piece_of(notes, 3, 1920); // 20 file ticks a tick
  assert_int_equal(piece.notes[0].duration, 24);
  assert_int_equal(piece.notes[1].onset, 24);
  assert_int_equal(piece.notes[1].duration, 12);
  assert_int_equal(piece.notes[2].onset, 25);
  assert_int_equal(piece.notes[2].duration, 1); // at least
  assert_int_equal(piece.end, 96);
  piece_free(&piece);
}

// 480 file ticks a quarter are 4 a fifth of a tick, 2 of which are half of it.
static void what_the_grid_takes_from_an_onset_is_left_as_its_nudge(void** state) {
  (void)state;
  static const int RATES[] = {24, 96, 100, 120, 480, 960, 32767};
  for (size_t r = 0; r < sizeof RATES / sizeof RATES[0]; ++r) {
    for (int64_t tick = 0; tick < 2 * RATES[r]; tick += 1 + RATES[r] / 700) {
      ScoreNote notes[] = {note_at(tick, tick + 9, 60), note_at(tick, tick + 9, 67)};
      const Score score = {
          .ticks_per_quarter = RATES[r], .end = tick + 9, .notes = notes, .note_count = 2};
      Piece piece;
      char reason[128];
      assert_true(piece_from_score(&score, 0, "a.mid", &piece, reason, sizeof reason));
      const TnNote* note = &piece.notes[0];
      const double performed = (double)tick / RATES[r] * TN_TICKS_PER_QUARTER;
      assert_in_range(note->nudge + TN_MAX_NUDGE, 0, 2 * TN_MAX_NUDGE);
      assert_true(fabs(note->onset + note->nudge / 5.0 - performed) < 0.1 + 1e-9);
      assert_int_equal(note->onset, (int)floor(performed + 0.5));
      piece_free(&piece);
    }
  }
}

// The one that sounds first is kept, whichever the file names first.
static void notes_that_fall_together_keep_the_first_nudge(void** state) {
  (void)state;
  for (int order = 0; order < 2; ++order) {
    ScoreNote notes[] = {note_at(480 - 4, 700, 60), note_at(480 + 8, 960, 60), note_at(0, 9, 64)};
    const ScoreNote first = notes[order];
    notes[1] = notes[1 - order];
    notes[0] = first;
    Piece piece = piece_of(notes, 3, 1920);
    assert_int_equal(piece.note_count, 2);
    assert_int_equal(piece.notes[1].onset, 24);
    assert_int_equal(piece.notes[1].nudge, -1);
    assert_int_equal(piece.notes[1].duration, 24);
    piece_free(&piece);
  }
}

static void notes_are_in_the_order_of_events_and_only_once(void** state) {
  (void)state;
  ScoreNote notes[] = {note_at(0, 240, 60), note_at(0, 480, 67), note_at(1, 480, 60),
                       note_at(480, 960, 60)};
  Piece piece = piece_of(notes, 4, 1920);
  assert_int_equal(piece.note_count, 3);
  assert_int_equal(piece.notes[0].pitch, 67);
  assert_int_equal(piece.notes[1].pitch, 60);
  assert_int_equal(piece.notes[1].duration, 24); // the longer of the two
  assert_int_equal(piece.notes[2].onset, 24);
  piece_free(&piece);
}

static void a_note_is_cut_by_the_next_of_its_pitch_and_part(void** state) {
  (void)state;
  ScoreNote notes[] = {note_at(0, 1900, 60), note_at(0, 1900, 64), note_at(480, 1900, 60),
                       note_at(480, 1900, 64)};
  notes[3].track = 1; // another part
  Piece piece = piece_of(notes, 4, 1920);
  assert_int_equal(piece.notes[0].duration, 95); // 64 in the first part
  assert_int_equal(piece.notes[1].duration, 24); // 60
  piece_free(&piece);
}

static void parts_are_the_voices_of_the_file_and_drums_apart(void** state) {
  (void)state;
  ScoreNote notes[] = {note_at(0, 9, 60), note_at(100, 109, 61), note_at(200, 209, 62),
                       note_at(300, 309, 63)};
  notes[0].track = 5;
  notes[1].track = 2;
  notes[1].channel = 3;
  notes[2].track = 2;
  notes[2].channel = 1;
  notes[3].channel = 9;
  Piece piece = piece_of(notes, 4, 480);
  assert_int_equal(piece.notes[0].part, 2);
  assert_int_equal(piece.notes[1].part, 1);
  assert_int_equal(piece.notes[2].part, 0);
  assert_int_equal(piece.notes[3].part, VOICE_DRUMS);
  assert_int_equal(piece.roles[0], ROLE_SOPRANO);
  assert_int_equal(piece.roles[2], ROLE_BASS);
  piece_free(&piece);
}

// The engine counts bars from the first meter on: it must be there from tick 0.
static void the_first_meter_that_can_be_used_holds_from_the_start(void** state) {
  (void)state;
  ScoreNote notes[] = {note_at(0, 480, 60), note_at(480, 960, 62)};
  ScoreMeter meters[] = {{0, 4, 64}, {960, 3, 4}, {980, 6, 8}};
  Score score = {.ticks_per_quarter = 480,
                 .end = 1920,
                 .notes = notes,
                 .note_count = 2,
                 .meters = meters,
                 .meter_count = 2};
  Piece piece;
  char reason[128];
  assert_true(piece_from_score(&score, 0, "a.mid", &piece, reason, sizeof reason));
  assert_int_equal(piece.meter_count, 1);
  assert_int_equal(piece.meters[0].tick, 0);
  assert_int_equal(piece.meters[0].numerator, 3);
  piece_free(&piece);
  score.meters = meters + 1;
  score.meter_count = 2;
  assert_true(piece_from_score(&score, 0, "a.mid", &piece, reason, sizeof reason));
  assert_int_equal(piece.meter_count, 2);
  assert_int_equal(piece.meters[1].tick, 49);
  piece_free(&piece);
}

static void no_notes_and_too_long_pieces_are_refused_with_a_reason(void** state) {
  (void)state;
  ScoreNote notes[] = {note_at(0, 480, 60), note_at(0, 480, 60)};
  Score score = {.ticks_per_quarter = 480, .end = 480, .notes = notes, .note_count = 2};
  Piece piece;
  char reason[128] = "";
  assert_true(piece_from_score(&score, 0, "a.mid", &piece, reason, sizeof reason));
  assert_int_equal(piece.note_count, 1);
  piece_free(&piece);
  score.note_count = 0;
  assert_false(piece_from_score(&score, 0, "a.mid", &piece, reason, sizeof reason));
  assert_string_equal(reason, "no notes");
  score.note_count = 2;
  score.end = (int64_t)1 << 40;
  assert_false(piece_from_score(&score, 0, "a.mid", &piece, reason, sizeof reason));
  assert_non_null(strstr(reason, "longer than"));
  notes[0].end = (int64_t)1 << 30; // a billion frames
  score.end = (int64_t)1 << 30;
  assert_false(piece_from_score(&score, 1, "a.mid", &piece, reason, sizeof reason));
  assert_string_equal(reason, "more than 524288 frames of 1 ticks");
  score.end = 480 * 1000; // a thousand quarters, in which two thousand notes are held
  ScoreNote held[2000];
  for (int i = 0; i < 2000; ++i) {
    held[i] = note_at(0, score.end, 60);
  }
  score.notes = held;
  score.note_count = 2000;
  assert_false(piece_from_score(&score, 480, "a.mid", &piece, reason, sizeof reason));
  assert_string_equal(reason, "more than 524288 notes in frames of 480 ticks");
}

static void a_roll_strikes_held_notes_in_every_frame(void** state) {
  (void)state;
  ScoreNote notes[] = {note_at(480, 1440, 60), note_at(960, 1440, 67)};
  const Score score = {.ticks_per_quarter = 480, .end = 2400, .notes = notes, .note_count = 2};
  Piece piece;
  char reason[128];
  assert_true(piece_from_score(&score, 480, "a.mid", &piece, reason, sizeof reason));
  static const TnNote WANTED[] = {{1, 1, 0, 60, 64, 0}, {2, 1, 0, 67, 64, 0}, {2, 1, 0, 60, 64, 0}};
  assert_int_equal(piece.note_count, 3);
  assert_int_equal(piece.end, 5);
  for (size_t i = 0; i < 3; ++i) {
    assert_int_equal(tn_codec_compare(&piece.notes[i], &WANTED[i]), 0);
    assert_int_equal(piece.notes[i].duration, 1);
  }
  piece_free(&piece);
}

// The tail of a roll says how long it is silent for certain.
static void the_last_event_of_a_roll_says_how_long_it_is_silent(void** state) {
  (void)state;
  const TnVocabulary v = tn_vocabulary_for_roll(60, 12);
  TnNote notes[] = {{3, 1, 0, 64, 80, 0}};
  static const struct {
    int32_t end; // frames
    int silent;
    size_t rests;
  } CASES[] = {{4, 0, 0}, {5, 1, 0}, {19, 15, 0}, {20, 0, 1}, {36, 0, 2}, {40, 4, 2}};
  for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; ++i) {
    const Piece piece = {.notes = notes, .note_count = 1, .end = CASES[i].end};
    TnEvent events[16];
    TnNote scratch[1];
    assert_true(piece_event_capacity(&piece, &v) <= 16);
    const size_t count = piece_events(&piece, &v, 0, scratch, events);
    assert_int_equal(count, 2 + CASES[i].rests);
    for (size_t r = 0; r < CASES[i].rests; ++r) {
      assert_int_equal(events[1 + r].kind, TN_EVENT_REST);
    }
    assert_int_equal(events[count - 1].kind, TN_EVENT_END);
    assert_int_equal(events[count - 1].dt, CASES[i].silent);
  }
}

static void transposing_moves_pitches_but_not_drums_and_keeps_the_order(void** state) {
  (void)state;
  TnVocabulary v = tn_vocabulary_for_grid();
  v.parts = 2;
  v.drum_part = 1;
  v.drum_count = TN_MAX_PITCHES;
  TnNote notes[] = {{0, 6, 0, 64, 80, 0}, {0, 6, 1, 62, 80, 0}, {0, 6, 0, 60, 80, 0}};
  const Piece piece = {.notes = notes, .note_count = 3, .end = 24};
  TnNote scratch[3];
  TnEvent events[8];
  assert_true(piece_event_capacity(&piece, &v) <= 8);
  assert_int_equal(piece_events(&piece, &v, 3, scratch, events), 4);
  assert_int_equal(events[0].pitch, 67);
  assert_int_equal(events[1].pitch, 63); // was below the drum, is above it
  assert_int_equal(events[2].pitch, 62);
  assert_int_equal(events[2].part, 1);
  assert_int_equal(notes[2].pitch, 60); // the piece itself stays
}

static void room_ends_where_the_keyboard_does(void** state) {
  (void)state;
  TnVocabulary v = tn_vocabulary_for_grid();
  v.parts = 2;
  v.drum_part = 1;
  v.drum_count = TN_MAX_PITCHES;
  v.pitch_low = 21;
  v.pitch_count = 88; // to 108
  TnNote notes[] = {{0, 6, 0, 105, 80, 0}, {0, 6, 0, 23, 80, 0}, {0, 6, 1, 0, 80, 0}};
  const Piece piece = {.notes = notes, .note_count = 3, .end = 24};
  assert_int_equal(piece_room_up(&piece, &v, 6), 3);
  assert_int_equal(piece_room_down(&piece, &v, 6), 2);
  assert_int_equal(piece_room_up(&piece, &v, 1), 1);
}

static ScoreNote drum_at(int64_t onset, int pitch) {
  ScoreNote note = note_at(onset, onset + 60, pitch);
  note.channel = 9;
  return note;
}

static void drums_of_an_electronic_kit_are_those_of_general_midi(void** state) {
  (void)state;
  static const struct {
    int pitches[4], read[4];
    uint8_t last_channel;
  } CASES[] = {{{36, 22, 26, 58}, {36, 42, 46, 43}, 9},  // its hi-hat tells
               {{36, 42, 26, 51}, {36, 42, 46, 51}, 9},  // either edge does
               {{36, 42, 46, 58}, {36, 42, 46, 58}, 9},  // a vibraslap
               {{36, 22, 26, 58}, {36, 22, 26, 58}, 0}}; // not a kit alone
  for (size_t c = 0; c < sizeof CASES / sizeof *CASES; ++c) {
    ScoreNote notes[4];
    for (int i = 0; i < 4; ++i) {
      notes[i] = drum_at(120 * i, CASES[c].pitches[i]);
    }
    notes[3].channel = CASES[c].last_channel;
    Piece piece = piece_of(notes, 4, 1920);
    for (int i = 0; i < 4; ++i) {
      assert_int_equal(piece.notes[i].pitch, CASES[c].read[i]);
    }
    piece_free(&piece);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(times_go_to_the_nearest_tick_of_the_grid),
      cmocka_unit_test(what_the_grid_takes_from_an_onset_is_left_as_its_nudge),
      cmocka_unit_test(notes_that_fall_together_keep_the_first_nudge),
      cmocka_unit_test(notes_are_in_the_order_of_events_and_only_once),
      cmocka_unit_test(a_note_is_cut_by_the_next_of_its_pitch_and_part),
      cmocka_unit_test(parts_are_the_voices_of_the_file_and_drums_apart),
      cmocka_unit_test(the_first_meter_that_can_be_used_holds_from_the_start),
      cmocka_unit_test(no_notes_and_too_long_pieces_are_refused_with_a_reason),
      cmocka_unit_test(a_roll_strikes_held_notes_in_every_frame),
      cmocka_unit_test(the_last_event_of_a_roll_says_how_long_it_is_silent),
      cmocka_unit_test(transposing_moves_pitches_but_not_drums_and_keeps_the_order),
      cmocka_unit_test(room_ends_where_the_keyboard_does),
      cmocka_unit_test(drums_of_an_electronic_kit_are_those_of_general_midi),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
