// A generator over a network of random weights, for tests.
#ifndef TN_TESTS_GENERATOR_PLAYER_H
#define TN_TESTS_GENERATOR_PLAYER_H

#include "plugin/engine/generator.h"
#include "tests/unit/engine_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

typedef struct {
  TnNetwork network;
  float* weights;
  TnModel* model;
  void* block;
  TnGenerator generator;
  TnMeter meters[FIXTURE_METERS];
  int meter_count;
  uint32_t event;
} Player; // the generator points into its own memory: do not copy

// A network with random weights of the size `spread`, which may be changed until it plays.
static inline void player_init(Player* p, Random* random, TnVocabulary v, float spread) {
  const TnSizes sizes = {.embedding = random_within(random, 1, 9),
                         .layers = random_within(random, 1, 3),
                         .hidden = random_within(random, 1, 9),
                         .head = random_within(random, 1, 9)};
  const size_t total = tn_tensors_list(&v, &sizes).total;
  *p = (Player){.weights = malloc(total * sizeof(float))};
  for (size_t i = 0; i < total; ++i) {
    p->weights[i] = spread * (random_unit(random) - 0.5F);
  }
  p->network = tn_network_bind(&v, &sizes, p->weights);
  p->meter_count = random_meters(random, p->meters);
}

static inline void player_start(Player* p, int32_t end) {
  if (!p->model) {
    p->model = tn_model_new(&p->network, tn_kernel_fastest());
    p->block = malloc(tn_generator_bytes(&p->network.sizes));
    tn_generator_init(&p->generator, p->model, p->block);
  }
  tn_generator_start(&p->generator, p->meters, p->meter_count, end, 0);
  p->event = 0;
}

static inline void player_stop(Player* p) {
  tn_model_free(p->model);
  free(p->block);
  p->model = NULL;
  p->block = NULL;
}

static inline void player_free(Player* p) {
  player_stop(p);
  free(p->weights);
}

// Goes on with the event that comes next.
static inline TnDrawn player_draw(Player* p, TnSampling sampling, uint32_t seed,
                                  const TnBounds* bounds, int64_t* work, TnEvent* event) {
  const TnDraw draw = {.seed = seed, .bar = p->event / 8, .event = p->event % 8};
  if (!p->model) {
    player_start(p, -1);
  }
  const TnDrawn drawn = tn_generator_next(&p->generator, sampling, draw, bounds, work, event);
  p->event += drawn == TN_DRAWN;
  return drawn;
}

static inline TnEvent player_next(Player* p, TnSampling sampling, uint32_t seed) {
  int64_t unbounded = INT64_MAX;
  TnEvent event;
  assert_int_equal(player_draw(p, sampling, seed, NULL, &unbounded, &event), TN_DRAWN);
  return event;
}

// They remember the same, and are told the same.
static inline void assert_alike(const TnGenerator* a, const TnGenerator* b) {
  uint16_t rows[2][TN_MAX_ROWS];
  const TnTable* table = &a->step.model->input_table;
  const int count = tn_context_input_rows(&a->context, table, rows[0]);
  assert_int_equal(tn_context_input_rows(&b->context, table, rows[1]), count);
  assert_memory_equal(rows[0], rows[1], (size_t)count * sizeof rows[0][0]);
  assert_int_equal(a->context.tick, b->context.tick);
  assert_memory_equal(&a->context.previous, &b->context.previous, sizeof a->context.previous);
  assert_memory_equal(a->step.memory, b->step.memory, tn_step_memory_bytes(&a->step.model->sizes));
}

// A generator that is given events instead of drawing them, with the network and the meters of `p`.
// Returns its memory, to be freed.
static inline void* generator_given(const Player* p, const TnEvent* events, int count,
                                    TnGenerator* given) {
  void* block = malloc(tn_generator_bytes(&p->network.sizes));
  tn_generator_init(given, p->model, block);
  tn_generator_start(given, p->meters, p->meter_count, -1, 0);
  for (int i = 0; i < count; ++i) {
    int64_t unbounded = INT64_MAX;
    assert_true(tn_generator_follow(given, events[i], &unbounded));
  }
  return block;
}

#endif
