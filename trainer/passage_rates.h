// Single figures of a stretch of music.
//
// Entropy, scale and groove consistency, polyphony and empty bars are those of MusPy (H.-W. Dong et
// al., "MusPy: A toolkit for symbolic music generation", ISMIR 2020), which takes groove
// consistency from S.-L. Wu and Y.-H. Yang, "The Jazz Transformer on the front line", ISMIR 2020.
#ifndef TN_TRAINER_PASSAGE_RATES_H
#define TN_TRAINER_PASSAGE_RATES_H

#include "trainer/piece.h"

// Bars are equal that strike the same pitches on the same ticks, and at least one.
typedef enum {
  RATE_ENTROPY, // bits of a pitch class; pitches as in passage_features.h
  RATE_SCALE,   // most pitches that are in one of the 24 major and natural minor scales, as a share
  RATE_GROOVE,  // 1 - mean share of the ticks of a bar that are an onset in it or in the next bar
                // of the same length, but not in both
  RATE_POLYPHONY, // mean pitches that sound where any does
  RATE_DENSITY,   // notes a quarter
  RATE_EMPTY,     // share of bars without an onset
  RATE_REPEATED,  // share of bars that equal the bar before
  RATE_LOOP,      // bars of the longest loop: one or two bars that are played 4 times or more in a
                  // row; 0 where there is none
  RATE_PITCH,     // mean pitch
  PASSAGE_RATES
} PassageRate;

enum { LOOP_TIMES = 4, LOOP_MOST_BARS = 2 };

// As printed: a word.
const char* passage_rate_name(PassageRate rate);

// Measures a passage, of any length, into rates[PASSAGE_RATES]. False where memory is short.
bool passage_rates(const Piece* passage, int drum_part, double* rates);

#endif
