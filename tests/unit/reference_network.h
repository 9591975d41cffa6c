// One step of the network in single precision, with the style file's own weights: slow and obvious,
// what the kernels are held against.
#ifndef TN_TESTS_REFERENCE_NETWORK_H
#define TN_TESTS_REFERENCE_NETWORK_H

#include "plugin/engine/activation.h"
#include "plugin/engine/linear.h"
#include "plugin/engine/tensors.h"

#include <stddef.h>
#include <string.h>

// Floats of a state: hidden h and cell c of each layer, [L, 2, H].
static inline size_t reference_state_floats(const TnSizes* s) {
  return (size_t)s->layers * 2 * (size_t)s->hidden;
}

// Floats of scratch memory that the functions below write to.
static inline size_t reference_scratch_floats(const TnSizes* s) {
  const size_t step = (size_t)s->embedding + 4 * (size_t)s->hidden; // input and gates
  return step > (size_t)s->head ? step : (size_t)s->head;
}

// i, f, o = sigmoid(...), g = tanh(...), c' = f c + i g, h = o tanh(c') (Hochreiter and Schmidhuber
// 1997, with the forget gate of Gers et al. 2000). gates: [4H] before activation.
static inline void reference_gates(const float* restrict gates, int hidden, float* restrict h,
                                   float* restrict c) {
  const float* in = gates;
  const float* forget = gates + hidden;
  const float* cell = gates + (ptrdiff_t)2 * hidden;
  const float* out = gates + (ptrdiff_t)3 * hidden;
  for (int j = 0; j < hidden; ++j) {
    c[j] = tn_sigmoid(forget[j]) * c[j] + tn_sigmoid(in[j]) * tn_tanh(cell[j]);
    h[j] = tn_sigmoid(out[j]) * tn_tanh(c[j]);
  }
}

// Advances `state` by one step on the sum of `count` rows of the embedding.
static inline void reference_step(const TnNetwork* n, float* state, const uint16_t* rows, int count,
                                  float* scratch) {
  const size_t hidden = (size_t)n->sizes.hidden;
  float* x = scratch;
  float* gates = scratch + n->sizes.embedding;
  memset(x, 0, (size_t)n->sizes.embedding * sizeof *x);
  tn_linear_add_rows(rows, count, n->embedding, n->sizes.embedding, x);
  const float* input = x;
  for (int l = 0; l < n->sizes.layers; ++l) {
    const TnLayer* layer = &n->layers[l];
    float* h = state + (size_t)l * 2 * hidden;
    memcpy(gates, layer->bias, 4 * hidden * sizeof *gates);
    tn_linear_add(input, layer->inputs, layer->input, 4 * n->sizes.hidden, gates);
    tn_linear_add(h, n->sizes.hidden, layer->recurrent, 4 * n->sizes.hidden, gates);
    reference_gates(gates, n->sizes.hidden, h, h + hidden);
    input = h;
  }
}

// The logits of `field`, [classes], given the state after a step and `count` rows of the head's
// condition table. A field of one class has the logit 0.
static inline void reference_head(const TnNetwork* n, TnField field, const float* state,
                                  const uint16_t* rows, int count, float* scratch, float* logits) {
  const TnHead* head = &n->heads[field];
  if (head->classes < 2) {
    logits[0] = 0.0F;
    return;
  }
  const int units = n->sizes.head;
  const float* top = state + (size_t)(n->sizes.layers - 1) * 2 * (size_t)n->sizes.hidden;
  memcpy(scratch, head->bias, (size_t)units * sizeof *scratch);
  tn_linear_add(top, n->sizes.hidden, head->hidden, units, scratch);
  tn_linear_add_rows(rows, count, head->condition, units, scratch);
  for (int j = 0; j < units; ++j) {
    scratch[j] = tn_tanh(scratch[j]);
  }
  memcpy(logits, head->output_bias, (size_t)head->classes * sizeof *logits);
  tn_linear_add(scratch, units, head->output, head->classes, logits);
}

// probabilities[k] = the share of class k among the allowed ones, of which there is one at least; 0
// for the others. In place: logits become probabilities.
static inline void reference_softmax(float* logits, const uint8_t* allowed, int classes) {
  float highest = 0.0F;
  float sum = 0.0F;
  for (int k = 0, first = 1; k < classes; ++k) {
    if (allowed[k] && (first || logits[k] > highest)) {
      highest = logits[k];
      first = 0;
    }
  }
  for (int k = 0; k < classes; ++k) {
    logits[k] = allowed[k] ? tn_exp(logits[k] - highest) : 0.0F;
    sum += logits[k];
  }
  for (int k = 0; k < classes; ++k) {
    logits[k] /= sum;
  }
}

#endif
