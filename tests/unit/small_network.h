// A network of random weights, for tests.
#ifndef TN_TESTS_SMALL_NETWORK_H
#define TN_TESTS_SMALL_NETWORK_H

#include "trainer/weights.h"

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

static inline void small_network_free(SmallNetwork* small) {
  free(small->weights);
  small->weights = NULL;
}

#endif
