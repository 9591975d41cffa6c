#include "trainer/run.h"

#include "trainer/cluster.h"
#include "trainer/cluster_bytes.h"
#include "trainer/weights.h"
#include "trainer/weights_adopt.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double WARM_UP = 0.03;   // share of the updates in which the learning rate rises
static const double LAST_RATE = 0.02; // share of the learning rate that is left at the end

// How many updates go through the corpus once.
static long updates_an_epoch(const TrainingOptions* options, const Corpus* corpus) {
  const size_t fresh = (size_t)options->streams * (size_t)(options->steps - options->overlap);
  return (long)((corpus_notes(corpus) + corpus->count + fresh - 1) / fresh);
}

static bool first_weights(Run* run, const Corpus* train, Random* random) {
  weights_initialise(&run->network.vocabulary, &run->options->sizes, random, run->weights);
  if (!weights_expect_frequencies(train, &run->network)) {
    return false;
  }
  if (run->options->base) {
    weights_adopt(run->options->base, &run->network);
  }
  return true;
}

static bool init_memory(Run* run, uint64_t seed) {
  const TrainingOptions* o = run->options;
  if (!learner_init(&run->learner, &run->network, o->precision, &run->deck, o->workers, o->streams,
                    o->steps, o->overlap, true, seed) ||
      !adam_init(&run->adam, run->learner.weight_count)) {
    return false;
  }
  run->adam.decay = o->decay;
  run->best = calloc(run->learner.weight_count, sizeof *run->best);
  run->report->records = calloc((size_t)o->epochs, sizeof *run->report->records);
  return run->best && run->report->records;
}

bool run_init(Run* run, const TrainingOptions* options, const TnVocabulary* vocabulary,
              const Corpus* train, float* weights, TrainingReport* report) {
  Random random = {options->seed};
  *report = (TrainingReport){.epochs = 0};
  *run = (Run){.options = options,
               .network = tn_network_bind(vocabulary, &options->sizes, weights),
               .weights = weights,
               .best_nats = HUGE_VAL,
               .report = report,
               .updates_an_epoch = updates_an_epoch(options, train)};
  bool ok = first_weights(run, train, &random);
  run->deck = deck_new(train, vocabulary, random_bits(&random), true);
  run->deck.hints = options->hints;
  ok = cluster_all(ok && init_memory(run, random_bits(&random)));
  if (ok) {
    cluster_broadcast(weights, run->learner.weight_count * sizeof *weights);
  }
  return ok;
}

void run_free(Run* run) {
  free(run->best);
  adam_free(&run->adam);
  learner_free(&run->learner);
  *run = (Run){.options = NULL};
}

void run_keep_weights(Run* run) {
  memcpy(run->best, run->weights, run->learner.weight_count * sizeof *run->best);
}

static void update_slice(void* context, int w) {
  Run* run = context;
  size_t from;
  size_t to;
  learner_slice(&run->learner, w, &from, &to);
  adam_update(&run->adam, from, to, run->rate, run->scale, run->learner.worker[0].gradient_block,
              run->weights);
}

static float learning_rate(const Run* run) {
  const double updates = (double)run->updates_an_epoch * run->options->epochs;
  const double done = (double)run->adam.step / updates;
  const double warm = done < WARM_UP ? (done + 1.0 / updates) / WARM_UP : 1.0;
  const double cosine = 0.5 * (1.0 + cos(3.14159265358979 * (done < 1 ? done : 1)));
  return run->options->learning_rate * (float)(warm * (LAST_RATE + (1 - LAST_RATE) * cosine));
}

// The last epochs are not transposed. A deck that is endless is never empty.
void run_update(Run* run, Wishes* wishes) {
  const TrainingOptions* options = run->options;
  const bool settling =
      (double)run->report->epochs >= (1.0 - (double)options->settle) * options->epochs;
  run->deck.transpose = settling ? 0 : options->transpose;
  run->learner.wishes = *wishes;
  learner_step(&run->learner, &run->deck, options->dropout, &run->train);
  *wishes = run->learner.wishes;
  const float length = learner_gradient_norm(&run->learner);
  run->rate = learning_rate(run);
  run->scale = length > options->clip ? options->clip / length : 1.0F;
  adam_begin(&run->adam);
  pool_run(run->learner.pool, update_slice, run);
  cluster_gather(run->weights, run->learner.weight_count);
  ++run->updates;
}

// What is the same in all ranks, once each has updated its slices of Adam's moments.
static void put_common(Run* run, Sink* sink) {
  const size_t bytes = run->learner.weight_count * sizeof(float);
  TrainingReport report = *run->report;
  const EpochRecord* records = report.records;
  report.records = NULL;
  sink_put(sink, &run->updates, sizeof run->updates);
  sink_put(sink, &run->train, sizeof run->train);
  sink_put(sink, &run->best_nats, sizeof run->best_nats);
  sink_put(sink, &report, sizeof report);
  sink_put(sink, records, (size_t)report.epochs * sizeof *records);
  sink_put(sink, run->weights, bytes);
  sink_put(sink, run->best, bytes);
  adam_put(&run->adam, sink);
}

static bool take_report(Run* run, Span* state) {
  TrainingReport report;
  if (!span_copy(state, &report, sizeof report) || report.epochs < 0 ||
      report.epochs > run->options->epochs || report.best_epoch < 0 ||
      report.best_epoch > report.epochs) {
    return false;
  }
  report.records = run->report->records;
  *run->report = report;
  return span_copy(state, report.records, (size_t)report.epochs * sizeof *report.records);
}

static bool take_common(Run* run, Span* state) {
  const size_t bytes = run->learner.weight_count * sizeof(float);
  return span_copy(state, &run->updates, sizeof run->updates) && run->updates >= 0 &&
         span_copy(state, &run->train, sizeof run->train) &&
         span_copy(state, &run->best_nats, sizeof run->best_nats) && take_report(run, state) &&
         span_copy(state, run->weights, bytes) && span_copy(state, run->best, bytes) &&
         adam_take(&run->adam, state);
}

// Each rank's own state, with its size in front.
static bool take_own(Run* run, Span* state) {
  bool ok = true;
  for (int rank = 0; ok && rank < cluster_size(); ++rank) {
    uint64_t size;
    ok = span_copy(state, &size, sizeof size) && size <= span_size(*state);
    if (ok) {
      Span own = {state->at, state->at + size};
      state->at += size;
      ok = rank != cluster_rank() ||
           (learner_take(&run->learner, &run->deck, &own) && span_size(own) == 0);
    }
  }
  return ok && span_size(*state) == 0;
}

void run_put(Run* run, Sink* sink) {
  Sink own = {0};
  learner_put(&run->learner, &own);
  const uint64_t size = own.size;
  cluster_gather(run->adam.mean, run->adam.count);
  cluster_gather(run->adam.variance, run->adam.count);
  if (cluster_rank() == 0) {
    put_common(run, sink);
  }
  sink_put(sink, &size, sizeof size);
  sink_put(sink, own.bytes, own.size);
  sink->failed = sink->failed || own.failed;
  free(own.bytes);
  sink->failed = !cluster_collect(sink);
}

bool run_take(Run* run, Span state) {
  return cluster_all(take_common(run, &state) && take_own(run, &state));
}
