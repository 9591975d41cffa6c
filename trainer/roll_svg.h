// A few bars of a piece as a piano roll in SVG, to stand in a page that gives its classes a look.
#ifndef TN_TRAINER_ROLL_SVG_H
#define TN_TRAINER_ROLL_SVG_H

#include "trainer/bytes.h"
#include "trainer/piece.h"

enum { ROLL_BARS = 8 };

// Which bars, and the pitches to show.
typedef struct {
  const Piece* piece;
  int32_t start; // ticks: where a bar begins
  int low, high; // pitches, both included
} RollView;

// The bars from the one on that the piece's first note is in, in as many semitones as it takes, two
// octaves at least.
RollView roll_view(const Piece* piece);

// Of two views: the pitches that both show.
void roll_view_join(RollView* a, RollView* b);

// Notes have the class "p0" .. of their part, and fade the softer they are.
void roll_svg_put(Sink* page, const RollView* view, const char* title);

#endif
