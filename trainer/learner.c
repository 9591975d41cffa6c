#include "trainer/learner.h"

#include "trainer/cluster.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MEASURE_STREAMS = 32, MEASURE_STEPS = 64 };

// The streams of one worker, of `all` that there are.
typedef struct {
  int first;
  int count;
  int all;
} Share;

static Share share_of(int streams, int worker, int workers) {
  const int least = streams / workers;
  const int more = streams % workers; // workers that have one more
  return (Share){.first = worker * least + (worker < more ? worker : more),
                 .count = least + (worker < more ? 1 : 0),
                 .all = streams};
}

static bool worker_init(Worker* worker, const DenseNetwork* dense, const Deck* deck, Share share,
                        int steps, int overlap, size_t gradient_count, uint64_t seed) {
  const TnNetwork* network = dense->network;
  const size_t n = (size_t)share.count * (size_t)steps;
  *worker = (Worker){.random = {seed}};
  if (gradient_count > 0) {
    worker->gradient_block = calloc(gradient_count, sizeof(float));
    if (!worker->gradient_block) {
      return false;
    }
    worker->gradient =
        tn_network_bind(&network->vocabulary, &network->sizes, worker->gradient_block);
  }
  if (!batch_init(&worker->batch, deck, share.count, steps, overlap)) {
    return false;
  }
  batch_take_turns(&worker->batch, share.first, share.all);
  return lstm_pass_init(&worker->lstm, &network->sizes, share.count, steps) &&
         head_pass_init(&worker->heads, &network->vocabulary, &network->sizes, n) &&
         dense_network_scratch(dense, n, &worker->scratch);
}

static void pack(void* context, int w) {
  Learner* learner = context;
  dense_network_pack(&learner->dense, w, learner->workers);
}

bool learner_init(Learner* learner, const TnNetwork* network, Precision precision, const Deck* deck,
                  int workers, int streams, int steps, int overlap, bool learning, uint64_t seed) {
  *learner = (Learner){.workers = workers,
                       .worker = calloc((size_t)workers, sizeof(Worker)),
                       .pool = pool_new(workers),
                       .learning = learning};
  learner->weight_count = tn_tensors_list(&network->vocabulary, &network->sizes).total;
  bool ok =
      dense_network_init(&learner->dense, network, precision) && learner->worker && learner->pool;
  for (int w = 0; ok && w < workers; ++w) {
    const int global = cluster_rank() * workers + w;
    const Share share = share_of(streams, global, cluster_size() * workers);
    ok =
        worker_init(&learner->worker[w], &learner->dense, deck, share, steps, overlap,
                    learning ? learner->weight_count : 0, seed + 1000003U * (uint64_t)(global + 1));
  }
  if (ok) {
    pool_run(learner->pool, pack, learner);
  }
  return ok;
}

void learner_free(Learner* learner) {
  for (int w = 0; learner->worker && w < learner->workers; ++w) {
    Worker* worker = &learner->worker[w];
    batch_free(&worker->batch);
    lstm_pass_free(&worker->lstm);
    head_pass_free(&worker->heads);
    dense_scratch_free(&worker->scratch);
    free(worker->gradient_block);
  }
  free(learner->worker);
  pool_free(learner->pool);
  dense_network_free(&learner->dense);
  *learner = (Learner){0};
}

static void run_worker(void* context, int w) {
  Learner* learner = context;
  Worker* worker = &learner->worker[w];
  const DenseNetwork* dense = &learner->dense;
  const size_t n = (size_t)worker->batch.streams * (size_t)worker->batch.steps;
  const float* top = worker->lstm.layers[dense->network->sizes.layers - 1].output;
  lstm_pass_forward(&worker->lstm, dense, &worker->scratch, &worker->batch, learner->dropout,
                    &worker->random);
  if (!learner->learning) {
    worker->measure = head_pass_run(&worker->heads, dense, &worker->scratch, &worker->batch, top,
                                    0.0F, NULL, NULL);
    return;
  }
  memset(worker->gradient_block, 0, learner->weight_count * sizeof(float));
  memset(worker->lstm.d_output, 0, n * (size_t)dense->network->sizes.hidden * sizeof(float));
  worker->measure = head_pass_run(&worker->heads, dense, &worker->scratch, &worker->batch, top,
                                  learner->scale, &worker->gradient, worker->lstm.d_output);
  lstm_pass_backward(&worker->lstm, dense, &worker->scratch, &worker->batch, &worker->gradient);
}

// Adds the other workers' gradients to the first one's, each worker a slice, in order of worker.
static void add_gradients(void* context, int w) {
  Learner* learner = context;
  const size_t from = slice_start(learner->weight_count, w, learner->workers);
  const size_t to = slice_start(learner->weight_count, w + 1, learner->workers);
  float* sum = learner->worker[0].gradient_block;
  for (int other = 1; other < learner->workers; ++other) {
    loops()->add(sum + from, learner->worker[other].gradient_block + from, to - from);
  }
}

static size_t count_targets(const Batch* batch) {
  size_t count = 0;
  for (size_t i = 0; i < (size_t)batch->streams * (size_t)batch->steps; ++i) {
    count += batch->counts[i];
  }
  return count;
}

static void fill_batch(void* context, int w) {
  Learner* learner = context;
  batch_fill(&learner->worker[w].batch, learner->deck);
}

// Returns how many targets the workers of all ranks have; -1 where the deck is empty for all. The
// wishes go along.
static double fill_batches(Learner* learner) {
  double filled[4] = {0}; // targets; workers that have read something; wishes
  pool_run(learner->pool, fill_batch, learner);
  for (int w = 0; w < learner->workers; ++w) {
    filled[0] += (double)count_targets(&learner->worker[w].batch);
    filled[1] += learner->worker[w].batch.exhausted ? 0 : 1;
  }
  filled[2] = learner->wishes.save;
  filled[3] = learner->wishes.stop;
  cluster_sum_doubles(filled, 4);
  learner->wishes = (Wishes){.save = filled[2], .stop = filled[3]};
  return filled[1] > 0 ? filled[0] : -1;
}

// Summed over the batch before it is added: in the same order for two workers and for two ranks.
static void add_measures(const Learner* learner, Measure* measure) {
  Measure batch = {.events = 0};
  static_assert(sizeof batch % sizeof(double) == 0, "a measure holds doubles and nothing else");
  for (int w = 0; w < learner->workers; ++w) {
    measure_add(&batch, &learner->worker[w].measure);
  }
  cluster_sum_doubles((double*)&batch, sizeof batch / sizeof(double));
  measure_add(measure, &batch);
}

bool learner_step(Learner* learner, const Deck* deck, float dropout, Measure* measure) {
  learner->deck = deck;
  learner->dropout = dropout;
  const double targets = fill_batches(learner);
  if (targets < 0) {
    return false;
  }
  learner->scale = targets > 0 ? 1.0F / (float)targets : 0.0F;
  if (learner->learning) {
    pool_run(learner->pool, pack, learner);
  }
  pool_run(learner->pool, run_worker, learner);
  if (learner->learning) {
    pool_run(learner->pool, add_gradients, learner);
    cluster_sum(learner->worker[0].gradient_block, learner->weight_count);
  }
  add_measures(learner, measure);
  return true;
}

void learner_put(const Learner* learner, Sink* sink) {
  for (int w = 0; w < learner->workers; ++w) {
    const Worker* worker = &learner->worker[w];
    sink_put(sink, &worker->random, sizeof worker->random);
    batch_put(&worker->batch, sink);
    lstm_pass_put(&worker->lstm, &learner->dense.network->sizes, sink);
  }
}

bool learner_take(Learner* learner, const Deck* deck, Span* bytes) {
  bool ok = true;
  for (int w = 0; ok && w < learner->workers; ++w) {
    Worker* worker = &learner->worker[w];
    ok = span_copy(bytes, &worker->random, sizeof worker->random) &&
         batch_take(&worker->batch, deck, bytes) &&
         lstm_pass_take(&worker->lstm, &learner->dense.network->sizes, bytes);
  }
  return ok;
}

void learner_slice(const Learner* learner, int w, size_t* from, size_t* to) {
  const int global = cluster_rank() * learner->workers + w;
  const int slices = cluster_size() * learner->workers;
  *from = slice_start(learner->weight_count, global, slices);
  *to = slice_start(learner->weight_count, global + 1, slices);
}

// In four sums, which a processor adds side by side.
static void add_squares(void* context, int w) {
  Learner* learner = context;
  const float* gradient = learner->worker[0].gradient_block;
  double sums[4] = {0};
  size_t from;
  size_t to;
  learner_slice(learner, w, &from, &to);
  for (size_t i = from; i < to; ++i) {
    sums[i % 4] += (double)gradient[i] * (double)gradient[i];
  }
  learner->worker[w].squares = (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

float learner_gradient_norm(Learner* learner) {
  double sum = 0;
  pool_run(learner->pool, add_squares, learner);
  for (int w = 0; w < learner->workers; ++w) {
    sum += learner->worker[w].squares;
  }
  cluster_sum_doubles(&sum, 1);
  return (float)sqrt(sum);
}

// A stream a piece, as far as that goes; none of the workers is without.
static int streams_to_measure(const Corpus* corpus, int workers) {
  const int most = corpus->count < MEASURE_STREAMS ? (int)corpus->count : MEASURE_STREAMS;
  return most > workers ? most : workers;
}

bool learner_measure(const TnNetwork* network, const Corpus* corpus, int workers,
                     Measure* measure) {
  const Deck deck = deck_new(corpus, &network->vocabulary, 0, false);
  Learner learner = {0};
  *measure = (Measure){.events = 0};
  const bool ok = cluster_all(learner_init(&learner, network, PRECISION_F32, &deck, workers,
                                           streams_to_measure(corpus, workers * cluster_size()),
                                           MEASURE_STEPS, 0, false, 0));
  while (ok && learner_step(&learner, &deck, 0.0F, measure)) {
  }
  learner_free(&learner);
  return ok;
}
