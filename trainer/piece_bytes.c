#include "trainer/piece_bytes.h"

#include "plugin/engine/features.h"
#include "trainer/role.h"

#include <assert.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NOTE_BYTES = 6, METER_BYTES = 3, LARGEST_POWER = 5 }; // at least; of a denominator

static void put_notes(Sink* sink, const Piece* piece) {
  int32_t onset = 0;
  sink_put_number(sink, piece->note_count);
  for (size_t i = 0; i < piece->note_count; ++i) {
    const TnNote* note = &piece->notes[i];
    sink_put_number(sink, (uint64_t)(note->onset - onset));
    sink_put_number(sink, (uint64_t)note->duration);
    const uint8_t rest[] = {note->part, note->pitch, note->velocity,
                            (uint8_t)(note->nudge + TN_MAX_NUDGE)};
    sink_put(sink, rest, sizeof rest);
    onset = note->onset;
  }
}

static void put_meters(Sink* sink, const Piece* piece) {
  sink_put_number(sink, (uint64_t)piece->meter_count);
  for (int i = 0; i < piece->meter_count; ++i) {
    const TnMeter* meter = &piece->meters[i];
    sink_put_number(sink, (uint64_t)meter->tick);
    sink_put(sink, (const uint8_t[]){meter->numerator, meter->denominator}, 2);
  }
}

void piece_put(const Piece* piece, Sink* sink) {
  uint64_t bpm;
  static_assert(sizeof bpm == sizeof piece->bpm, "a double has 64 bits");
  memcpy(&bpm, &piece->bpm, sizeof bpm);
  put_notes(sink, piece);
  put_meters(sink, piece);
  sink_put_number(sink, (uint64_t)piece->end);
  sink_put_number(sink, bpm);
  sink_put_number(sink, piece->key);
  sink_put_number(sink, piece->hash);
  sink_put(sink, piece->roles, sizeof piece->roles);
}

static bool is_note(const TnNote* note, const TnNote* before) {
  return note->part < VOICES_MAX && note->pitch < TN_MAX_PITCHES && note->velocity >= 1 &&
         note->velocity <= 127 && abs(note->nudge) <= TN_MAX_NUDGE &&
         (!before || tn_codec_compare(before, note) < 0);
}

static bool take_note(Span* span, const TnNote* before, TnNote* note) {
  const int32_t from = before ? before->onset : 0;
  uint64_t step;
  uint64_t duration;
  Span rest;
  if (!span_take_number(span, 0, (uint64_t)(INT32_MAX - from), &step) ||
      !span_take_number(span, 1, (uint64_t)(INT32_MAX - from) - step, &duration) ||
      !span_take(span, 4, &rest)) {
    return false;
  }
  *note = (TnNote){.onset = from + (int32_t)step,
                   .duration = (int32_t)duration,
                   .part = rest.at[0],
                   .pitch = rest.at[1],
                   .velocity = rest.at[2],
                   .nudge = (int8_t)(rest.at[3] - TN_MAX_NUDGE)};
  return is_note(note, before);
}

// The count is held to what the bytes can hold before there is memory for it.
static bool take_notes(Span* span, Piece* piece) {
  uint64_t count;
  if (!span_take_number(span, 0, span_size(*span) / NOTE_BYTES, &count)) {
    return false;
  }
  piece->notes = malloc((count + 1) * sizeof *piece->notes);
  TnNote note = {.duration = 0};
  while (piece->notes && piece->note_count < count) {
    const TnNote before = note;
    if (!take_note(span, piece->note_count > 0 ? &before : NULL, &note)) {
      return false;
    }
    piece->notes[piece->note_count++] = note;
  }
  return piece->notes != NULL;
}

static bool is_denominator(int number) {
  return number >= 1 && number <= 1 << LARGEST_POWER && (number & (number - 1)) == 0;
}

static bool take_meter(Span* span, const TnMeter* before, TnMeter* meter) {
  uint64_t tick;
  Span rest;
  if (!span_take_number(span, before ? (uint64_t)before->tick + 1 : 0, before ? INT32_MAX : 0,
                        &tick) ||
      !span_take(span, 2, &rest)) {
    return false;
  }
  *meter = (TnMeter){(int32_t)tick, rest.at[0], rest.at[1]};
  return meter->numerator > 0 && is_denominator(meter->denominator);
}

static bool take_meters(Span* span, Piece* piece) {
  uint64_t count;
  if (!span_take_number(span, 0, span_size(*span) / METER_BYTES, &count) || count > INT_MAX) {
    return false;
  }
  piece->meters = malloc((count + 1) * sizeof *piece->meters);
  TnMeter meter = {.tick = 0};
  while (piece->meters && piece->meter_count < (int)count) {
    const TnMeter before = meter;
    if (!take_meter(span, piece->meter_count > 0 ? &before : NULL, &meter)) {
      return false;
    }
    piece->meters[piece->meter_count++] = meter;
  }
  return piece->meters != NULL;
}

static bool take_roles(Span* span, Piece* piece) {
  Span roles;
  if (!span_take(span, sizeof piece->roles, &roles)) {
    return false;
  }
  memcpy(piece->roles, roles.at, sizeof piece->roles);
  for (int voice = 0; voice < VOICES_MAX; ++voice) {
    if (piece->roles[voice] >= ROLE_COUNT) {
      return false;
    }
  }
  return true;
}

static bool take_all(Span* span, Piece* piece) {
  uint64_t end;
  uint64_t bpm;
  uint64_t key;
  if (!take_notes(span, piece) || !take_meters(span, piece) ||
      !span_take_number(span, 0, INT32_MAX, &end) || !span_take_number(span, 0, UINT64_MAX, &bpm) ||
      !span_take_number(span, 0, TN_KEYS - 1, &key) ||
      !span_take_number(span, 0, UINT64_MAX, &piece->hash) || !take_roles(span, piece)) {
    return false;
  }
  piece->end = (int32_t)end;
  piece->key = (uint8_t)key;
  memcpy(&piece->bpm, &bpm, sizeof piece->bpm);
  return isfinite(piece->bpm) && piece->bpm > 0;
}

bool piece_take(Piece* piece, Span* span) {
  *piece = (Piece){0};
  if (!take_all(span, piece)) {
    piece_free(piece);
    return false;
  }
  return true;
}
