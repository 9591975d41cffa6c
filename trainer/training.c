#include "trainer/training.h"

#include "trainer/cluster.h"
#include "trainer/command.h"
#include "trainer/progress.h"
#include "trainer/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

// Does what ranks wished. False where the run is to stop.
static bool fulfil(Run* run, Wishes wishes) {
  const TrainingOptions* options = run->options;
  if ((wishes.save > 0 || wishes.stop > 0) && options->save) {
    options->save(options->keeper, run);
  }
  run->report->stopped = wishes.stop > 0;
  return !run->report->stopped;
}

// The rest of the epoch in progress. False where the run is to stop.
static bool train_epoch(Run* run, Progress* progress) {
  const TrainingOptions* options = run->options;
  bool goes_on = true;
  while (goes_on && run->updates < run->updates_an_epoch) {
    Wishes wishes = options->wish ? options->wish(options->keeper) : (Wishes){.save = 0};
    run_update(run, &wishes);
    progress_update(progress, run->report->epochs,
                    (double)run->updates / (double)run->updates_an_epoch, &run->train);
    goes_on = fulfil(run, wishes);
  }
  return goes_on;
}

// What was taken over is the best so far: learning may only add to it.
static bool measure_base(Run* run, const Corpus* valid) {
  Measure* measured = &run->report->valid;
  if (!learner_measure(&run->network, valid, run->options->workers, measured)) {
    return command_out_of_memory();
  }
  run->best_nats = measure_nats_a_note(measured);
  run_keep_weights(run);
  progress_base(measured);
  return true;
}

static void keep_best(const Run* run) {
  const TrainingOptions* options = run->options;
  if (options->keep) {
    options->keep(options->keeper, run->best, run->report);
  }
}

static bool end_epoch(Run* run, const Corpus* valid, Progress* progress) {
  const bool holds_out = corpus_notes(valid) > 0;
  TrainingReport* report = run->report;
  const Measure train = run->train;
  Measure measured = train;
  if (holds_out && !learner_measure(&run->network, valid, run->options->workers, &measured)) {
    return command_out_of_memory();
  }
  const double nats = measure_nats_a_note(&measured);
  const bool better = nats < run->best_nats; // the loss is finite whatever the weights are
  progress_epoch(progress, report->epochs, &train, holds_out ? &measured : NULL, better);
  report->records[report->epochs] =
      (EpochRecord){.train = train, .valid = holds_out ? measured : (Measure){.events = 0}};
  ++report->epochs;
  run->updates = 0;
  run->train = (Measure){.events = 0};
  if (better) {
    run->best_nats = nats;
    report->best_epoch = report->epochs;
    report->train = train;
    report->valid = measured;
    run_keep_weights(run);
    keep_best(run);
  }
  return true;
}

// The best style is kept again: its file may be gone, or of a later epoch than the state.
static bool begin(Run* run, const Corpus* valid, Progress* progress) {
  const TrainingOptions* options = run->options;
  const TrainingReport* report = run->report;
  progress_start(progress, options->epochs);
  if (span_size(options->resume) == 0) {
    return !options->base || corpus_notes(valid) == 0 || measure_base(run, valid);
  }
  if (!run_take(run, options->resume)) {
    fputs("tiento: the checkpoint is none of this run\n", stderr);
    return false;
  }
  progress_resume(progress, report->epochs, (double)run->updates / (double)run->updates_an_epoch,
                  &run->train);
  if (report->best_epoch > 0) {
    keep_best(run);
  }
  return true;
}

static bool run_epochs(Run* run, const Corpus* valid) {
  const TrainingOptions* options = run->options;
  const TrainingReport* report = run->report;
  Progress progress;
  bool ok = begin(run, valid, &progress);
  while (ok && report->epochs < options->epochs &&
         report->epochs - report->best_epoch < options->patience) {
    ok = train_epoch(run, &progress) && end_epoch(run, valid, &progress);
  }
  if (ok && options->save) {
    options->save(options->keeper, run);
  }
  memcpy(run->weights, run->best, run->learner.weight_count * sizeof *run->best);
  return ok;
}

void training_report_free(TrainingReport* report) {
  free(report->records);
  *report = (TrainingReport){.epochs = 0};
}

bool training_run(const TrainingOptions* options, const TnVocabulary* vocabulary,
                  const Corpus* train, const Corpus* valid, float* weights,
                  TrainingReport* report) {
  Run run;
  const bool ok = run_init(&run, options, vocabulary, train, weights, report)
                      ? run_epochs(&run, valid)
                      : command_out_of_memory();
  run_free(&run);
  return ok;
}
