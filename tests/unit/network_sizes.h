// Sizes of networks that are no multiple of any panel, from the smallest to the largest.
#ifndef TN_TESTS_NETWORK_SIZES_H
#define TN_TESTS_NETWORK_SIZES_H

#include "plugin/engine/tensors.h"
#include "trainer/random.h"

static const TnSizes NETWORK_SIZES[] = {
    {.embedding = 1, .layers = 1, .hidden = 16, .head = 1},
    {.embedding = 1, .layers = 1, .hidden = 1, .head = 1},
    {.embedding = 2, .layers = 2, .hidden = 15, .head = 63},
    {.embedding = 7, .layers = 3, .hidden = 17, .head = 65},
    {.embedding = TN_MAX_EMBEDDING, .layers = 1, .hidden = 33, .head = 64},
    {.embedding = 24, .layers = 2, .hidden = 100, .head = 128},
    {.embedding = 5, .layers = 1, .hidden = 1000, .head = TN_MAX_HEAD},
    {.embedding = 1, .layers = TN_MAX_LAYERS, .hidden = TN_MAX_HIDDEN, .head = 17}};

enum {
  NETWORK_SIZES_COUNT = sizeof NETWORK_SIZES / sizeof NETWORK_SIZES[0],
  NETWORK_SMALL_COUNT = 6 // of them take little time
};

// Rows of a table, at random.
static inline void random_rows(Random* random, const TnTable* table, int count, uint16_t* rows) {
  for (int r = 0; r < count; ++r) {
    rows[r] = (uint16_t)random_below(random, table->rows);
  }
}

#endif
