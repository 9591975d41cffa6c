// A training run in progress: all that its next update depends on. As bytes it goes on in another
// process as if it had never been away.
#ifndef TN_TRAINER_RUN_H
#define TN_TRAINER_RUN_H

#include "trainer/adam.h"
#include "trainer/training.h"

struct Run {
  const TrainingOptions* options;
  TnNetwork network; // bound to `weights`
  Learner learner;
  Deck deck;
  Adam adam;
  float* weights;         // [learner.weight_count] the caller's
  float* best;            // [learner.weight_count] owned: those of the best epoch so far
  double best_nats;       // a note, of that epoch
  TrainingReport* report; // the caller's: of the epochs done
  long updates_an_epoch;
  long updates;  // done in the epoch in progress, which is the one after report->epochs
  Measure train; // of those
  float rate;    // of the update in progress
  float scale;   // that clips the gradient
};

// A run that begins: with first weights, by chance or from the base, which are the first rank's in
// all ranks. `options`, `train` and `vocabulary` are kept, `report` is begun. False where memory is
// short; the caller frees the run and the report in any case. All ranks call it, and get the same.
bool run_init(Run* run, const TrainingOptions* options, const TnVocabulary* vocabulary,
              const Corpus* train, float* weights, TrainingReport* report);
void run_free(Run* run);

// Learns from the next batch. `wishes` are those of this rank, and then those of all. All ranks
// call it.
void run_update(Run* run, Wishes* wishes);

// Keeps the weights as the best so far.
void run_keep_weights(Run* run);

// Appends the state, of all ranks, to the first rank's sink; what the others' hold then is of no
// use. Where memory is short the sink of the first says so. All ranks call it, between two updates.
void run_put(Run* run, Sink* sink);

// Goes on from the state, which all ranks have whole, of a run with the same options, music, number
// of ranks and kind of processor. False where it is none; the run is then good for nothing. All
// ranks call it, and get the same.
bool run_take(Run* run, Span state);

#endif
