// A MIDI file as notes with file times: what is read before anything is quantised.
#ifndef TN_TRAINER_SCORE_H
#define TN_TRAINER_SCORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Every time below is in file ticks from the start of the file.

typedef struct {
  int64_t onset;
  int64_t end;      // > onset, or == onset where the file says so
  uint16_t track;   // index of the MTrk chunk, 0-based
  uint8_t channel;  // 0..15; 9 is drums by General MIDI
  uint8_t program;  // 0..127, in force on this channel at the onset
  uint8_t pitch;    // 0..127
  uint8_t velocity; // 1..127
} ScoreNote;

typedef struct {
  int64_t tick;
  int numerator;   // beats in a bar, 1..255
  int denominator; // note value of a beat: 1, 2, 4 .. 64
} ScoreMeter;

typedef struct {
  int64_t tick;
  double bpm; // quarters a minute, finite and > 0
} ScoreTempo;

typedef struct {
  int ticks_per_quarter; // 1..32767
  int64_t end;           // tick of the last End of Track (never before the last note's end)
  ScoreNote* notes;      // sorted by onset, then track, then file order
  size_t note_count;
  ScoreMeter* meters; // sorted by tick; empty where the file names none
  size_t meter_count;
  ScoreTempo* tempos; // sorted by tick; empty where the file names none
  size_t tempo_count;
} Score;

// Reads the MIDI file at `path`. On success fills `score`, whose arrays the caller frees with
// score_free(). On failure returns false, leaves `score` zeroed and writes one line that says why,
// without the path and without a byte of the file that is not printable, into `reason`. Threads may
// call it at once.
bool score_read(const char* path, Score* score, char* reason, size_t reason_size);

// The same from memory: `data` is only read.
bool score_parse(const uint8_t* data, size_t size, Score* score, char* reason, size_t reason_size);

void score_free(Score* score);

// A tick of `from` a quarter as the nearest of `to` a quarter, which is an int32_t.
static inline int32_t score_rescale(int64_t tick, int from, int to) {
  return (int32_t)((2 * tick * to + from) / (2 * (int64_t)from));
}

#endif
