#include "plugin/engine/sampler.h"

#include "plugin/engine/activation.h"

#include <assert.h>
#include <string.h>

// A draw's precision and that of the nucleus, in bits: with them no product below reaches 2^64.
enum { SHARE_BITS = 24 };

enum {
  RANKS = 30 * 4 + 1, // of weights
  LANES = 16          // compared side by side
};

static_assert(TN_WEIGHT_OF_LIKELIEST == 1 << 30, "it has the last rank");

// The largest of values[k], k = lane, lane + LANES ..., where allowed[k]; `lanes` begin with one of
// them.
static void find_largest(const float* values, const uint8_t* allowed, int classes,
                         float* restrict lanes) {
  for (int k = 0; k + LANES <= classes; k += LANES) {
    for (int j = 0; j < LANES; ++j) {
      const float value = allowed[k + j] ? values[k + j] : lanes[j];
      lanes[j] = value > lanes[j] ? value : lanes[j];
    }
  }
  for (int k = classes / LANES * LANES; k < classes; ++k) {
    lanes[0] = allowed[k] && values[k] > lanes[0] ? values[k] : lanes[0];
  }
}

// The lowest of the allowed classes with the largest value; the first one where that has no number.
static int likeliest(const float* values, const uint8_t* allowed, int classes) {
  float lanes[LANES];
  int best = 0;
  while (!allowed[best]) {
    ++best;
  }
  for (int j = 0; j < LANES; ++j) {
    lanes[j] = values[best];
  }
  find_largest(values, allowed, classes, lanes);
  for (int j = 1; j < LANES; ++j) {
    lanes[0] = lanes[j] > lanes[0] ? lanes[j] : lanes[0];
  }
  while (values[best] < lanes[0] || !allowed[best]) {
    ++best;
  }
  return best;
}

static uint64_t weigh(const float* logits, const uint8_t* allowed, int classes, float highest,
                      float temperature, uint32_t* restrict weights) {
  const float scale = 1.0F / temperature;
  uint64_t sum = 0;
  for (int k = 0; k < classes; ++k) {
    const float share = tn_exp((logits[k] - highest) * scale); // of a number, up to 1
    const float most = share < 1.0F ? share : 1.0F;
    const int32_t weight = (int32_t)(most * (float)TN_WEIGHT_OF_LIKELIEST);
    weights[k] = allowed[k] ? (uint32_t)weight : 0;
  }
  for (int k = 0; k < classes; ++k) {
    sum += weights[k];
  }
  return sum;
}

uint64_t tn_sampler_weigh(const float* logits, const uint8_t* allowed, int classes,
                          float temperature, uint32_t* weights) {
  const float highest = logits[likeliest(logits, allowed, classes)];
  return weigh(logits, allowed, classes, highest, temperature, weights);
}

// Restores the heap below `parent`: the class with the larger weight, or the lower one of two
// alike, on top.
static void sift(uint16_t* heap, int count, int parent, const uint32_t* weights) {
  for (;;) {
    int top = parent;
    for (int child = 2 * parent + 1; child <= 2 * parent + 2 && child < count; ++child) {
      const uint32_t weight = weights[heap[child]];
      const uint32_t best = weights[heap[top]];
      if (weight > best || (weight == best && heap[child] < heap[top])) {
        top = child;
      }
    }
    if (top == parent) {
      return;
    }
    const uint16_t swap = heap[parent];
    heap[parent] = heap[top];
    heap[top] = swap;
    parent = top;
  }
}

// Ranks of weights: the exponent and the first two bits below of weight + 1 as a floating-point
// number. A weight of a higher rank is larger; only 0 has rank 0.
static void find_ranks(const uint32_t* restrict weights, int classes, uint8_t* restrict ranks) {
  const uint32_t bits_of_one = 127U << 23;
  for (int k = 0; k < classes; ++k) {
    const float above = (float)(int32_t)(weights[k] + 1);
    uint32_t bits;
    memcpy(&bits, &above, sizeof bits);
    ranks[k] = (uint8_t)((bits - bits_of_one) >> 21);
  }
}

// The classes of a rank, as a heap; those of lower ranks lose their weight. Returns how many.
static int make_heap(uint32_t* weights, const uint8_t* ranks, int classes, int rank,
                     uint16_t* heap) {
  int count = 0;
  for (int k = 0; k < classes; ++k) {
    heap[count] = (uint16_t)k;
    count += ranks[k] == rank;
    weights[k] = ranks[k] < rank ? 0 : weights[k];
  }
  for (int parent = count / 2 - 1; parent >= 0; --parent) {
    sift(heap, count, parent, weights);
  }
  return count;
}

// Keeps the likeliest classes that hold `wanted` of the sum, zeroes the rest and returns the sum of
// what is kept. Only those of the rank of the last one kept need be sorted.
static uint64_t keep_nucleus(uint32_t* weights, int classes, uint64_t wanted) {
  uint8_t ranks[TN_MAX_CLASSES];
  uint16_t heap[TN_MAX_CLASSES];
  uint64_t sums[RANKS] = {0};
  find_ranks(weights, classes, ranks);
  for (int k = 0; k < classes; ++k) {
    sums[ranks[k]] += weights[k];
  }
  uint64_t held = 0;
  int rank = RANKS - 1;
  while (rank > 1 && held + sums[rank] < wanted) {
    held += sums[rank--];
  }
  int count = make_heap(weights, ranks, classes, rank, heap);
  while (count > 0 && held < wanted) {
    held += weights[heap[0]];
    heap[0] = heap[--count];
    sift(heap, count, 0, weights);
  }
  for (int i = 0; i < count; ++i) {
    weights[heap[i]] = 0;
  }
  return held;
}

// The share of `sum`, rounded up, and at least 1; all of it where the share is 1 or more.
static uint64_t share_of(uint64_t sum, float share) {
  const float one = (float)(1 << SHARE_BITS);
  const uint64_t parts = share > 0.0F ? (uint64_t)(share * one) : 0;
  const uint64_t wanted = (sum * parts + (1 << SHARE_BITS) - 1) >> SHARE_BITS;
  return wanted > 0 ? wanted : 1;
}

// The weights of the classes that a draw at temperature > 0 is made from. Returns their sum.
static uint64_t weigh_draw(const float* logits, const uint8_t* allowed, int classes,
                           TnSampling sampling, int best, uint32_t* weights) {
  const uint64_t sum = weigh(logits, allowed, classes, logits[best], sampling.temperature, weights);
  return sampling.top_p < 1.0F ? keep_nucleus(weights, classes, share_of(sum, sampling.top_p))
                               : sum;
}

static bool is_cold(TnSampling sampling) {
  return !(sampling.temperature > 1e-3F);
}

uint64_t tn_sampler_shares(const float* logits, const uint8_t* allowed, int classes,
                           TnSampling sampling, uint32_t* weights) {
  const int best = likeliest(logits, allowed, classes);
  if (!is_cold(sampling)) {
    return weigh_draw(logits, allowed, classes, sampling, best, weights);
  }
  memset(weights, 0, (size_t)classes * sizeof *weights);
  weights[best] = 1;
  return 1;
}

int tn_sampler_draw(const float* logits, const uint8_t* allowed, int classes, TnSampling sampling,
                    uint64_t bits) {
  const int best = likeliest(logits, allowed, classes);
  uint32_t weights[TN_MAX_CLASSES];
  if (is_cold(sampling)) {
    return best;
  }
  const uint64_t sum = weigh_draw(logits, allowed, classes, sampling, best, weights);
  uint64_t left = ((bits >> (64 - SHARE_BITS)) * sum) >> SHARE_BITS;
  for (int k = 0; k < classes; ++k) {
    if (left < weights[k]) {
      return k;
    }
    left -= weights[k];
  }
  return best; // logits that are no numbers have no weight
}
