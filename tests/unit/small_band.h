// A composer over a small network of random weights, for tests.
#ifndef TN_TESTS_SMALL_BAND_H
#define TN_TESTS_SMALL_BAND_H

#include "plugin/engine/composer.h"
#include "tests/unit/small_network.h"

#include <assert.h>

typedef struct {
  SmallNetwork small; // the network points into its own memory: do not copy
  TnComposer* composer;
} Band;

// Three parts, of which the last is drums; few pitches, so that notes meet.
static inline TnVocabulary band_vocabulary(void) {
  TnVocabulary vocabulary = tn_vocabulary_for_grid();
  vocabulary.parts = 3;
  vocabulary.drum_part = 2;
  vocabulary.drum_count = TN_MAX_PITCHES;
  vocabulary.pitch_low = 60;
  vocabulary.pitch_count = 8;
  return vocabulary;
}

enum { BAND_END = 97 }; // the class of the time step that ends a phrase

// `dt` is the class of the time step that is made likelier by `bias` (in nats). Phrases do not end
// before their time, unless it is that.
static inline Band* band_of(TnVocabulary vocabulary, TnSizes sizes, int dt, float bias) {
  Band* band = calloc(1, sizeof *band);
  assert(band);
  band->small = small_network_new(vocabulary, sizes, 3);
  assert(band->small.weights);
  float* steps = band->small.network.heads[TN_DT].output_bias;
  steps[dt] += bias;
  steps[BAND_END] -= dt == BAND_END ? 0.0F : 50.0F;
  band->composer = tn_composer_new(&band->small.network, 1, tn_kernel_fastest());
  assert(band->composer);
  return band;
}

static inline Band* band_sized(TnSizes sizes, int dt, float bias) {
  return band_of(band_vocabulary(), sizes, dt, bias);
}

static const TnSizes BAND_SIZES = {.embedding = 6, .layers = 2, .hidden = 8, .head = 6};

static inline Band* band_new(int dt, float bias) {
  return band_sized(BAND_SIZES, dt, bias);
}

// Whose notes are off the grid.
static inline Band* band_nudged(int dt, float bias) {
  TnVocabulary vocabulary = band_vocabulary();
  tn_vocabulary_add_nudges(&vocabulary);
  return band_of(vocabulary, BAND_SIZES, dt, bias);
}

static inline void band_free(Band* band) {
  tn_composer_free(band->composer);
  small_network_free(&band->small);
  free(band);
}

#endif
