// Where the time of a note goes: a stopwatch with one hand for each stage, and a kernel whose
// functions press it.
#ifndef TN_TESTS_BENCH_STAGES_H
#define TN_TESTS_BENCH_STAGES_H

#include "plugin/engine/model.h"
#include "tests/bench/stopwatch.h"

typedef enum {
  STAGE_CONTEXT, // which rows are told, and taking in the event
  STAGE_TELL,
  STAGE_LAYERS, // their products
  STAGE_CELLS,
  STAGE_HEADS, // their products
  STAGE_UNITS,
  STAGE_MASKS,
  STAGE_DRAW,
  STAGE_STEP, // what lies between the functions of the kernel
  STAGES
} Stage;

static const char* const STAGE_NAMES[STAGES] = {"context", "tell",  "layers", "cells", "heads",
                                                "units",   "masks", "draw",   "step"};

typedef struct {
  const TnModel* model;
  const TnKernel* kernel; // the one that does the work
  double clock;           // microseconds that reading the clock takes
  double last;            // when it was read last
  double times[STAGES];   // microseconds of this note
} Stages;

// A kernel's functions are told nothing of who calls them.
static Stages stages_at_work;

static inline void stages_begin(void) {
  memset(stages_at_work.times, 0, sizeof stages_at_work.times);
  stages_at_work.last = stopwatch_wall();
}

// What passed since the last time the clock was read is of this stage.
static inline void stages_end(Stage stage) {
  const double now = stopwatch_wall();
  stages_at_work.times[stage] += now - stages_at_work.last - stages_at_work.clock;
  stages_at_work.last = now;
}

static inline void stages_tell(const int16_t* table, const uint16_t* rows, int count, int outputs,
                               int32_t* told) {
  stages_end(STAGE_STEP);
  stages_at_work.kernel->tell(table, rows, count, outputs, told);
  stages_end(STAGE_TELL);
}

static inline void stages_affine(const TnAffine* affine, int panel, const TnValues x[2],
                                 const int32_t* told, float* y) {
  const TnAffine* layers = stages_at_work.model->layers;
  stages_end(STAGE_STEP);
  stages_at_work.kernel->affine(affine, panel, x, told, y);
  stages_end(affine >= layers && affine < layers + TN_MAX_LAYERS ? STAGE_LAYERS : STAGE_HEADS);
}

static inline void stages_cells(const float* y, int panels, float* c, TnValues h) {
  stages_end(STAGE_STEP);
  stages_at_work.kernel->cells(y, panels, c, h);
  stages_end(STAGE_CELLS);
}

static inline void stages_units(const float* y, int count, TnValues units) {
  stages_end(STAGE_STEP);
  stages_at_work.kernel->units(y, count, units);
  stages_end(STAGE_UNITS);
}

// Wraps the kernel of a model, which is the one that is measured from now on.
static inline void stages_watch(TnModel* model) {
  static const TnKernel WATCH = {"stages", stages_tell, stages_affine, stages_cells, stages_units};
  double times[1001];
  stages_at_work = (Stages){.model = model, .kernel = model->kernel};
  for (int i = 0; i < 1001; ++i) {
    const double before = stopwatch_wall();
    times[i] = stopwatch_wall() - before;
  }
  stages_at_work.clock = stopwatch_median(times, 1001);
  model->kernel = &WATCH;
}

#endif
