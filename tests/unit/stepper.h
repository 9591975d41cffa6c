// Steps of the network at play, begun at random and taken to their end, for tests.
#ifndef TN_TESTS_STEPPER_H
#define TN_TESTS_STEPPER_H

#include "plugin/engine/kernel_sets.h"
#include "plugin/engine/step.h"
#include "tests/unit/engine_fixture.h"
#include "tests/unit/network_sizes.h"
#include "tests/unit/rich_vocabulary.h"
#include "tests/unit/small_network.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
  SmallNetwork small; // the network points into its own memory: do not copy
  TnModel* model;
  void* block;
  TnStep step;
} Stepper;

static inline void stepper_init(Stepper* s, SmallNetwork small) {
  assert_non_null(small.weights);
  s->small = small;
  s->model = tn_model_new(&s->small.network, tn_kernel_portable());
  s->block = malloc(tn_step_bytes(&small.network.sizes));
  assert_true(s->model && s->block);
  tn_step_init(&s->step, s->model, s->block);
}

static inline void stepper_free(Stepper* s) {
  tn_model_free(s->model);
  free(s->block);
  small_network_free(&s->small);
}

static inline SmallNetwork network_of(TnSizes sizes) {
  return small_network_new(rich_vocabulary(30), sizes, 501);
}

static inline bool has_head(const Stepper* s, int field) {
  return s->model->heads[field].classes > 1;
}

static const TnTable* table_of(const Stepper* s, int field) {
  return field == TN_INPUT_TABLE ? &s->model->input_table : &s->model->heads[field].table;
}

enum { TOLD = 9 }; // rows of a table

// Begins the network's step, or the head of `field`.
static inline void begin(Stepper* s, int field, Random* random) {
  const TnTable* table = table_of(s, field);
  s->step.row_count = table->rows > 0 ? random_below(random, TOLD + 1) : 0;
  random_rows(random, table, s->step.row_count, s->step.rows);
  if (field == TN_INPUT_TABLE) {
    tn_step_begin(&s->step);
  } else {
    tn_step_begin_head(&s->step, (TnField)field);
  }
}

// Does all of what is begun, and returns how much that was.
static inline int64_t finish(Stepper* s) {
  int64_t work = INT64_MAX;
  assert_true(tn_step_work(&s->step, &work));
  return INT64_MAX - work;
}

// What a step and all its heads come to.
typedef struct {
  int64_t work;
  uint8_t* memory;
  float logits[TN_FIELDS][TN_MAX_CLASSES];
} Outcome;

static inline Outcome* outcome_new(const Stepper* s) {
  Outcome* outcome = calloc(1, sizeof *outcome);
  assert_non_null(outcome);
  outcome->memory = malloc(tn_step_memory_bytes(&s->model->sizes));
  assert_non_null(outcome->memory);
  return outcome;
}

static inline void outcome_free(Outcome* outcome) {
  free(outcome->memory);
  free(outcome);
}

// `run` does what is begun.
static inline void advance(Stepper* s, Random* random, int64_t (*run)(Stepper* s),
                           Outcome* outcome) {
  begin(s, TN_INPUT_TABLE, random);
  outcome->work = run(s);
  for (int f = 0; f < TN_FIELDS; ++f) {
    if (has_head(s, f)) {
      begin(s, f, random);
      outcome->work += run(s);
      memcpy(outcome->logits[f], s->step.y, (size_t)s->model->heads[f].classes * sizeof(float));
    }
  }
  memcpy(outcome->memory, s->step.memory, tn_step_memory_bytes(&s->model->sizes));
}

static inline void assert_outcomes_equal(const Stepper* s, const Outcome* a, const Outcome* b) {
  assert_true(a->work == b->work);
  assert_memory_equal(a->logits, b->logits, sizeof a->logits);
  assert_memory_equal(a->memory, b->memory, tn_step_memory_bytes(&s->model->sizes));
}

#endif
