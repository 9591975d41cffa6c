// What a training run leaves on the disk on its way: the best style so far, and beside it a
// checkpoint from which the run goes on; and the last words that tell of them.
#ifndef TN_TRAINER_TRAIN_KEEPER_H
#define TN_TRAINER_TRAIN_KEEPER_H

#include "trainer/checkpoint.h"
#include "trainer/train_files.h"
#include "trainer/train_style.h"

typedef struct {
  const TrainSession* session;
  TrainFiles* files;
  bool owns_style; // what is there is of this run: there was no style when it began
  Fingerprint fingerprint;
  Sink resumed;      // the checkpoint that the run goes on from, owned; empty: none
  bool saved;        // the checkpoint on the disk is of this run
  bool warned;       // that it could not be saved the last time
  bool warned_style; // the same of the style
  double due;        // when to save it next, by progress_clock()
  int best_epoch;    // that the style file holds; 0: none
} TrainKeeper;

// For a run that is about to begin. Where options->resume is set and there is a checkpoint, it is
// to go on from that: training->resume lies in the keeper. Says what it does otherwise. False, with
// a message on stderr, where it cannot go on from that, or memory is short; the caller frees the
// keeper in any case. `files` are open. All ranks call it, and get the same.
bool train_keeper_init(TrainKeeper* keeper, const TrainSession* session, TrainFiles* files,
                       TrainingOptions* training);
void train_keeper_free(TrainKeeper* keeper);

// Sets the hooks of `training` and watches for signals: the first one waits until the run has been
// saved, another ends it with its last words. The best style so far is written where there was none
// before the run. `keeper` outlives the run.
void train_keeper_watch(TrainKeeper* keeper, TrainingOptions* training);

// After the run, in all ranks: where a signal has stopped it, or came too late for that, the
// process ends by it here. From here on the first one does.
void train_keeper_obey(TrainKeeper* keeper, const TrainingReport* report);

// Writes the style that is finished and removes the checkpoint; a signal meanwhile waits. False,
// with a message on stderr, where it cannot be written: the checkpoint stays. All ranks call it,
// and get the same.
bool train_keeper_finish(TrainKeeper* keeper, const float* weights, const TrainingReport* report);

#endif
