// Training: epochs of Adam over a corpus, with a validation part that says when to stop.
#ifndef TN_TRAINER_TRAINING_H
#define TN_TRAINER_TRAINING_H

#include "trainer/learner.h"

// What was measured of an epoch.
typedef struct {
  Measure train; // with dropout
  Measure valid; // of no events where nothing is held out
} EpochRecord;

// What there is to tell about a training, in the style file too.
typedef struct {
  int epochs;           // done
  int best_epoch;       // whose weights were kept, from 1; 0: those taken over from the base
  Measure train;        // of that epoch, with dropout
  Measure valid;        // where nothing is held out the same as `train`
  EpochRecord* records; // [epochs] owned
  bool stopped;         // before its end, because a rank wished it
} TrainingReport;

typedef struct Run Run; // see run.h

void training_report_free(TrainingReport* report);

typedef struct {
  TnSizes sizes;
  const TnNetwork* base; // of these sizes, whose weights it goes on from; NULL: from chance
  int epochs;
  int patience;  // epochs without improvement before it stops
  int streams;   // sequences in a batch
  int steps;     // events in a sequence
  int overlap;   // events that successive sequences share
  int transpose; // semitones up or down at most
  float settle;  // the last share of the epochs is not transposed
  float dropout;
  float learning_rate; // the highest; it warms up and decays along a cosine
  float decay;         // of the weights, times the learning rate, at every update
  float clip;          // of the gradient's norm
  bool hints;          // of key and end
  int workers;         // of each rank
  Precision precision; // of the products
  uint64_t seed;
  // Where not NULL: called in all ranks with what there is whenever an epoch was the best so far,
  // so that a run that is broken off has not been in vain.
  void (*keep)(void* keeper, const float* weights, const TrainingReport* report);
  // Where not NULL: asked before each batch, in all ranks. What one wishes is done after the batch.
  Wishes (*wish)(void* keeper);
  // Where not NULL: called in all ranks where one wished to save or to stop, and after the last
  // epoch: run_put() gives what `resume` takes.
  void (*save)(void* keeper, Run* run);
  void* keeper;
  Span resume; // what a run with the same options and music has saved; empty: none
} TrainingOptions;

// Defaults for a corpus of so many notes; the sizes suit a small folder.
TrainingOptions training_defaults(size_t notes, bool roll);

// The same for going on from `base`, which is kept, and whose sizes are taken over: a lower rate
// and fewer epochs, so that what it has learned is not lost.
TrainingOptions training_defaults_from(const TnNetwork* base, size_t notes, bool roll);

// bfloat16 where this processor multiplies it, else single precision.
Precision training_precision(void);

// Trains the network (bound to `weights`, which it initialises, by chance or from the base) and
// leaves the weights of the epoch with the best validation likelihood. Reports on stderr. False,
// with a message on stderr, where memory is short or `resume` is no such run's, and, without one,
// where it was stopped. The caller frees `report` in any case. All ranks of a cluster call it, with
// the same options and music, and get the same.
bool training_run(const TrainingOptions* options, const TnVocabulary* vocabulary,
                  const Corpus* train, const Corpus* valid, float* weights, TrainingReport* report);

#endif
