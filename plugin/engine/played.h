// What was played last, for a window to draw: a log of notes as they were struck and released.
//
// Plain memory of the caller's, all of it the audio thread's. It begins as zeros.
#ifndef TN_ENGINE_PLAYED_H
#define TN_ENGINE_PLAYED_H

#include <stdint.h>

enum { TN_PLAYED = 1 << 13 }; // kept: what 64 bars of 64 notes are struck and released by

typedef struct {
  int32_t position; // of the song, fine
  uint8_t velocity; // 0: released
  uint8_t part;     // TN_MAX_PARTS: the player's own
  uint8_t pitch;
  uint8_t channel; // 0..15
} TnPlayedNote;

typedef struct {
  uint64_t count; // ever; the first is number 0
  TnPlayedNote notes[TN_PLAYED];
} TnPlayed;

// Logs a note, struck or released at `position` of the song (fine), of which a place too far for
// the log is its limit. `note` has the rest.
void tn_played_add(TnPlayed* played, int64_t position, TnPlayedNote note);

// The number of the oldest that is kept.
uint64_t tn_played_oldest(const TnPlayed* played);

// The note of that number, which is kept.
const TnPlayedNote* tn_played_note(const TnPlayed* played, uint64_t number);

#endif
