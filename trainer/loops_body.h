// The loops of loops.h, compiled for one instruction set: the including file defines LOOPS_NAME
// and LOOPS_TARGET, and takes LOOPS.
#include "plugin/engine/activation.h"
#include "trainer/bfloat.h"
#include "trainer/loops_sets.h"

#include <math.h>

enum { LANES = 16 };

// The equations of the engine's network.c, keeping what the backward pass needs.
LOOPS_TARGET static void lstm_forward(float* restrict gates, const float* restrict cell_in,
                                      float* restrict cell, float* restrict cell_tanh,
                                      float* restrict h, size_t hidden) {
  for (size_t j = 0; j < hidden; ++j) {
    const float in = tn_sigmoid(gates[j]);
    const float forget = tn_sigmoid(gates[hidden + j]);
    const float update = tn_tanh(gates[2 * hidden + j]);
    const float out = tn_sigmoid(gates[3 * hidden + j]);
    const float c = forget * cell_in[j] + in * update;
    const float tanh_c = tn_tanh(c);
    gates[j] = in;
    gates[hidden + j] = forget;
    gates[2 * hidden + j] = update;
    gates[3 * hidden + j] = out;
    cell[j] = c;
    cell_tanh[j] = tanh_c;
    h[j] = out * tanh_c;
  }
}

LOOPS_TARGET static void lstm_backward(float* restrict gates, const float* restrict cell_in,
                                       const float* restrict cell_tanh, const float* restrict d_h,
                                       float* restrict d_cell, size_t hidden) {
  for (size_t j = 0; j < hidden; ++j) {
    const float in = gates[j];
    const float forget = gates[hidden + j];
    const float update = gates[2 * hidden + j];
    const float out = gates[3 * hidden + j];
    const float d_c = d_cell[j] + d_h[j] * out * (1.0F - cell_tanh[j] * cell_tanh[j]);
    gates[j] = d_c * update * in * (1.0F - in);
    gates[hidden + j] = d_c * cell_in[j] * forget * (1.0F - forget);
    gates[2 * hidden + j] = d_c * in * (1.0F - update * update);
    gates[3 * hidden + j] = d_h[j] * cell_tanh[j] * out * (1.0F - out);
    d_cell[j] = d_c * forget;
  }
}

LOOPS_TARGET static void tanh_all(float* x, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    x[i] = tn_tanh(x[i]);
  }
}

LOOPS_TARGET static void tanh_backward(float* restrict d, const float* restrict y, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    d[i] *= 1.0F - y[i] * y[i];
  }
}

// The hash: Ettinger's "lowbias32" (hash-prospector, 2018).
LOOPS_TARGET static void drop(float* x, size_t count, Dropout dropout) {
  for (size_t i = 0; i < count; ++i) {
    uint32_t bits = (uint32_t)i * 0x9e3779b9U + dropout.seed;
    bits = (bits ^ (bits >> 16)) * 0x7feb352dU;
    bits = (bits ^ (bits >> 15)) * 0x846ca68bU;
    bits ^= bits >> 16;
    x[i] *= bits < dropout.limit ? 0.0F : dropout.kept;
  }
}

LOOPS_TARGET static void add(float* restrict sum, const float* restrict x, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    sum[i] += x[i];
  }
}

LOOPS_TARGET static float highest_of(const float* x, int count) {
  float lanes[LANES];
  for (int j = 0; j < LANES; ++j) {
    lanes[j] = -INFINITY;
  }
  int k = 0;
  for (; k + LANES <= count; k += LANES) {
    for (int j = 0; j < LANES; ++j) {
      lanes[j] = x[k + j] > lanes[j] ? x[k + j] : lanes[j];
    }
  }
  float highest = -INFINITY;
  for (; k < count; ++k) {
    highest = x[k] > highest ? x[k] : highest;
  }
  for (int j = 0; j < LANES; ++j) {
    highest = lanes[j] > highest ? lanes[j] : highest;
  }
  return highest;
}

LOOPS_TARGET static float sum_of(const float* x, int count) {
  float lanes[LANES] = {0};
  int k = 0;
  for (; k + LANES <= count; k += LANES) {
    for (int j = 0; j < LANES; ++j) {
      lanes[j] += x[k + j];
    }
  }
  float sum = 0.0F;
  for (; k < count; ++k) {
    sum += x[k];
  }
  for (int j = 0; j < LANES; ++j) {
    sum += lanes[j];
  }
  return sum;
}

LOOPS_TARGET static int softmax(float* restrict logits, const uint8_t* restrict allowed,
                                int classes) {
  for (int k = 0; allowed && k < classes; ++k) {
    logits[k] = allowed[k] ? logits[k] : -INFINITY;
  }
  const float highest = highest_of(logits, classes);
  int best = 0;
  while (best + 1 < classes && logits[best] < highest) {
    ++best;
  }
  for (int k = 0; k < classes; ++k) {
    const float e = tn_exp(logits[k] - highest);
    logits[k] = logits[k] > -INFINITY ? e : 0.0F;
  }
  const float scale = 1.0F / sum_of(logits, classes);
  for (int k = 0; k < classes; ++k) {
    logits[k] *= scale;
  }
  return best;
}

LOOPS_TARGET static void narrow(const float* restrict x, size_t count, uint16_t* restrict out) {
  for (size_t i = 0; i < count; ++i) {
    out[i] = bfloat_from_float(x[i]);
  }
}

LOOPS_TARGET static void narrow_pairs(const float* restrict even, const float* restrict odd,
                                      size_t count, uint32_t* restrict out) {
  for (size_t i = 0; i < count; ++i) {
    out[i] = bfloat_from_float(even[i]) | (uint32_t)bfloat_from_float(odd[i]) << 16;
  }
}

static const float EPSILON = 1e-8F;

// m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g^2, w -= rate m' / (sqrt(v') + epsilon), where m' and
// v' are m / (1 - b1^step) and v / (1 - b2^step).
LOOPS_TARGET static void adam(const float* restrict gradient, float* restrict mean,
                              float* restrict variance, float* restrict weights, size_t count,
                              AdamStep step) {
  for (size_t i = 0; i < count; ++i) {
    const float g = gradient[i] * step.scale;
    mean[i] = ADAM_BETA1 * mean[i] + (1.0F - ADAM_BETA1) * g;
    variance[i] = ADAM_BETA2 * variance[i] + (1.0F - ADAM_BETA2) * g * g;
    weights[i] -= step.decay * weights[i] +
                  step.rate * mean[i] / (sqrtf(variance[i]) * step.correction + EPSILON);
  }
}

static const Loops LOOPS = {.name = LOOPS_NAME,
                            .lstm_forward = lstm_forward,
                            .lstm_backward = lstm_backward,
                            .tanh = tanh_all,
                            .tanh_backward = tanh_backward,
                            .drop = drop,
                            .add = add,
                            .softmax = softmax,
                            .narrow = narrow,
                            .narrow_pairs = narrow_pairs,
                            .adam = adam};
