// Rests that are longer than music has them: a few bytes of a file can hold one of months, and it
// would cost the network an event a bar.
#ifndef TN_TRAINER_RESTS_H
#define TN_TRAINER_RESTS_H

#include "trainer/piece.h"

// Leaves no more than 32 bars of four quarters, and a bar, between onsets or changes of meter:
// beyond that whole bars are taken out, so that every note keeps its place in its bar. Not for
// piano rolls.
void rests_shorten(Piece* piece);

#endif
