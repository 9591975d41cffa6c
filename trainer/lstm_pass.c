#include "trainer/lstm_pass.h"

#include "plugin/engine/activation.h"
#include "plugin/engine/linear.h"
#include "trainer/matrix.h"

#include <stdlib.h>
#include <string.h>

static float* floats(size_t count) {
  return calloc(count, sizeof(float));
}

static bool layer_init(LstmLayerPass* layer, size_t n, size_t hidden, size_t streams) {
  layer->gates = floats(n * 4 * hidden);
  layer->cell = floats(n * hidden);
  layer->cell_tanh = floats(n * hidden);
  layer->hidden_in = floats(n * hidden);
  layer->cell_in = floats(n * hidden);
  layer->output = floats(n * hidden);
  layer->keep = floats(n * hidden);
  layer->carry_h = floats(streams * hidden);
  layer->carry_c = floats(streams * hidden);
  return layer->gates && layer->cell && layer->cell_tanh && layer->hidden_in && layer->cell_in &&
         layer->output && layer->keep && layer->carry_h && layer->carry_c;
}

bool lstm_pass_init(LstmPass* pass, const TnSizes* sizes, int streams, int steps) {
  const size_t n = (size_t)streams * (size_t)steps;
  const size_t hidden = (size_t)sizes->hidden;
  const size_t embedding = (size_t)sizes->embedding;
  *pass = (LstmPass){.streams = streams,
                     .steps = steps,
                     .embedded = floats(n * embedding),
                     .embedded_keep = floats(n * embedding),
                     .d_output = floats(n * hidden),
                     .d_below = floats(n * (hidden > embedding ? hidden : embedding)),
                     .d_hidden = floats((size_t)streams * hidden),
                     .d_cell = floats((size_t)streams * hidden)};
  bool ok = pass->embedded && pass->embedded_keep && pass->d_output && pass->d_below &&
            pass->d_hidden && pass->d_cell;
  for (int l = 0; l < sizes->layers; ++l) {
    ok = ok && layer_init(&pass->layers[l], n, hidden, (size_t)streams);
  }
  return ok;
}

void lstm_pass_free(LstmPass* pass) {
  for (int l = 0; l < TN_MAX_LAYERS; ++l) {
    LstmLayerPass* layer = &pass->layers[l];
    free(layer->gates);
    free(layer->cell);
    free(layer->cell_tanh);
    free(layer->hidden_in);
    free(layer->cell_in);
    free(layer->output);
    free(layer->keep);
    free(layer->carry_h);
    free(layer->carry_c);
  }
  free(pass->embedded);
  free(pass->embedded_keep);
  free(pass->d_output);
  free(pass->d_below);
  free(pass->d_hidden);
  free(pass->d_cell);
  *pass = (LstmPass){0};
}

void lstm_pass_reset(LstmPass* pass, const TnSizes* sizes) {
  const size_t floats_of_carry = (size_t)pass->streams * (size_t)sizes->hidden;
  for (int l = 0; l < sizes->layers; ++l) {
    memset(pass->layers[l].carry_h, 0, floats_of_carry * sizeof(float));
    memset(pass->layers[l].carry_c, 0, floats_of_carry * sizeof(float));
  }
}

// keep[i] = 0 with probability `dropout`, else 1 / (1 - dropout), so that the mean stays. Two masks
// from each draw of 64 bits.
static void draw_mask(float* keep, size_t count, float dropout, Random* random) {
  const float kept = 1.0F / (1.0F - dropout);
  const uint32_t limit = (uint32_t)(dropout * 4294967040.0F);
  for (size_t i = 0; i < count; i += 2) {
    const uint64_t bits = random_bits(random);
    keep[i] = (uint32_t)bits < limit ? 0.0F : kept;
    if (i + 1 < count) {
      keep[i + 1] = (uint32_t)(bits >> 32) < limit ? 0.0F : kept;
    }
  }
}

static void fill_ones(float* keep, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    keep[i] = 1.0F;
  }
}

static void make_mask(float* keep, size_t count, float dropout, Random* random) {
  if (dropout > 0.0F) {
    draw_mask(keep, count, dropout, random);
  } else {
    fill_ones(keep, count);
  }
}

static void multiply(float* x, const float* keep, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    x[i] *= keep[i];
  }
}

static void embed(LstmPass* pass, const TnNetwork* network, const Batch* batch) {
  const int width = network->sizes.embedding;
  const size_t n = (size_t)pass->streams * (size_t)pass->steps;
  memset(pass->embedded, 0, n * (size_t)width * sizeof(float));
  for (size_t i = 0; i < n; ++i) {
    tn_linear_add_rows(batch->input.rows + i * TN_MAX_ROWS, batch->input.count[i],
                       network->embedding, width, pass->embedded + i * (size_t)width);
  }
}

// The state before step t: after step t - 1, or carried in, or nothing where a piece begins.
static void enter_step(LstmLayerPass* layer, const float* h_before, const float* c_before,
                       const uint8_t* reset, int streams, size_t hidden, size_t at) {
  for (int s = 0; s < streams; ++s) {
    const size_t row = (at + (size_t)s) * hidden;
    float* h = layer->hidden_in + row;
    float* c = layer->cell_in + row;
    if (reset[s]) {
      memset(h, 0, hidden * sizeof *h);
      memset(c, 0, hidden * sizeof *c);
    } else {
      memcpy(h, h_before + (size_t)s * hidden, hidden * sizeof *h);
      memcpy(c, c_before + (size_t)s * hidden, hidden * sizeof *c);
    }
  }
}

// The equations of network.c's apply_gates(), keeping what the backward pass needs.
static void activate(float* restrict gates, const float* restrict cell_in, float* restrict cell,
                     float* restrict cell_tanh, float* restrict h, size_t hidden) {
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

static void add_bias(float* gates, const float* bias, size_t rows, size_t width) {
  for (size_t r = 0; r < rows; ++r) {
    memcpy(gates + r * width, bias, width * sizeof *gates);
  }
}

// Where the next sequence begins in the middle of this one, the state is the one before that step.
static void keep_carry(LstmPass* pass, LstmLayerPass* layer, const Batch* batch, size_t hidden) {
  for (int s = 0; s < pass->streams; ++s) {
    const bool at_end = batch->carry[s] == pass->steps;
    const int step = at_end ? pass->steps - 1 : batch->carry[s];
    const size_t row = ((size_t)step * (size_t)pass->streams + (size_t)s) * hidden;
    const float* h = (at_end ? layer->output : layer->hidden_in) + row;
    const float* c = (at_end ? layer->cell : layer->cell_in) + row;
    memcpy(layer->carry_h + (size_t)s * hidden, h, hidden * sizeof *h);
    memcpy(layer->carry_c + (size_t)s * hidden, c, hidden * sizeof *c);
  }
}

static void layer_forward(LstmPass* pass, LstmLayerPass* layer, const TnLayer* weights,
                          const float* input, const Batch* batch, size_t hidden) {
  const size_t streams = (size_t)pass->streams;
  const size_t n = streams * (size_t)pass->steps;
  add_bias(layer->gates, weights->bias, n, 4 * hidden);
  matrix_product(1.0F, n, (size_t)weights->inputs, 4 * hidden, input, weights->input, layer->gates);
  const float* h_before = layer->carry_h;
  const float* c_before = layer->carry_c;
  for (int t = 0; t < pass->steps; ++t) {
    const size_t at = (size_t)t * streams;
    enter_step(layer, h_before, c_before, batch->reset + at, pass->streams, hidden, at);
    float* gates = layer->gates + at * 4 * hidden;
    matrix_product(1.0F, streams, hidden, 4 * hidden, layer->hidden_in + at * hidden,
                   weights->recurrent, gates);
    for (size_t s = 0; s < streams; ++s) {
      const size_t row = (at + s) * hidden;
      activate(gates + s * 4 * hidden, layer->cell_in + row, layer->cell + row,
               layer->cell_tanh + row, layer->output + row, hidden);
    }
    h_before = layer->output + at * hidden;
    c_before = layer->cell + at * hidden;
  }
  keep_carry(pass, layer, batch, hidden);
}

void lstm_pass_forward(LstmPass* pass, const TnNetwork* network, const Batch* batch, float dropout,
                       Random* random) {
  const size_t n = (size_t)pass->streams * (size_t)pass->steps;
  const size_t hidden = (size_t)network->sizes.hidden;
  const size_t embedding = (size_t)network->sizes.embedding;
  embed(pass, network, batch);
  make_mask(pass->embedded_keep, n * embedding, dropout / 2, random);
  multiply(pass->embedded, pass->embedded_keep, n * embedding);
  const float* input = pass->embedded;
  for (int l = 0; l < network->sizes.layers; ++l) {
    LstmLayerPass* layer = &pass->layers[l];
    layer_forward(pass, layer, &network->layers[l], input, batch, hidden);
    make_mask(layer->keep, n * hidden, dropout, random);
    multiply(layer->output, layer->keep, n * hidden);
    input = layer->output;
  }
}

// The gradients of one stream's gates before activation, from those of h and c after the step; d_c
// becomes the gradient of c before the step.
static void deactivate(float* restrict gates, const float* restrict cell_in,
                       const float* restrict cell_tanh, const float* restrict d_h,
                       float* restrict d_c, size_t hidden) {
  for (size_t j = 0; j < hidden; ++j) {
    const float in = gates[j];
    const float forget = gates[hidden + j];
    const float update = gates[2 * hidden + j];
    const float out = gates[3 * hidden + j];
    const float d_cell = d_c[j] + d_h[j] * out * (1.0F - cell_tanh[j] * cell_tanh[j]);
    gates[j] = d_cell * update * in * (1.0F - in);
    gates[hidden + j] = d_cell * cell_in[j] * forget * (1.0F - forget);
    gates[2 * hidden + j] = d_cell * in * (1.0F - update * update);
    gates[3 * hidden + j] = d_h[j] * cell_tanh[j] * out * (1.0F - out);
    d_c[j] = d_cell * forget;
  }
}

static void stop_at_resets(LstmPass* pass, const uint8_t* reset, size_t hidden) {
  for (int s = 0; s < pass->streams; ++s) {
    if (reset[s]) {
      memset(pass->d_hidden + (size_t)s * hidden, 0, hidden * sizeof(float));
      memset(pass->d_cell + (size_t)s * hidden, 0, hidden * sizeof(float));
    }
  }
}

// Back through time. `d_output` [N, H] is the gradient of the layer's h; leaves the gates' gradient
// in layer->gates.
static void layer_backward(LstmPass* pass, LstmLayerPass* layer, const TnLayer* weights,
                           float* d_output, const Batch* batch, size_t hidden) {
  const size_t streams = (size_t)pass->streams;
  memset(pass->d_hidden, 0, streams * hidden * sizeof(float));
  memset(pass->d_cell, 0, streams * hidden * sizeof(float));
  for (int t = pass->steps - 1; t >= 0; --t) {
    const size_t at = (size_t)t * streams;
    float* d_h = d_output + at * hidden;
    float* gates = layer->gates + at * 4 * hidden;
    for (size_t i = 0; i < streams * hidden; ++i) {
      d_h[i] += pass->d_hidden[i];
    }
    for (size_t s = 0; s < streams; ++s) {
      const size_t row = (at + s) * hidden;
      deactivate(gates + s * 4 * hidden, layer->cell_in + row, layer->cell_tanh + row,
                 d_h + s * hidden, pass->d_cell + s * hidden, hidden);
    }
    matrix_product_bt(0.0F, streams, 4 * hidden, hidden, gates, weights->recurrent, pass->d_hidden);
    stop_at_resets(pass, batch->reset + at, hidden);
  }
}

static void add_columns(const float* gates, size_t rows, size_t width, float* sums) {
  for (size_t r = 0; r < rows; ++r) {
    for (size_t j = 0; j < width; ++j) {
      sums[j] += gates[r * width + j];
    }
  }
}

static void layer_gradient(const LstmLayerPass* layer, const float* input, size_t n, size_t hidden,
                           TnLayer* gradient) {
  matrix_product_at(1.0F, (size_t)gradient->inputs, n, 4 * hidden, input, layer->gates,
                    gradient->input);
  matrix_product_at(1.0F, hidden, n, 4 * hidden, layer->hidden_in, layer->gates,
                    gradient->recurrent);
  add_columns(layer->gates, n, 4 * hidden, gradient->bias);
}

static void embedding_gradient(const LstmPass* pass, const Batch* batch, size_t n, size_t width,
                               float* gradient) {
  for (size_t i = 0; i < n; ++i) {
    const float* d = pass->d_below + i * width;
    const uint16_t* rows = batch->input.rows + i * TN_MAX_ROWS;
    for (int r = 0; r < batch->input.count[i]; ++r) {
      float* row = gradient + (size_t)rows[r] * width;
      for (size_t j = 0; j < width; ++j) {
        row[j] += d[j];
      }
    }
  }
}

void lstm_pass_backward(LstmPass* pass, const TnNetwork* network, const Batch* batch,
                        TnNetwork* gradient) {
  const size_t n = (size_t)pass->streams * (size_t)pass->steps;
  const size_t hidden = (size_t)network->sizes.hidden;
  const size_t embedding = (size_t)network->sizes.embedding;
  float* d_output = pass->d_output;
  for (int l = network->sizes.layers - 1; l >= 0; --l) {
    LstmLayerPass* layer = &pass->layers[l];
    const TnLayer* weights = &network->layers[l];
    multiply(d_output, layer->keep, n * hidden);
    layer_backward(pass, layer, weights, d_output, batch, hidden);
    layer_gradient(layer, l ? pass->layers[l - 1].output : pass->embedded, n, hidden,
                   &gradient->layers[l]);
    matrix_product_bt(0.0F, n, 4 * hidden, (size_t)weights->inputs, layer->gates, weights->input,
                      pass->d_below);
    if (l > 0) {
      memcpy(d_output, pass->d_below, n * hidden * sizeof *d_output);
    }
  }
  multiply(pass->d_below, pass->embedded_keep, n * embedding);
  embedding_gradient(pass, batch, n, embedding, gradient->embedding);
}
