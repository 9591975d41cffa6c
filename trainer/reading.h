// What one MIDI file was read as: a piece to learn from, or a reason why there is none.
#ifndef TN_TRAINER_READING_H
#define TN_TRAINER_READING_H

#include "trainer/bytes.h"
#include "trainer/piece.h"

typedef struct {
  size_t notes; // struck in the whole file, however many of them are learned; 0: it cannot be read
  char* reason; // one line of printable ASCII; NULL where there is a piece
  bool lasting; // the same content will always give the same
  Piece piece;  // zeroed where there is a reason
} Reading;

// Reads the file at `path`, with roll_ticks > 0 as a piano roll (see piece.h), else with its long
// rests shortened. False without
// memory. Any thread may call it. The caller frees the reading with reading_free() in any case.
bool reading_of_file(const char* path, int roll_ticks, Reading* reading);

// A reading of a file that was never opened.
bool reading_of_reason(const char* reason, Reading* reading);

// Whether the file can be read, but there is nothing to learn from it.
bool reading_is_unfit(const Reading* reading);

void reading_free(Reading* reading);

// A lasting reading as bytes, but for the path of its piece; and back. Taking trusts nothing: false
// where memory is short or the bytes mean nothing.
void reading_put(const Reading* reading, Sink* sink);
bool reading_take(Reading* reading, const char* path, Span* span);

#endif
