// How far a run is: a bar that is drawn over on a terminal, a line an epoch elsewhere.
#ifndef TN_TRAINER_PROGRESS_H
#define TN_TRAINER_PROGRESS_H

#include "trainer/head_pass.h"

typedef struct {
  bool on_terminal;
  double started;    // seconds
  double last_drawn; // seconds
  double notes;      // trained on since then
  double before;     // epochs done before
  int epochs;
} Progress;

// Seconds of a clock that only goes forward.
double progress_clock(void);

void progress_start(Progress* progress, int epochs);

// Where a run goes on: `share` of an epoch (from 0) was done before.
void progress_resume(Progress* progress, int epoch, double share, const Measure* train);

// Within an epoch (from 0): `share` of it is done. Draws at most ten times a second.
void progress_update(Progress* progress, int epoch, double share, const Measure* train);

// Before the first epoch, where the weights come from a base: how good they are as they are.
void progress_base(const Measure* valid);

// After an epoch. `valid` is NULL where nothing is held out.
void progress_epoch(Progress* progress, int epoch, const Measure* train, const Measure* valid,
                    bool best);

#endif
