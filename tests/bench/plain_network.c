#include "tests/bench/plain_network.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static float* take(float** next, size_t count) {
  float* piece = *next;
  *next += count;
  return piece;
}

// The output layer's place in a block of weights.
static float* output_of(const PlainNetwork* plain, float* block) {
  const size_t hidden = (size_t)plain->network.sizes.hidden;
  return block + plain->weight_count - (hidden + 1) * PLAIN_CLASSES;
}

static TnNetwork bind(const TnSizes* sizes, float* block) {
  const size_t hidden = (size_t)sizes->hidden;
  TnNetwork network = {.sizes = *sizes};
  network.embedding = take(&block, (size_t)PLAIN_CLASSES * PLAIN_EMBEDDING);
  for (int l = 0; l < sizes->layers; ++l) {
    TnLayer* layer = &network.layers[l];
    layer->inputs = l ? sizes->hidden : PLAIN_EMBEDDING;
    layer->input = take(&block, (size_t)layer->inputs * 4 * hidden);
    layer->recurrent = take(&block, hidden * 4 * hidden);
    layer->bias = take(&block, 4 * hidden);
  }
  return network;
}

static size_t count_weights(const TnSizes* sizes) {
  const size_t hidden = (size_t)sizes->hidden;
  size_t count = (size_t)PLAIN_CLASSES * PLAIN_EMBEDDING + (hidden + 1) * PLAIN_CLASSES;
  for (int l = 0; l < sizes->layers; ++l) {
    count += ((l ? hidden : PLAIN_EMBEDDING) + hidden + 1) * 4 * hidden;
  }
  return count;
}

static bool batch_init_by_hand(Batch* batch, int streams) {
  const size_t n = (size_t)streams * PLAIN_STEPS;
  *batch = (Batch){.streams = streams,
                   .steps = PLAIN_STEPS,
                   .reset = calloc(n, 1),
                   .carry = malloc((size_t)streams * sizeof(int)),
                   .input = {calloc(n, 1), calloc(n * TN_MAX_ROWS, sizeof(uint16_t))}};
  if (!batch->reset || !batch->carry || !batch->input.count || !batch->input.rows) {
    return false;
  }
  memset(batch->reset, 1, (size_t)streams);
  memset(batch->input.count, 1, n);
  for (int s = 0; s < streams; ++s) {
    batch->carry[s] = PLAIN_STEPS;
  }
  return true;
}

static bool worker_init(PlainNetwork* plain, int w, uint64_t seed) {
  PlainWorker* worker = &plain->worker[w];
  const int streams = PLAIN_STREAMS / plain->workers;
  const size_t n = (size_t)streams * PLAIN_STEPS;
  *worker = (PlainWorker){.random = {seed + (uint64_t)w},
                          .logits = malloc(n * PLAIN_CLASSES * sizeof(float)),
                          .gradient_block = malloc(plain->weight_count * sizeof(float))};
  if (!worker->logits || !worker->gradient_block) {
    return false;
  }
  worker->gradient = bind(&plain->network.sizes, worker->gradient_block);
  return batch_init_by_hand(&worker->batch, streams) &&
         lstm_pass_init(&worker->lstm, &plain->network.sizes, streams, PLAIN_STEPS) &&
         dense_network_scratch(&plain->dense, n, &worker->scratch);
}

bool plain_network_init(PlainNetwork* plain, int hidden, int workers, Precision precision,
                        uint64_t seed) {
  const TnSizes sizes = {
      .embedding = PLAIN_EMBEDDING, .layers = 2, .hidden = hidden, .head = PLAIN_CLASSES};
  Random random = {seed};
  *plain = (PlainNetwork){.workers = workers, .weight_count = count_weights(&sizes)};
  plain->weights = malloc(plain->weight_count * sizeof(float));
  plain->worker = calloc((size_t)workers, sizeof *plain->worker);
  plain->pool = pool_new(workers);
  if (!plain->weights || !plain->worker || !plain->pool) {
    return false;
  }
  for (size_t i = 0; i < plain->weight_count; ++i) {
    plain->weights[i] = (2 * random_unit(&random) - 1) / sqrtf((float)hidden);
  }
  plain->network = bind(&sizes, plain->weights);
  bool ok = dense_network_init(&plain->dense, &plain->network, precision) &&
            dense_init(&plain->output, plain->dense.kernel, (size_t)hidden, PLAIN_CLASSES,
                       output_of(plain, plain->weights)) &&
            adam_init(&plain->adam, plain->weight_count);
  for (int w = 0; ok && w < workers; ++w) {
    ok = worker_init(plain, w, seed);
  }
  return ok;
}

void plain_network_free(PlainNetwork* plain) {
  for (int w = 0; plain->worker && w < plain->workers; ++w) {
    PlainWorker* worker = &plain->worker[w];
    batch_free(&worker->batch);
    lstm_pass_free(&worker->lstm);
    dense_scratch_free(&worker->scratch);
    free(worker->logits);
    free(worker->gradient_block);
  }
  free(plain->worker);
  dense_free(&plain->output);
  dense_network_free(&plain->dense);
  adam_free(&plain->adam);
  pool_free(plain->pool);
  free(plain->weights);
}

static void pack(void* context, int w) {
  PlainNetwork* plain = context;
  dense_network_pack(&plain->dense, w, plain->workers);
  dense_pack(&plain->output, w, plain->workers);
}

// Turns the logits into their gradient. Returns the sum of the losses.
static double cross_entropies(PlainNetwork* plain, PlainWorker* worker, int w) {
  const Batch* batch = &worker->batch;
  const Loops* l = loops();
  double loss = 0;
  for (int t = 0; t < PLAIN_STEPS; ++t) {
    for (int s = 0; s < batch->streams; ++s) {
      float* logits = worker->logits + (size_t)(t * batch->streams + s) * PLAIN_CLASSES;
      const int32_t target = plain->targets[t * PLAIN_STREAMS + w * batch->streams + s];
      l->softmax(logits, NULL, PLAIN_CLASSES);
      loss -= log((double)logits[target]);
      logits[target] -= 1.0F;
      for (int k = 0; k < PLAIN_CLASSES; ++k) {
        logits[k] *= 1.0F / PLAIN_TOKENS;
      }
    }
  }
  return loss;
}

static void read_inputs(PlainNetwork* plain, Batch* batch, int w) {
  for (int t = 0; t < PLAIN_STEPS; ++t) {
    for (int s = 0; s < batch->streams; ++s) {
      batch->input.rows[(size_t)(t * batch->streams + s) * TN_MAX_ROWS] =
          (uint16_t)plain->inputs[t * PLAIN_STREAMS + w * batch->streams + s];
    }
  }
}

// logits = h output + bias, with h as the top layer left it, dropped out.
static void forward(PlainNetwork* plain, PlainWorker* worker, size_t n) {
  const size_t hidden = (size_t)plain->network.sizes.hidden;
  const float* bias = output_of(plain, plain->weights) + hidden * PLAIN_CLASSES;
  lstm_pass_reset(&worker->lstm, &plain->network.sizes);
  lstm_pass_forward(&worker->lstm, &plain->dense, &worker->scratch, &worker->batch, plain->dropout,
                    &worker->random);
  for (size_t i = 0; i < n; ++i) {
    memcpy(worker->logits + i * PLAIN_CLASSES, bias, PLAIN_CLASSES * sizeof *bias);
  }
  dense_forward(&plain->output, &worker->scratch, n, worker->lstm.layers[1].output, worker->logits);
}

static void backward(PlainNetwork* plain, PlainWorker* worker, size_t n) {
  const size_t hidden = (size_t)plain->network.sizes.hidden;
  float* d_output = output_of(plain, worker->gradient_block);
  memset(worker->gradient_block, 0, plain->weight_count * sizeof(float));
  dense_hold(&worker->scratch, n, PLAIN_CLASSES, worker->logits);
  dense_gradient(&worker->scratch, hidden, worker->lstm.layers[1].output, d_output);
  for (size_t i = 0; i < n; ++i) {
    loops()->add(d_output + hidden * PLAIN_CLASSES, worker->logits + i * PLAIN_CLASSES,
                 PLAIN_CLASSES);
  }
  dense_backward(&plain->output, &worker->scratch, n, worker->logits, worker->lstm.d_output);
  lstm_pass_backward(&worker->lstm, &plain->dense, &worker->scratch, &worker->batch,
                     &worker->gradient);
}

static void run_worker(void* context, int w) {
  PlainNetwork* plain = context;
  PlainWorker* worker = &plain->worker[w];
  const size_t n = (size_t)worker->batch.streams * PLAIN_STEPS;
  read_inputs(plain, &worker->batch, w);
  forward(plain, worker, n);
  worker->loss = cross_entropies(plain, worker, w);
  backward(plain, worker, n);
}

static void add_gradients(void* context, int w) {
  PlainNetwork* plain = context;
  const size_t from = plain->weight_count * (size_t)w / (size_t)plain->workers;
  const size_t to = plain->weight_count * (size_t)(w + 1) / (size_t)plain->workers;
  for (int other = 1; other < plain->workers; ++other) {
    loops()->add(plain->worker[0].gradient_block + from, plain->worker[other].gradient_block + from,
                 to - from);
  }
}

double plain_network_gradient(PlainNetwork* plain, const int32_t* inputs, const int32_t* targets) {
  double loss = 0;
  plain->inputs = inputs;
  plain->targets = targets;
  pool_run(plain->pool, pack, plain);
  pool_run(plain->pool, run_worker, plain);
  pool_run(plain->pool, add_gradients, plain);
  for (int w = 0; w < plain->workers; ++w) {
    loss += plain->worker[w].loss;
  }
  return loss / PLAIN_TOKENS;
}

typedef struct {
  PlainNetwork* plain;
  float learning_rate;
} Update;

static void update_slice(void* context, int w) {
  const Update* update = context;
  PlainNetwork* plain = update->plain;
  const size_t workers = (size_t)plain->workers;
  adam_update(&plain->adam, plain->weight_count * (size_t)w / workers,
              plain->weight_count * (size_t)(w + 1) / workers, update->learning_rate, 1.0F,
              plain->worker[0].gradient_block, plain->weights);
}

void plain_network_update(PlainNetwork* plain, float learning_rate) {
  Update update = {plain, learning_rate};
  adam_begin(&plain->adam);
  pool_run(plain->pool, update_slice, &update);
}
