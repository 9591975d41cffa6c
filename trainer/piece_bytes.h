// A piece as bytes, for other machines and for a file: the same ones on every kind of machine.
#ifndef TN_TRAINER_PIECE_BYTES_H
#define TN_TRAINER_PIECE_BYTES_H

#include "trainer/bytes.h"
#include "trainer/piece.h"

// All of the piece but its path, which belongs to whoever reads it.
void piece_put(const Piece* piece, Sink* sink);

// Reads what piece_put() wrote, and moves `span` behind it; the piece gets no path. Trusts nothing:
// false, with nothing to free, where memory is short, the bytes are too few or what they say cannot
// be a piece.
bool piece_take(Piece* piece, Span* span);

#endif
