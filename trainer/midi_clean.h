// A bounded pass over the bytes of a Standard MIDI File from a stranger. It refuses the file or
// rewrites it into fresh bytes of a small, regular subset of the format, the only one that libsmf
// is ever given: on other bytes libsmf aborts, reads freed memory or loses notes without a word.
#ifndef TN_TRAINER_MIDI_CLEAN_H
#define TN_TRAINER_MIDI_CLEAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Above these a file is refused: they bound the memory and the time that reading one takes.
enum {
  MIDI_CLEAN_MAX_SIZE = 16 << 20, // bytes of the file
  MIDI_CLEAN_MAX_TRACKS = 4096,   // MTrk chunks
  MIDI_CLEAN_MAX_EVENTS = 300000, // notes on and off, programs, tempos and meters
};

// Tempos and time signatures are handed on as sequencer-specific metas, told apart by their length,
// because libsmf searches its tempo map for every event that it adds: 100,000 tempos among as many
// notes would take it a quarter of a minute.
enum {
  MIDI_CLEAN_META = 0x7F,
  MIDI_CLEAN_TEMPO_LENGTH = 3, // microseconds a quarter, big-endian, never 0
  MIDI_CLEAN_METER_LENGTH = 2, // numerator 1..255, log2 of the denominator 0..6
};

// Rewrites the `size` bytes at `data`, which may also lie in a RIFF RMID or MacBinary container.
//
// The result is a format 1 file whose tracks are the file's MTrk chunks in their order, with every
// time kept. A track holds note-ons and note-offs (a full status byte each), program changes, the
// metas above, empty texts where a delta would not fit, and at its end one End of Track: at the
// file's own where it has one, else at the last event. Ticks stay below 2^31.
//
// What is dropped: alien chunks, other messages, whatever follows End of Track, tempo 0, meters
// that mean nothing. A track that is cut off by the file's end keeps its whole events. Broken
// events, SMPTE time and format 2 are refused.
//
// On success returns true and the caller frees `*clean`. On failure returns false, sets `*clean` to
// NULL and writes one line that says why, with no byte of the file in it, into `reason`. May be
// called on any thread.
bool midi_clean(const uint8_t* data, size_t size, uint8_t** clean, size_t* clean_size, char* reason,
                size_t reason_size);

#endif
