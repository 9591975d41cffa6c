// Goes through the motions of composing an event that is known already, by any network: what it is
// told, what it says of each field, what is allowed and a draw, whose result is left.
#ifndef TN_TESTS_BENCH_FOLLOWER_H
#define TN_TESTS_BENCH_FOLLOWER_H

#include "plugin/engine/sampler.h"
#include "tests/bench/sgemv_network.h"
#include "tests/bench/stages.h"

#include "plugin/engine/random.h"
#include "plugin/engine/step.h"

typedef struct {
  TnContext context;
  const TnNetwork* network;
  TnSampling sampling;
  SgemvNetwork* sgemv; // which of the two computes
  TnStep* step;        // where it is this one, the stages are watched
  int drawn;           // the sum of what was drawn: it is used
} Follower;

static inline void follower_watch(const Follower* f, Stage stage) {
  if (f->step) {
    stages_end(stage);
  }
}

static inline void follower_step(Follower* f) {
  int64_t unbounded = INT64_MAX;
  uint16_t rows[TN_MAX_ROWS];
  uint16_t* told = f->step ? f->step->rows : rows;
  const int count = tn_context_input_rows(&f->context, &f->network->input_table, told);
  follower_watch(f, STAGE_CONTEXT);
  if (!f->step) {
    sgemv_step(f->sgemv, told, count);
    return;
  }
  f->step->row_count = count;
  tn_step_begin(f->step);
  (void)tn_step_work(f->step, &unbounded);
  stages_end(STAGE_STEP);
}

static inline const float* follower_ask(Follower* f, TnField field, TnEvent event) {
  int64_t unbounded = INT64_MAX;
  uint16_t rows[TN_MAX_ROWS];
  uint16_t* told = f->step ? f->step->rows : rows;
  const TnTable* table = &f->network->heads[field].table;
  const int count = tn_context_condition_rows(&f->context, table, field, event, told);
  follower_watch(f, STAGE_CONTEXT);
  if (!f->step) {
    return sgemv_head(f->sgemv, field, told, count);
  }
  f->step->row_count = count;
  tn_step_begin_head(f->step, field);
  (void)tn_step_work(f->step, &unbounded);
  stages_end(STAGE_STEP);
  return f->step->y;
}

static inline void follower_follow(Follower* f, TnEvent event) {
  TnDraw draw = {.event = (uint32_t)f->context.tick};
  follower_step(f);
  for (int field = TN_DT; field < TN_FIELDS && (field == TN_DT || event.kind == TN_EVENT_NOTE);
       ++field) {
    const int classes = f->network->heads[field].classes;
    uint8_t allowed[TN_MAX_CLASSES];
    if (classes < 2) {
      continue;
    }
    const float* logits = follower_ask(f, (TnField)field, event);
    tn_context_allowed(&f->context, (TnField)field, event, allowed);
    follower_watch(f, STAGE_MASKS);
    draw.field = (uint32_t)field;
    f->drawn += tn_sampler_draw(logits, allowed, classes, f->sampling, tn_random_bits(&draw));
    follower_watch(f, STAGE_DRAW);
  }
  tn_context_advance(&f->context, event);
  follower_watch(f, STAGE_CONTEXT);
}

#endif
