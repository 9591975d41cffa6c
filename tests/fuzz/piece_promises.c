#include "tests/fuzz/piece_promises.h"

#include "plugin/engine/codec.h"
#include "trainer/drum_kit.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum {
  MAX_FOLLOWED = 512, // events
  MAX_UP = 6,         // semitones
  LONGEST_REST = 32,  // bars of four quarters
  LONGEST_BAR = 255   // the same, of a meter
};

static void check_notes(const Piece* piece) {
  for (size_t i = 0; i < piece->note_count; ++i) {
    const TnNote* note = &piece->notes[i];
    assert_true(note->onset >= 0 && note->duration >= 1 && note->part < VOICES_MAX);
    assert_true(note->pitch < TN_MAX_PITCHES && note->velocity >= 1 && note->velocity < 128);
    assert_true(note->nudge >= -TN_MAX_NUDGE && note->nudge <= TN_MAX_NUDGE);
    assert_true(i == 0 || tn_codec_compare(note - 1, note) < 0);
  }
}

static void check_meters(const Piece* piece) {
  for (int i = 0; i < piece->meter_count; ++i) {
    const TnMeter* meter = &piece->meters[i];
    assert_true(i == 0 ? meter->tick == 0 : meter->tick > meter[-1].tick);
    assert_true(meter->numerator > 0 && meter->denominator > 0 && meter->denominator <= 32);
  }
}

// The first note of an order of events that is not before `tick`, and there not above `pitch`.
static size_t first_note(const Piece* piece, int32_t tick, uint8_t pitch) {
  const TnNote wanted = {.onset = tick, .pitch = pitch};
  size_t low = 0;
  size_t high = piece->note_count;
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (tn_codec_compare(&piece->notes[middle], &wanted) < 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

// Whether a part of the piece strikes `pitch` at `tick`; drums only as drums.
static bool strikes(const Piece* piece, int32_t tick, uint8_t pitch, int drum_part, bool drums) {
  for (size_t i = first_note(piece, tick, pitch); i < piece->note_count; ++i) {
    const TnNote* note = &piece->notes[i];
    if (note->onset != tick || note->pitch != pitch) {
      return false;
    }
    if ((note->part == drum_part) == drums) {
      return true;
    }
  }
  return false;
}

// The notes of the score, to be freed, with the pitches that an electronic kit means by its own.
static TnNote* meant_notes(const Score* score) {
  TnNote* notes = calloc(score->note_count + 1, sizeof *notes);
  uint8_t* voices = malloc(score->note_count + 1);
  assert_true(notes && voices);
  for (size_t i = 0; i < score->note_count; ++i) {
    notes[i].pitch = score->notes[i].pitch;
    voices[i] = score->notes[i].channel == TN_DRUM_CHANNEL ? VOICE_DRUMS : 0;
  }
  drum_kit_by_general_midi(voices, score->note_count, notes);
  free(voices);
  return notes;
}

// A note of the score may lie on either of the two nearest ticks of the grid.
static void check_none_is_missing(const Piece* piece, const Score* score) {
  TnNote* meant = meant_notes(score);
  for (size_t i = 0; i < score->note_count; ++i) {
    const ScoreNote* note = &score->notes[i];
    const bool drums = note->channel == TN_DRUM_CHANNEL;
    const int32_t tick = (int32_t)(note->onset * TN_TICKS_PER_QUARTER / score->ticks_per_quarter);
    assert_true(strikes(piece, tick, meant[i].pitch, VOICE_DRUMS, drums) ||
                strikes(piece, tick + 1, meant[i].pitch, VOICE_DRUMS, drums));
  }
  free(meant);
}

void check_piece(const Piece* piece, const Score* score) {
  assert_true(piece->note_count >= 1 && piece->note_count <= score->note_count);
  assert_true(piece->end >= piece->notes[piece->note_count - 1].onset);
  assert_true(isfinite(piece->bpm) && piece->bpm > 0 && piece->key <= 24);
  check_notes(piece);
  check_meters(piece);
  check_none_is_missing(piece, score);
}

void check_rests(const Piece* piece) {
  int32_t before = 0;
  for (size_t i = 0; piece->meter_count < 2 && i < piece->note_count; ++i) {
    assert_true(piece->notes[i].onset - before <= (LONGEST_REST + LONGEST_BAR) * 96);
    before = piece->notes[i].onset;
  }
  assert_true(piece->end >= before);
  check_notes(piece);
  check_meters(piece);
}

void check_roll(const Piece* piece) {
  assert_true(piece->note_count >= 1 && piece->meter_count == 0);
  assert_true(piece->end > piece->notes[piece->note_count - 1].onset);
  check_notes(piece);
  for (size_t i = 0; i < piece->note_count; ++i) {
    assert_true(piece->notes[i].duration == 1 && piece->notes[i].part == 0);
  }
}

static Piece copy_of(const Piece* piece) {
  Piece copy = *piece;
  copy.notes = malloc(piece->note_count * sizeof *copy.notes);
  assert_non_null(copy.notes);
  memcpy(copy.notes, piece->notes, piece->note_count * sizeof *copy.notes);
  return copy;
}

static void check_decoded(const TnVocabulary* v, const TnNote* wanted, const TnNote* note) {
  assert_int_equal(note->onset, wanted->onset);
  assert_int_equal(note->part, wanted->part);
  assert_int_equal(note->pitch, wanted->pitch);
  assert_int_equal(note->duration, v->durations[tn_vocabulary_duration_class(v, wanted->duration)]);
  assert_int_equal(note->velocity,
                   v->velocities[tn_vocabulary_velocity_class(v, wanted->velocity)]);
}

// Training gives no chance to what is not allowed, so nothing that is there may be.
static void check_allowed(const TnContext* context, TnEvent event) {
  const TnVocabulary* v = context->vocabulary;
  uint8_t allowed[TN_MAX_CLASSES];
  tn_context_allowed(context, TN_DT, event, allowed);
  assert_true(event.kind == TN_EVENT_END || allowed[event.dt]);
  if (event.kind == TN_EVENT_NOTE) {
    tn_context_allowed(context, TN_PART, event, allowed);
    assert_true(allowed[event.part]);
    tn_context_allowed(context, TN_PITCH, event, allowed);
    assert_true(allowed[tn_vocabulary_pitch_row(v, event.part, event.pitch)]);
  }
}

static void follow(const Piece* piece, const TnVocabulary* v, const TnEvent* events, size_t count) {
  TnContext context;
  tn_context_start(&context, v, piece->meters, piece->meter_count, piece->end, piece->key);
  for (size_t i = 0; i < count && i < MAX_FOLLOWED; ++i) {
    check_allowed(&context, events[i]);
    tn_context_advance(&context, events[i]);
  }
}

// `scratch` and `events` have room for the piece.
static void check_transposed(const Piece* piece, const TnVocabulary* v, int semitones,
                             TnNote* scratch, TnEvent* events) {
  const size_t count = piece_events(piece, v, semitones, scratch, events);
  assert_true(count > 0 && count <= piece_event_capacity(piece, v));
  assert_int_equal(events[count - 1].kind, TN_EVENT_END);
  int32_t tick = 0;
  size_t notes = 0;
  for (size_t i = 0; i < count; ++i) {
    TnNote note;
    if (tn_codec_decode(v, events[i], &tick, &note)) {
      assert_true(notes < piece->note_count);
      check_decoded(v, &scratch[notes++], &note);
    }
  }
  assert_int_equal(notes, piece->note_count);
  follow(piece, v, events, count);
}

void check_events(Piece* piece, const TnVocabulary* v, bool whole) {
  assert_true(tn_vocabulary_is_valid(v));
  Piece before = copy_of(piece);
  Corpus corpus = {.pieces = piece, .count = 1};
  corpus_fit(&corpus, v);
  check_notes(piece);
  for (size_t i = 0; whole && i < before.note_count; ++i) {
    const TnNote* note = &before.notes[i];
    assert_true(strikes(piece, note->onset, note->pitch, v->drum_part, note->part == VOICE_DRUMS));
  }
  TnNote* scratch = malloc((piece->note_count + 1) * sizeof *scratch);
  TnEvent* events = malloc(piece_event_capacity(piece, v) * sizeof *events);
  assert_true(scratch && events);
  check_transposed(piece, v, 0, scratch, events);
  check_transposed(piece, v, piece_room_up(piece, v, MAX_UP), scratch, events);
  free(scratch);
  free(events);
  free(before.notes);
}
