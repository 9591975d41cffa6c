// The stretches of a performance in which the song rolls on under one situation, and from where on
// each must be as a straight play has it.
//
// The promise, as the requirement has it: for phrases during which nothing changed, the notes
// depend only on the situation and the song position. A phrase that plays when its length changes
// goes on to its end; where the offset, the mode or the rate does, another begins there.
#ifndef TN_TESTS_PROPERTY_PASSES_H
#define TN_TESTS_PROPERTY_PASSES_H

#include "tests/property/situation.h"

#include <stddef.h>

// Places are units of the timeline, counted from where bar 0 would lie if the meter had always
// held.
typedef struct {
  uint64_t first;  // output frame
  uint64_t end;    // output frame, one past the last
  int64_t shift;   // place minus song position
  int64_t from;    // place from which on the promise holds; INT64_MAX: nothing is promised
  bool may_wait;   // what is played from there on is not known long before
  bool ends_all;   // whatever sounds at its end ends there
  bool freewheels; // all of the way
  size_t situation;
} Pass;

// A block, or what of it lies before a jump.
typedef struct {
  uint64_t first; // output frame
  uint32_t frames;
  const TimelineSegment* segment; // that holds it
  bool is_heard;                  // enabled, with its style, and following the host
  bool breaks; // all that sounded ends on its first frame, and the notes join afresh
  bool cuts;   // all that sounded ends on its first frame
  bool freewheels;
} Piece;

typedef struct {
  const Timeline* timeline; // of the host
  Pass* passes;             // owned
  size_t count;
  size_t capacity;
  Situation* situations; // owned
  size_t situation_count;
  size_t situation_capacity;
  int64_t next_place;  // of the next piece, if nothing jumps
  TimelineMeter meter; // of the last piece
  bool drifts;         // the last piece is elsewhere by no more than a host may drift
  bool is_exact;       // hosts can tell the place from which the song has gone on since

  bool jumped;        // to the last piece, farther than a host may drift, or it is not heard
  bool plays;         // the last pass may go on
  int64_t heard;      // while it plays: the place of the last frame that was played
  int64_t phrase_end; // and the end of the phrase that plays: later than that
} Passes;

void passes_free(Passes* passes);

// Takes in the next piece and its situation.
void passes_add(Passes* passes, const Piece* piece, const Situation* situation);

int64_t passes_bar_units(const Passes* passes, const Situation* situation);
// The bar in which a place lies.
int64_t passes_bar_at(const Passes* passes, const Situation* situation, int64_t place);

#endif
