#include "trainer/piece.h"

#include "plugin/engine/key.h"
#include "trainer/bytes.h"
#include "trainer/drum_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  MAX_TICK = 1 << 28,   // of the grid
  MAX_FRAMES = 1 << 19, // of a piano roll
  MAX_CELLS = 1 << 19,  // notes of a piano roll, one a frame
  OPENING_NOTES = 48    // that tell pieces apart
};

// The order of events; of notes that fall together the one that sounds first.
static int compare_notes(const void* a, const void* b) {
  const TnNote* left = a;
  const TnNote* right = b;
  const int order = tn_codec_compare(left, right);
  return order ? order : left->nudge - right->nudge;
}

// Sorts into the order of events and drops what is there twice, keeping the first to sound and the
// longer duration.
static size_t sort_and_merge(TnNote* notes, size_t count) {
  if (count == 0) {
    return 0;
  }
  qsort(notes, count, sizeof *notes, compare_notes);
  size_t kept = 0;
  for (size_t i = 0; i < count; ++i) {
    if (kept > 0 && tn_codec_compare(&notes[kept - 1], &notes[i]) == 0) {
      TnNote* same = &notes[kept - 1];
      same->duration = same->duration > notes[i].duration ? same->duration : notes[i].duration;
      continue;
    }
    notes[kept++] = notes[i];
  }
  return kept;
}

// A note is cut by the next one of its pitch and part.
static void cut_restruck(TnNote* notes, size_t count) {
  int32_t next_onset[VOICES_MAX][TN_MAX_PITCHES];
  memset(next_onset, 0x7f, sizeof next_onset);
  for (size_t i = count; i-- > 0;) {
    int32_t* next = &next_onset[notes[i].part][notes[i].pitch];
    if (notes[i].duration > *next - notes[i].onset) {
      notes[i].duration = *next - notes[i].onset;
    }
    *next = notes[i].onset;
  }
}

void piece_tidy(Piece* piece) {
  piece->note_count = sort_and_merge(piece->notes, piece->note_count);
  cut_restruck(piece->notes, piece->note_count);
}

static int32_t to_grid(int64_t tick, int ticks_per_quarter) {
  return score_rescale(tick, ticks_per_quarter, TN_TICKS_PER_QUARTER);
}

// The nearest tick, and how many fifths of a tick are left: at most half a fifth is lost.
static TnNote place_onset(int64_t tick, int ticks_per_quarter) {
  const int32_t fifths = to_grid(tick * TN_NUDGES_A_TICK, ticks_per_quarter);
  const int32_t onset = (fifths + TN_MAX_NUDGE) / TN_NUDGES_A_TICK;
  return (TnNote){.onset = onset, .nudge = (int8_t)(fifths - onset * TN_NUDGES_A_TICK)};
}

static bool quantise(const Score* score, Piece* piece) {
  uint8_t* voices = malloc(score->note_count + 1);
  piece->notes = malloc((score->note_count + 1) * sizeof *piece->notes);
  if (!voices || !piece->notes || !voices_find(score, voices, piece->roles)) {
    free(voices);
    return false;
  }
  for (size_t i = 0; i < score->note_count; ++i) {
    const ScoreNote* note = &score->notes[i];
    TnNote* placed = &piece->notes[i];
    *placed = place_onset(note->onset, score->ticks_per_quarter);
    const int32_t duration = to_grid(note->end, score->ticks_per_quarter) - placed->onset;
    placed->duration = duration > 0 ? duration : 1;
    placed->part = voices[i];
    placed->pitch = note->pitch;
    placed->velocity = note->velocity;
  }
  drum_kit_by_general_midi(voices, score->note_count, piece->notes);
  free(voices);
  piece->note_count = score->note_count;
  piece->end = to_grid(score->end, score->ticks_per_quarter);
  return true;
}

// How many frames all notes sound in together, at most.
static size_t count_cells(const Score* score, int frame) {
  size_t cells = 0;
  for (size_t i = 0; i < score->note_count; ++i) {
    cells += (size_t)((score->notes[i].end - score->notes[i].onset) / frame + 1);
  }
  return cells;
}

// Frame t sounds a pitch if a note of it covers [t, t + 1) frames.
static bool unroll(const Score* score, int frame, Piece* piece) {
  const size_t cells = count_cells(score, frame);
  piece->notes = malloc((cells + 1) * sizeof *piece->notes);
  if (!piece->notes) {
    return false;
  }
  for (size_t i = 0; i < score->note_count; ++i) {
    const ScoreNote* note = &score->notes[i];
    const int64_t first = (note->onset + frame / 2) / frame;
    const int64_t last = (note->end + frame / 2) / frame;
    for (int64_t t = first; t < last; ++t) {
      piece->notes[piece->note_count++] = (TnNote){
          .onset = (int32_t)t, .duration = 1, .pitch = note->pitch, .velocity = note->velocity};
    }
  }
  piece->end = (int32_t)((score->end + frame / 2) / frame);
  return true;
}

static bool copy_meters(const Score* score, Piece* piece) {
  piece->meters = calloc(score->meter_count + 1, sizeof *piece->meters);
  if (!piece->meters) {
    return false;
  }
  for (size_t i = 0; i < score->meter_count; ++i) {
    const ScoreMeter* meter = &score->meters[i];
    if (meter->denominator > 32) {
      continue;
    }
    const bool first = piece->meter_count == 0;
    const int32_t tick = first ? 0 : to_grid(meter->tick, score->ticks_per_quarter);
    const bool replaces = !first && piece->meters[piece->meter_count - 1].tick == tick;
    piece->meter_count += replaces ? 0 : 1;
    piece->meters[piece->meter_count - 1] =
        (TnMeter){tick, (uint8_t)meter->numerator, (uint8_t)meter->denominator};
  }
  return true;
}

// Of the intervals and times of the first notes, the first pitch and
// time taken off, so that a transposed copy gets the same. Drums do not move with the others: they
// count only where there is nothing else.
static uint64_t hash_opening(const Piece* piece) {
  const bool pitched = piece->key > 0;
  const TnNote* first = NULL;
  uint64_t hash = BYTES_HASH;
  for (size_t i = 0, taken = 0; i < piece->note_count && taken < OPENING_NOTES; ++i) {
    const TnNote* note = &piece->notes[i];
    if (pitched && note->part == VOICE_DRUMS) {
      continue;
    }
    first = first ? first : note;
    hash = bytes_hash_number(hash, (uint32_t)(note->pitch - first->pitch));
    hash = bytes_hash_number(hash, (uint32_t)(note->onset - first->onset));
    ++taken;
  }
  return hash ^ (hash >> 29);
}

// Gives back what merging left over: a corpus holds many pieces.
static void trim(Piece* piece) {
  TnNote* notes = realloc(piece->notes, (piece->note_count + 1) * sizeof *notes);
  piece->notes = notes ? notes : piece->notes;
}

// A few bytes of a file can hold a note for months.
static bool is_short_enough(const Score* score, int roll_ticks, char* reason, size_t reason_size) {
  if (score->end / score->ticks_per_quarter > MAX_TICK / TN_TICKS_PER_QUARTER) {
    snprintf(reason, reason_size, "longer than a million bars");
    return false;
  }
  if (roll_ticks && score->end / roll_ticks > MAX_FRAMES) {
    snprintf(reason, reason_size, "more than %d frames of %d ticks", MAX_FRAMES, roll_ticks);
    return false;
  }
  if (roll_ticks && count_cells(score, roll_ticks) > MAX_CELLS) {
    snprintf(reason, reason_size, "more than %d notes in frames of %d ticks", MAX_CELLS,
             roll_ticks);
    return false;
  }
  return true;
}

bool piece_from_score(const Score* score, int roll_ticks, const char* path, Piece* piece,
                      char* reason, size_t reason_size) {
  *piece = (Piece){.bpm = score->tempo_count ? score->tempos[0].bpm : 120.0};
  if (!is_short_enough(score, roll_ticks, reason, reason_size)) {
    return false;
  }
  piece->path = strdup(path);
  if (!piece->path || !(roll_ticks ? unroll(score, roll_ticks, piece) : quantise(score, piece)) ||
      (!roll_ticks && !copy_meters(score, piece))) {
    snprintf(reason, reason_size, "out of memory");
    piece_free(piece);
    return false;
  }
  piece_tidy(piece);
  if (piece->note_count == 0) {
    snprintf(reason, reason_size, "no notes");
    piece_free(piece);
    return false;
  }
  trim(piece);
  piece->key = tn_key_estimate(piece->notes, piece->note_count, VOICE_DRUMS);
  piece->hash = hash_opening(piece);
  return true;
}

void piece_free(Piece* piece) {
  free(piece->path);
  free(piece->notes);
  free(piece->meters);
  *piece = (Piece){0};
}

size_t piece_event_capacity(const Piece* piece, const TnVocabulary* vocabulary) {
  return tn_codec_capacity(vocabulary, piece->notes, piece->note_count) +
         (size_t)(piece->end / vocabulary->dt_values) + 1;
}

int piece_room_up(const Piece* piece, const TnVocabulary* v, int limit) {
  const int highest = v->pitch_low + v->pitch_count - 1;
  for (size_t i = 0; i < piece->note_count; ++i) {
    const int room = highest - piece->notes[i].pitch;
    if (piece->notes[i].part != v->drum_part && room >= 0 && room < limit) {
      limit = room;
    }
  }
  return limit;
}

int piece_room_down(const Piece* piece, const TnVocabulary* v, int limit) {
  for (size_t i = 0; i < piece->note_count; ++i) {
    const int room = piece->notes[i].pitch - v->pitch_low;
    if (piece->notes[i].part != v->drum_part && room >= 0 && room < limit) {
      limit = room;
    }
  }
  return limit;
}

// The silence after the last note, to the end of the piece.
static size_t add_tail(const Piece* piece, const TnVocabulary* v, TnEvent* events, size_t count) {
  int32_t tick = 0;
  TnNote note;
  for (size_t i = 0; i < count; ++i) {
    tn_codec_decode(v, events[i], &tick, &note);
  }
  int32_t silent = piece->end - 1 - tick;
  for (; silent >= v->dt_values; silent -= v->dt_values) {
    events[count++] = (TnEvent){.kind = TN_EVENT_REST, .dt = (uint8_t)tn_vocabulary_rest(v)};
  }
  events[count++] = (TnEvent){.kind = TN_EVENT_END, .dt = (uint8_t)(silent > 0 ? silent : 0)};
  return count;
}

size_t piece_events(const Piece* piece, const TnVocabulary* v, int semitones, TnNote* scratch,
                    TnEvent* events) {
  for (size_t i = 0; i < piece->note_count; ++i) {
    scratch[i] = piece->notes[i];
    if (scratch[i].part != v->drum_part) {
      scratch[i].pitch = (uint8_t)(scratch[i].pitch + semitones);
    }
  }
  if (v->drum_part >= 0 && semitones != 0) {
    qsort(scratch, piece->note_count, sizeof *scratch, compare_notes);
  }
  const size_t count = tn_codec_encode(v, scratch, piece->note_count, events);
  return v->has_end ? count : add_tail(piece, v, events, count);
}
