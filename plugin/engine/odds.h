// How likely each pitch was when the last note was drawn, for a window to draw.
#ifndef TN_ENGINE_ODDS_H
#define TN_ENGINE_ODDS_H

#include "plugin/engine/vocabulary.h"

enum { TN_WHOLE_SHARE = 65535 };

// After temperature, top-p and all bounds: what the draw was made from. By pitches as the network
// has them. Plain memory of whoever wants to know; it begins as zeros.
typedef struct {
  uint32_t version; // counts the draws
  bool drums;
  uint8_t part;  // of the note
  uint8_t pitch; // that was drawn
  int8_t shift;  // semitones from there down to where it is composed; drums have 0
  uint16_t shares[TN_MAX_PITCHES]; // of TN_WHOLE_SHARE
} TnOdds;

#endif
