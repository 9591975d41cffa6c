// The last chord, which holds after its keys are let go. Plain memory; for the audio thread.
//
// Fingers do not leave the keys together, nor are those of a new chord struck together: what is
// held for a moment between two chords is none of them.
#ifndef TN_ENGINE_LATCH_H
#define TN_ENGINE_LATCH_H

#include <stdbool.h>
#include <stdint.h>

enum { TN_LATCH_MOMENT = 15 }; // fifths of a tick: what is held so long is meant

// For reading only. It begins as zeros: no chord. Bit k of a chord: its pitch class k.
typedef struct {
  uint16_t chord;  // the last one
  uint16_t held;   // now
  int64_t changed; // since when
} TnLatch;

// These pitch classes are held at `now` (fifths of a tick); a key was `struck`, or let go.
void tn_latch_hear(TnLatch* latch, uint16_t held, bool struck, int64_t now);

// The last chord as it is known at `now`; 0: none.
uint16_t tn_latch_chord(const TnLatch* latch, int64_t now);

#endif
