#include "plugin/engine/sampler.h"

#include "plugin/engine/activation.h"

// A draw's precision and that of the nucleus, in bits: with them no product below reaches 2^64.
enum { SHARE_BITS = 24 };

static int likeliest(const float* values, const uint8_t* allowed, int classes) {
  int best = -1;
  for (int k = 0; k < classes; ++k) {
    if (allowed[k] && (best < 0 || values[k] > values[best])) {
      best = k;
    }
  }
  return best;
}

uint64_t tn_sampler_weigh(const float* logits, const uint8_t* allowed, int classes,
                          float temperature, uint32_t* weights) {
  const float highest = logits[likeliest(logits, allowed, classes)];
  const float scale = 1.0F / temperature;
  uint64_t sum = 0;
  for (int k = 0; k < classes; ++k) {
    const float share = tn_exp((logits[k] - highest) * scale); // of a number, up to 1
    const float most = share < 1.0F ? share : 1.0F;
    weights[k] = allowed[k] ? (uint32_t)(most * (float)TN_WEIGHT_OF_LIKELIEST) : 0;
    sum += weights[k];
  }
  return sum;
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

// The classes that have a weight, as a heap. Returns how many.
static int make_heap(const uint32_t* weights, int classes, uint16_t* heap) {
  int count = 0;
  for (int k = 0; k < classes; ++k) {
    heap[count] = (uint16_t)k;
    count += weights[k] > 0;
  }
  for (int parent = count / 2 - 1; parent >= 0; --parent) {
    sift(heap, count, parent, weights);
  }
  return count;
}

// Keeps the likeliest classes that hold `wanted` of the sum, zeroes the rest and returns the sum of
// what is kept.
static uint64_t keep_nucleus(uint32_t* weights, int classes, uint64_t wanted) {
  uint16_t heap[TN_MAX_CLASSES];
  int count = make_heap(weights, classes, heap);
  uint64_t held = 0;
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

int tn_sampler_draw(const float* logits, const uint8_t* allowed, int classes, TnSampling sampling,
                    uint64_t bits) {
  const int best = likeliest(logits, allowed, classes);
  uint32_t weights[TN_MAX_CLASSES];
  if (!(sampling.temperature > 1e-3F)) {
    return best;
  }
  uint64_t sum = tn_sampler_weigh(logits, allowed, classes, sampling.temperature, weights);
  if (sampling.top_p < 1.0F) {
    sum = keep_nucleus(weights, classes, share_of(sum, sampling.top_p));
  }
  uint64_t left = ((bits >> (64 - SHARE_BITS)) * sum) >> SHARE_BITS;
  for (int k = 0; k < classes; ++k) {
    if (left < weights[k]) {
      return k;
    }
    left -= weights[k];
  }
  return best; // logits that are no numbers have no weight
}
