#include "trainer/lstm_pass.h"

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
  layer->carry_h = floats(streams * hidden);
  layer->carry_c = floats(streams * hidden);
  return layer->gates && layer->cell && layer->cell_tanh && layer->hidden_in && layer->cell_in &&
         layer->output && layer->carry_h && layer->carry_c;
}

bool lstm_pass_init(LstmPass* pass, const TnSizes* sizes, int streams, int steps) {
  const size_t n = (size_t)streams * (size_t)steps;
  const size_t hidden = (size_t)sizes->hidden;
  const size_t embedding = (size_t)sizes->embedding;
  *pass = (LstmPass){.streams = streams,
                     .steps = steps,
                     .embedded = floats(n * embedding),
                     .d_output = floats(n * hidden),
                     .d_below = floats(n * embedding),
                     .d_hidden = floats((size_t)streams * hidden),
                     .d_cell = floats((size_t)streams * hidden)};
  bool ok = pass->embedded && pass->d_output && pass->d_below && pass->d_hidden && pass->d_cell;
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
    free(layer->carry_h);
    free(layer->carry_c);
  }
  free(pass->embedded);
  free(pass->d_output);
  free(pass->d_below);
  free(pass->d_hidden);
  free(pass->d_cell);
  *pass = (LstmPass){0};
}

static size_t carry_bytes(const LstmPass* pass, const TnSizes* sizes) {
  return (size_t)pass->streams * (size_t)sizes->hidden * sizeof(float);
}

void lstm_pass_reset(LstmPass* pass, const TnSizes* sizes) {
  for (int l = 0; l < sizes->layers; ++l) {
    memset(pass->layers[l].carry_h, 0, carry_bytes(pass, sizes));
    memset(pass->layers[l].carry_c, 0, carry_bytes(pass, sizes));
  }
}

void lstm_pass_put(const LstmPass* pass, const TnSizes* sizes, Sink* sink) {
  for (int l = 0; l < sizes->layers; ++l) {
    sink_put(sink, pass->layers[l].carry_h, carry_bytes(pass, sizes));
    sink_put(sink, pass->layers[l].carry_c, carry_bytes(pass, sizes));
  }
}

bool lstm_pass_take(LstmPass* pass, const TnSizes* sizes, Span* bytes) {
  bool ok = true;
  for (int l = 0; ok && l < sizes->layers; ++l) {
    ok = span_copy(bytes, pass->layers[l].carry_h, carry_bytes(pass, sizes)) &&
         span_copy(bytes, pass->layers[l].carry_c, carry_bytes(pass, sizes));
  }
  return ok;
}

static void embed(LstmPass* pass, const TnNetwork* network, const Batch* batch) {
  const Loops* l = loops();
  const size_t width = (size_t)network->sizes.embedding;
  const size_t n = (size_t)pass->streams * (size_t)pass->steps;
  memset(pass->embedded, 0, n * width * sizeof(float));
  for (size_t i = 0; i < n; ++i) {
    const uint16_t* rows = batch->input.rows + i * TN_MAX_ROWS;
    for (int r = 0; r < batch->input.count[i]; ++r) {
      l->add(pass->embedded + i * width, network->embedding + (size_t)rows[r] * width, width);
    }
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

static void set_bias(float* gates, const float* bias, size_t rows, size_t width) {
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

static void layer_forward(LstmPass* pass, int l, const DenseNetwork* dense, DenseScratch* scratch,
                          const float* input, const Batch* batch, size_t hidden) {
  LstmLayerPass* layer = &pass->layers[l];
  const Loops* loop = loops();
  const size_t streams = (size_t)pass->streams;
  const size_t n = streams * (size_t)pass->steps;
  set_bias(layer->gates, dense->network->layers[l].bias, n, 4 * hidden);
  dense_forward(&dense->input[l], scratch, n, input, layer->gates);
  const float* h_before = layer->carry_h;
  const float* c_before = layer->carry_c;
  for (int t = 0; t < pass->steps; ++t) {
    const size_t at = (size_t)t * streams;
    enter_step(layer, h_before, c_before, batch->reset + at, pass->streams, hidden, at);
    float* gates = layer->gates + at * 4 * hidden;
    dense_forward(&dense->recurrent[l], scratch, streams, layer->hidden_in + at * hidden, gates);
    for (size_t s = 0; s < streams; ++s) {
      const size_t row = (at + s) * hidden;
      loop->lstm_forward(gates + s * 4 * hidden, layer->cell_in + row, layer->cell + row,
                         layer->cell_tanh + row, layer->output + row, hidden);
    }
    h_before = layer->output + at * hidden;
    c_before = layer->cell + at * hidden;
  }
  keep_carry(pass, layer, batch, hidden);
}

// Draws what is dropped of x, and drops it.
static Dropout drop(float* x, size_t count, float share, Random* random) {
  const Dropout dropout = dropout_of(share, (uint32_t)random_bits(random));
  if (share > 0.0F) {
    loops()->drop(x, count, dropout);
  }
  return dropout;
}

// The gradient through what was dropped.
static void drop_again(float* d, size_t count, Dropout dropout) {
  if (dropout.limit > 0) {
    loops()->drop(d, count, dropout);
  }
}

void lstm_pass_forward(LstmPass* pass, const DenseNetwork* dense, DenseScratch* scratch,
                       const Batch* batch, float dropout, Random* random) {
  const TnSizes* sizes = &dense->network->sizes;
  const size_t n = (size_t)pass->streams * (size_t)pass->steps;
  const size_t hidden = (size_t)sizes->hidden;
  embed(pass, dense->network, batch);
  pass->embedded_dropout = drop(pass->embedded, n * (size_t)sizes->embedding, dropout / 2, random);
  const float* input = pass->embedded;
  for (int l = 0; l < sizes->layers; ++l) {
    LstmLayerPass* layer = &pass->layers[l];
    layer_forward(pass, l, dense, scratch, input, batch, hidden);
    layer->dropout = drop(layer->output, n * hidden, dropout, random);
    input = layer->output;
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
static void layer_backward(LstmPass* pass, int l, const DenseNetwork* dense, DenseScratch* scratch,
                           float* d_output, const Batch* batch, size_t hidden) {
  LstmLayerPass* layer = &pass->layers[l];
  const Loops* loop = loops();
  const size_t streams = (size_t)pass->streams;
  memset(pass->d_hidden, 0, streams * hidden * sizeof(float));
  memset(pass->d_cell, 0, streams * hidden * sizeof(float));
  for (int t = pass->steps - 1; t >= 0; --t) {
    const size_t at = (size_t)t * streams;
    float* d_h = d_output + at * hidden;
    float* gates = layer->gates + at * 4 * hidden;
    loop->add(d_h, pass->d_hidden, streams * hidden);
    for (size_t s = 0; s < streams; ++s) {
      const size_t row = (at + s) * hidden;
      loop->lstm_backward(gates + s * 4 * hidden, layer->cell_in + row, layer->cell_tanh + row,
                          d_h + s * hidden, pass->d_cell + s * hidden, hidden);
    }
    dense_backward(&dense->recurrent[l], scratch, streams, gates, pass->d_hidden);
    stop_at_resets(pass, batch->reset + at, hidden);
  }
}

static void layer_gradient(const LstmLayerPass* layer, DenseScratch* scratch, const float* input,
                           size_t n, size_t hidden, TnLayer* gradient) {
  dense_hold(scratch, n, 4 * hidden, layer->gates);
  dense_gradient(scratch, (size_t)gradient->inputs, input, gradient->input);
  dense_gradient(scratch, hidden, layer->hidden_in, gradient->recurrent);
  for (size_t i = 0; i < n; ++i) {
    loops()->add(gradient->bias, layer->gates + i * 4 * hidden, 4 * hidden);
  }
}

static void embedding_gradient(const LstmPass* pass, const Batch* batch, size_t n, size_t width,
                               float* gradient) {
  const Loops* l = loops();
  for (size_t i = 0; i < n; ++i) {
    const uint16_t* rows = batch->input.rows + i * TN_MAX_ROWS;
    for (int r = 0; r < batch->input.count[i]; ++r) {
      l->add(gradient + (size_t)rows[r] * width, pass->d_below + i * width, width);
    }
  }
}

void lstm_pass_backward(LstmPass* pass, const DenseNetwork* dense, DenseScratch* scratch,
                        const Batch* batch, TnNetwork* gradient) {
  const TnSizes* sizes = &dense->network->sizes;
  const size_t n = (size_t)pass->streams * (size_t)pass->steps;
  const size_t hidden = (size_t)sizes->hidden;
  const size_t embedding = (size_t)sizes->embedding;
  float* d_output = pass->d_output;
  for (int l = sizes->layers - 1; l >= 0; --l) {
    LstmLayerPass* layer = &pass->layers[l];
    drop_again(d_output, n * hidden, layer->dropout);
    layer_backward(pass, l, dense, scratch, d_output, batch, hidden);
    layer_gradient(layer, scratch, l ? pass->layers[l - 1].output : pass->embedded, n, hidden,
                   &gradient->layers[l]);
    dense_backward(&dense->input[l], scratch, n, layer->gates, l ? d_output : pass->d_below);
  }
  drop_again(pass->d_below, n * embedding, pass->embedded_dropout);
  embedding_gradient(pass, batch, n, embedding, gradient->embedding);
}
