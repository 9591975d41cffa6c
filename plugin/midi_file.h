// A small writer of Standard MIDI Files (format 1): used by `tiento render` and by the window.
#ifndef TN_MIDI_FILE_H
#define TN_MIDI_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A note of the song; times in ticks of `ticks_per_quarter` below.
typedef struct {
  int32_t onset;
  int32_t duration; // at least 1
  uint8_t track;    // 0..15: written to a track of its own, named by MidiFile.track_names
  uint8_t channel;  // 0..15
  uint8_t pitch;    // 0..127
  uint8_t velocity; // 1..127
} MidiFileNote;

typedef struct {
  int32_t tick;
  double bpm; // quarters a minute
} MidiFileTempo;

typedef struct {
  int32_t tick;
  int numerator;
  int denominator; // a power of two
} MidiFileMeter;

// A song to write. All memory belongs to the caller and is only read.
typedef struct {
  int ticks_per_quarter;
  const char* title;         // UTF-8, or NULL
  const MidiFileNote* notes; // in any order
  size_t note_count;
  const MidiFileTempo* tempos; // sorted by tick
  size_t tempo_count;
  const MidiFileMeter* meters; // sorted by tick
  size_t meter_count;
  const char* const* track_names; // 16 names or NULLs; NULL where no track is named
  int32_t end;                    // where every track ends; at least the last note's end
} MidiFile;

// Writes `file` at `path`: to a temporary name beside it, synced, then renamed, so that a full disk
// leaves what was there before. Where two notes of one pitch and channel overlap, the earlier one
// is cut at the later one's onset. Not for the audio thread. On failure returns false and writes
// one line that says why into `reason`.
bool midi_file_write(const MidiFile* file, const char* path, char* reason, size_t reason_size);

#endif
