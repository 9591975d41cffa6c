// A network in single precision as one would write it with a library, its products by OpenBLAS's
// sgemv, on one thread: the peer that the engine is measured beside.
//
// The matrices are the style's own, [inputs, outputs]: OpenBLAS is faster with them than with
// transposed ones. The activation functions are the trainer's loops, for the processor's vectors.
#ifndef TN_TESTS_BENCH_SGEMV_NETWORK_H
#define TN_TESTS_BENCH_SGEMV_NETWORK_H

#include "plugin/engine/linear.h"
#include "plugin/engine/tensors.h"
#include "trainer/loops.h"

#include <cblas.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const TnNetwork* network;
  float* hidden;  // [L, H]
  float* cell[2]; // [L, H] before and after the step
  float* gates;   // [4H]
  float* tanhs;   // [H]
  float* x;       // [E]
  float* units;   // [A]
  float logits[TN_MAX_HEAD];
} SgemvNetwork;

static inline bool sgemv_network_init(SgemvNetwork* n, const TnNetwork* network) {
  const TnSizes* s = &network->sizes;
  const size_t hidden = (size_t)s->hidden;
  const size_t state = (size_t)s->layers * hidden;
  openblas_set_num_threads(1);
  float* block = calloc(3 * state + 5 * hidden + TN_MAX_EMBEDDING + TN_MAX_HEAD, sizeof *block);
  *n = (SgemvNetwork){.network = network, .hidden = block};
  if (block) {
    n->cell[0] = block + state;
    n->cell[1] = n->cell[0] + state;
    n->gates = n->cell[1] + state;
    n->tanhs = n->gates + 4 * hidden;
    n->x = n->tanhs + hidden;
    n->units = n->x + TN_MAX_EMBEDDING;
  }
  return block;
}

static inline void sgemv_network_free(SgemvNetwork* n) {
  free(n->hidden);
}

// y [outputs] = bias + x [inputs] w [inputs, outputs]
static inline void sgemv_affine(const float* bias, const float* x, int inputs, const float* w,
                                int outputs, float* y) {
  memcpy(y, bias, (size_t)outputs * sizeof *y);
  cblas_sgemv(CblasRowMajor, CblasTrans, inputs, outputs, 1.0F, w, outputs, x, 1, 1.0F, y, 1);
}

static inline void sgemv_add_rows(const float* table, const uint16_t* rows, int count, int columns,
                                  float* sum) {
  for (int r = 0; r < count; ++r) {
    loops()->add(sum, table + (size_t)rows[r] * (size_t)columns, (size_t)columns);
  }
}

// One step, told the sum of `count` rows of the embedding.
static inline void sgemv_step(SgemvNetwork* n, const uint16_t* rows, int count) {
  const TnSizes* s = &n->network->sizes;
  const size_t hidden = (size_t)s->hidden;
  const int gates = 4 * s->hidden;
  const float* x = n->x;
  memset(n->x, 0, (size_t)s->embedding * sizeof *n->x);
  sgemv_add_rows(n->network->embedding, rows, count, s->embedding, n->x);
  for (int l = 0; l < s->layers; ++l) {
    const TnLayer* layer = &n->network->layers[l];
    const size_t from = (size_t)l * hidden;
    float* h = n->hidden + from;
    sgemv_affine(layer->bias, x, layer->inputs, layer->input, gates, n->gates);
    cblas_sgemv(CblasRowMajor, CblasTrans, s->hidden, gates, 1.0F, layer->recurrent, gates, h, 1,
                1.0F, n->gates, 1);
    loops()->lstm_forward(n->gates, n->cell[0] + from, n->cell[1] + from, n->tanhs, h, hidden);
    x = h;
  }
  float* before = n->cell[0];
  n->cell[0] = n->cell[1];
  n->cell[1] = before;
}

static inline const float* sgemv_top(const SgemvNetwork* n) {
  const TnSizes* s = &n->network->sizes;
  return n->hidden + (size_t)(s->layers - 1) * (size_t)s->hidden;
}

// The logits of a head, told `count` rows of its condition table.
static inline const float* sgemv_head(SgemvNetwork* n, TnField field, const uint16_t* rows,
                                      int count) {
  const TnSizes* s = &n->network->sizes;
  const TnHead* head = &n->network->heads[field];
  sgemv_affine(head->bias, sgemv_top(n), s->hidden, head->hidden, s->head, n->units);
  sgemv_add_rows(head->condition, rows, count, s->head, n->units);
  loops()->tanh(n->units, (size_t)s->head);
  sgemv_affine(head->output_bias, n->units, s->head, head->output, head->classes, n->logits);
  return n->logits;
}

#endif
