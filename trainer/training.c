#include "trainer/training.h"

#include "trainer/adam.h"
#include "trainer/cluster.h"
#include "trainer/command.h"
#include "trainer/progress.h"
#include "trainer/weights.h"
#include "trainer/weights_adopt.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const double WARM_UP = 0.03;   // share of the updates in which the learning rate rises
static const double LAST_RATE = 0.02; // share of the learning rate that is left at the end

// Of what training from chance takes, when it goes on from a base. On ragtime half the rate beat a
// quarter, from a base that had learned little and from a better one.
static const double BASE_EPOCHS = 0.5;
static const float BASE_RATE = 0.5F;

Precision training_precision(void) {
  return product_kernel(PRECISION_BF16) ? PRECISION_BF16 : PRECISION_F32;
}

// One a core, but none without a stream; one where other ranks may use the other cores.
static int default_workers(int streams) {
  const long cores = sysconf(_SC_NPROCESSORS_ONLN);
  return cluster_size() > 1 || cores < 1 ? 1 : cores > streams ? streams : (int)cores;
}

// So many that about 1.8 million notes are read in all; a small folder is known by heart before.
static int default_epochs(size_t notes) {
  const double epochs = 1.8e6 / (double)(notes > 0 ? notes : 1);
  return epochs < 10 ? 10 : epochs > 40 ? 40 : (int)epochs;
}

// The less music, the smaller, so that it is enough for some hundred updates.
static int default_streams(size_t notes) {
  return notes < 8000 ? 4 : notes < 100000 ? 8 : 16;
}

TrainingOptions training_defaults(size_t notes, bool roll) {
  return (TrainingOptions){.sizes = {.embedding = 128, .layers = 2, .hidden = 256, .head = 128},
                           .epochs = default_epochs(notes),
                           .patience = 12,
                           .streams = default_streams(notes),
                           .steps = 64,
                           .overlap = 8,
                           .transpose = 6,
                           .settle = 0.25F,
                           .dropout = 0.35F,
                           .learning_rate = 3e-3F,
                           .decay = 0.1F,
                           .clip = 1.0F,
                           .hints = !roll,
                           .workers = default_workers(default_streams(notes)),
                           .precision = training_precision(),
                           .seed = 1};
}

TrainingOptions training_defaults_from(const TnNetwork* base, size_t notes, bool roll) {
  TrainingOptions options = training_defaults(notes, roll);
  options.base = base;
  options.sizes = base->sizes;
  options.epochs = (int)(options.epochs * BASE_EPOCHS + 0.5);
  options.learning_rate *= BASE_RATE;
  return options;
}

typedef struct {
  const TrainingOptions* options;
  Learner learner;
  Deck deck;
  Adam adam;
  float* weights;
  float* best;
  float rate;  // of the update in progress
  float scale; // that clips the gradient
  long updates_an_epoch;
} Run;

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

static bool update(Run* run, Measure* measure) {
  if (!learner_step(&run->learner, &run->deck, run->options->dropout, measure)) {
    return false;
  }
  const float length = learner_gradient_norm(&run->learner);
  run->rate = learning_rate(run);
  run->scale = length > run->options->clip ? run->options->clip / length : 1.0F;
  adam_begin(&run->adam);
  pool_run(run->learner.pool, update_slice, run);
  cluster_gather(run->weights, run->learner.weight_count);
  return true;
}

static Measure train_epoch(Run* run, int epoch, Progress* progress) {
  Measure measure = {.events = 0};
  const bool settling =
      (double)epoch >= (1.0 - (double)run->options->settle) * run->options->epochs;
  run->deck.transpose = settling ? 0 : run->options->transpose;
  for (long i = 0; i < run->updates_an_epoch && update(run, &measure); ++i) {
    progress_update(progress, epoch, (double)(i + 1) / (double)run->updates_an_epoch, &measure);
  }
  return measure;
}

static void keep_weights(Run* run) {
  memcpy(run->best, run->weights, run->learner.weight_count * sizeof *run->best);
}

// What was taken over is the best so far: learning may only add to it.
static bool measure_base(Run* run, const TnNetwork* network, const Corpus* valid,
                         TrainingReport* report, double* best) {
  if (!learner_measure(network, valid, run->options->workers, &report->valid)) {
    return command_out_of_memory();
  }
  *best = measure_nats_a_note(&report->valid);
  keep_weights(run);
  progress_base(&report->valid);
  return true;
}

static bool keep_epoch(Run* run, const TrainingReport* report) {
  const TrainingOptions* options = run->options;
  keep_weights(run);
  return !options->keep || options->keep(options->keeper, run->best, report);
}

static bool run_epochs(Run* run, const TnNetwork* network, const Corpus* valid,
                       TrainingReport* report) {
  assert(run->best && report->records);
  Progress progress;
  cluster_broadcast(run->weights, run->learner.weight_count * sizeof *run->weights);
  progress_start(&progress, run->options->epochs);
  const bool holds_out = corpus_notes(valid) > 0;
  double best = HUGE_VAL;
  if (run->options->base && holds_out && !measure_base(run, network, valid, report, &best)) {
    return false;
  }
  for (int epoch = 0; epoch < run->options->epochs; ++epoch) {
    const Measure train = train_epoch(run, epoch, &progress);
    Measure measured = train;
    if (holds_out && !learner_measure(network, valid, run->options->workers, &measured)) {
      return command_out_of_memory();
    }
    report->records[epoch] =
        (EpochRecord){.train = train, .valid = holds_out ? measured : (Measure){.events = 0}};
    const double nats = measure_nats_a_note(&measured);
    const bool better = nats < best; // the loss is finite whatever the weights are
    progress_epoch(&progress, epoch, &train, holds_out ? &measured : NULL, better);
    report->epochs = epoch + 1;
    if (better) {
      best = nats;
      report->best_epoch = epoch + 1;
      report->train = train;
      report->valid = measured;
      if (!keep_epoch(run, report)) {
        return false;
      }
    } else if (epoch + 1 - report->best_epoch >= run->options->patience) {
      break;
    }
  }
  memcpy(run->weights, run->best, run->learner.weight_count * sizeof *run->best);
  return true;
}

// How many updates go through the corpus once.
static long updates_an_epoch(const TrainingOptions* options, const Corpus* corpus) {
  const size_t fresh = (size_t)options->streams * (size_t)(options->steps - options->overlap);
  return (long)((corpus_notes(corpus) + corpus->count + fresh - 1) / fresh);
}

static bool first_weights(const TrainingOptions* options, const Corpus* train, Random* random,
                          TnNetwork* network, float* weights) {
  weights_initialise(&network->vocabulary, &options->sizes, random, weights);
  if (!weights_expect_frequencies(train, network)) {
    return false;
  }
  if (options->base) {
    weights_adopt(options->base, network);
  }
  return true;
}

void training_report_free(TrainingReport* report) {
  free(report->records);
  *report = (TrainingReport){.epochs = 0};
}

bool training_run(const TrainingOptions* options, const TnVocabulary* vocabulary,
                  const Corpus* train, const Corpus* valid, float* weights,
                  TrainingReport* report) {
  Run run = {
      .options = options, .weights = weights, .updates_an_epoch = updates_an_epoch(options, train)};
  TnNetwork network = tn_network_bind(vocabulary, &options->sizes, weights);
  Random random = {options->seed};
  *report = (TrainingReport){.records = calloc((size_t)options->epochs, sizeof *report->records)};
  bool ok = first_weights(options, train, &random, &network, weights);
  run.deck = deck_new(train, vocabulary, random_bits(&random), true);
  run.deck.hints = options->hints;
  ok = ok &&
       learner_init(&run.learner, &network, options->precision, &run.deck, options->workers,
                    options->streams, options->steps, options->overlap, true,
                    random_bits(&random)) &&
       adam_init(&run.adam, run.learner.weight_count);
  run.adam.decay = options->decay;
  run.best = ok ? malloc(run.learner.weight_count * sizeof *run.best) : NULL;
  ok = cluster_all(run.best && report->records) ? run_epochs(&run, &network, valid, report)
                                                : command_out_of_memory();
  free(run.best);
  adam_free(&run.adam);
  learner_free(&run.learner);
  return ok;
}
