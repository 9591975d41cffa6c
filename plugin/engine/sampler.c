#include "plugin/engine/sampler.h"

#include "plugin/engine/activation.h"

static int likeliest(const float* values, const uint8_t* allowed, int classes) {
  int best = -1;
  for (int k = 0; k < classes; ++k) {
    if (allowed[k] && (best < 0 || values[k] > values[best])) {
      best = k;
    }
  }
  return best;
}

// Weights e^((logit - highest) / temperature) of the allowed classes. Returns their sum.
static float weigh(float* logits, const uint8_t* allowed, int classes, float temperature) {
  const float highest = logits[likeliest(logits, allowed, classes)];
  const float scale = 1.0F / temperature;
  float sum = 0.0F;
  for (int k = 0; k < classes; ++k) {
    logits[k] = allowed[k] ? tn_exp((logits[k] - highest) * scale) : 0.0F;
    sum += logits[k];
  }
  return sum;
}

void tn_sampler_softmax(float* logits, const uint8_t* allowed, int classes) {
  const float sum = weigh(logits, allowed, classes, 1.0F);
  for (int k = 0; k < classes; ++k) {
    logits[k] /= sum;
  }
}

// Restores the heap below `parent`: the class with the larger weight, or the lower one of two
// alike, on top.
static void sift(uint16_t* heap, int count, int parent, const float* weights) {
  for (;;) {
    int top = parent;
    for (int child = 2 * parent + 1; child <= 2 * parent + 2 && child < count; ++child) {
      const float difference = weights[heap[child]] - weights[heap[top]];
      if (difference > 0.0F || (difference == 0.0F && heap[child] < heap[top])) {
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

// Keeps the likeliest classes that hold the share top_p of the sum, zeroes the rest and returns the
// sum of what is kept.
static float keep_nucleus(float* weights, int classes, float sum, float top_p) {
  uint16_t heap[TN_MAX_CLASSES];
  uint8_t kept[TN_MAX_CLASSES] = {0};
  for (int k = 0; k < classes; ++k) {
    heap[k] = (uint16_t)k;
  }
  for (int parent = classes / 2 - 1; parent >= 0; --parent) {
    sift(heap, classes, parent, weights);
  }
  float held = 0.0F;
  for (int count = classes; count > 0 && held < top_p * sum;) {
    held += weights[heap[0]];
    kept[heap[0]] = 1;
    heap[0] = heap[--count];
    sift(heap, count, 0, weights);
  }
  for (int k = 0; k < classes; ++k) {
    weights[k] = kept[k] ? weights[k] : 0.0F;
  }
  return held;
}

int tn_sampler_draw(float* logits, const uint8_t* allowed, int classes, TnSampling sampling,
                    uint64_t bits) {
  const int best = likeliest(logits, allowed, classes);
  if (!(sampling.temperature > 1e-3F)) {
    return best;
  }
  float sum = weigh(logits, allowed, classes, sampling.temperature);
  if (sampling.top_p < 1.0F) {
    sum = keep_nucleus(logits, classes, sum, sampling.top_p);
  }
  float left = (float)(bits >> 40) * (1.0F / 16777216.0F) * sum;
  for (int k = 0; k < classes; ++k) {
    if (logits[k] > 0.0F) {
      left -= logits[k];
      if (left < 0.0F) {
        return k;
      }
    }
  }
  return best; // rounding, or sums that are not numbers
}
