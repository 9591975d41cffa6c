// A vocabulary in which every head has something to decide.
#ifndef TN_TESTS_RICH_VOCABULARY_H
#define TN_TESTS_RICH_VOCABULARY_H

#include "plugin/engine/vocabulary.h"

// Two parts and drums; three velocities, the first of them 40, `velocity_step` apart; nudges;
// two lookbacks.
static inline TnVocabulary rich_vocabulary(int velocity_step) {
  TnVocabulary v = tn_vocabulary_for_grid();
  v.parts = 3;
  v.drum_part = 2;
  v.drum_count = TN_MAX_PITCHES;
  tn_vocabulary_add_nudges(&v);
  v.velocity_count = 3;
  for (int i = 0; i < v.velocity_count; ++i) {
    v.velocities[i] = (uint8_t)(40 + i * velocity_step);
  }
  v.lookback_count = 2;
  v.lookbacks[0] = 1;
  v.lookbacks[1] = 2;
  return v;
}

#endif
