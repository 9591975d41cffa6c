// A network of random weights, for tests.
#ifndef TN_TESTS_SMALL_NETWORK_H
#define TN_TESTS_SMALL_NETWORK_H

#include "trainer/weights.h"

#include <math.h>
#include <stdlib.h>

typedef struct {
  TnNetwork network; // bound to `weights`
  size_t count;      // of weights
  float* weights;    // owned
} SmallNetwork;

// No weight is 0, biases included: every path through the network matters. NULL weights where
// memory is short.
static inline SmallNetwork small_network_new(TnVocabulary vocabulary, TnSizes sizes,
                                             uint64_t seed) {
  SmallNetwork small = {.count = tn_tensors_list(&vocabulary, &sizes).total};
  Random random = {seed};
  small.weights = calloc(small.count, sizeof *small.weights);
  if (small.weights) {
    weights_initialise(&vocabulary, &sizes, &random, small.weights);
    for (size_t i = 0; i < small.count; ++i) {
      small.weights[i] += 0.4F * (random_unit(&random) - 0.5F);
    }
    small.network = tn_network_bind(&vocabulary, &sizes, small.weights);
  }
  return small;
}

// Weights as large as a style may have them.
static inline void small_network_make_largest(SmallNetwork* small, uint64_t seed) {
  Random random = {seed};
  for (size_t i = 0; i < small->count; ++i) {
    small->weights[i] = random_below(&random, 2) ? 1000.0F : -1000.0F;
  }
}

// Weights from ordinary to denormal ones.
static inline void small_network_make_faint(SmallNetwork* small, uint64_t seed) {
  Random random = {seed};
  for (size_t i = 0; i < small->count; ++i) {
    small->weights[i] = ldexpf(small->weights[i], -random_below(&random, 150));
  }
}

static inline void small_network_free(SmallNetwork* small) {
  free(small->weights);
  small->weights = NULL;
}

#endif
