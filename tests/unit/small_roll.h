// Piano rolls of few pitches, for tests.
#ifndef TN_TESTS_SMALL_ROLL_H
#define TN_TESTS_SMALL_ROLL_H

#include "trainer/piece.h"

enum { ROLL_LOW = 60, ROLL_PITCHES = 4, ROLL_SETS = 1 << ROLL_PITCHES };

// Bit p of a frame is pitch ROLL_LOW + p. `notes` has room for ROLL_PITCHES a frame and stays the
// caller's.
static inline Piece roll_of(const int* frames, int count, TnNote* notes) {
  Piece piece = {.notes = notes, .end = count};
  for (int t = 0; t < count; ++t) {
    for (int p = ROLL_PITCHES - 1; p >= 0; --p) { // from the highest pitch down
      if (frames[t] >> p & 1) {
        notes[piece.note_count++] = (TnNote){t, 1, 0, (uint8_t)(ROLL_LOW + p), 80, 0};
      }
    }
  }
  return piece;
}

#endif
