#include "plugin/engine/network.h"

#include "plugin/engine/activation.h"
#include "plugin/engine/linear.h"

size_t tn_network_state_floats(const TnSizes* s) {
  return (size_t)s->layers * 2 * (size_t)s->hidden;
}

size_t tn_network_scratch_floats(const TnSizes* s) {
  const size_t step = (size_t)s->embedding + 4 * (size_t)s->hidden; // input and gates
  return step > (size_t)s->head ? step : (size_t)s->head;
}

// i, f, o = sigmoid(...), g = tanh(...), c' = f c + i g, h = o tanh(c') (Hochreiter and Schmidhuber
// 1997, with the forget gate of Gers et al. 2000). gates: [4H] before activation.
static void apply_gates(const float* restrict gates, int hidden, float* restrict h,
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

void tn_network_step(const TnNetwork* n, float* state, const uint16_t* rows, int count,
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
    apply_gates(gates, n->sizes.hidden, h, h + hidden);
    input = h;
  }
}

void tn_network_head(const TnNetwork* n, TnField field, const float* state, const uint16_t* rows,
                     int count, float* scratch, float* logits) {
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
