// Every gradient against finite differences of the loss.
#include "tests/unit/note_order.h"
#include "tests/unit/rich_vocabulary.h"
#include "trainer/learner.h"
#include "trainer/matrix.h"
#include "trainer/weights.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { NOTES = 40, STREAMS = 3, STEPS = 14, OVERLAP = 4, VELOCITY_STEP = 20 };

// Two parts and drums, chords, rests, three velocities and nudges: every head, every feature.
static Piece make_piece(uint64_t seed, TnMeter* meters, TnNote* notes) {
  Random random = {seed};
  int32_t tick = random_below(&random, 30);
  for (int i = 0; i < NOTES; ++i) {
    notes[i] = (TnNote){.onset = tick,
                        .duration = 1 + random_below(&random, 40),
                        .part = (uint8_t)random_below(&random, 3),
                        .pitch = (uint8_t)(80 - i % 4 * 7 - random_below(&random, 5)),
                        .velocity = (uint8_t)(40 + VELOCITY_STEP * random_below(&random, 3)),
                        .nudge = (int8_t)(random_below(&random, TN_MAX_NUDGES) - TN_MAX_NUDGE)};
    tick += i % 4 == 3 ? 12 * random_below(&random, 12) + 6 : 0;
  }
  meters[0] = (TnMeter){0, 3, 4};
  meters[1] = (TnMeter){144, 6, 8};
  return (Piece){.notes = notes,
                 .note_count = NOTES,
                 .meters = meters,
                 .meter_count = 2,
                 .end = tick + 48,
                 .key = (uint8_t)(1 + random_below(&random, 24))};
}

typedef struct {
  TnNote notes[4][NOTES];
  TnMeter meters[4][2];
  Piece pieces[4];
  Corpus corpus;
  TnVocabulary vocabulary;
  TnSizes sizes;
  float* weights;
  size_t count;
  TnNetwork network;
} Fixture;

static void fixture_init(Fixture* f, TnVocabulary vocabulary) {
  for (int i = 0; i < 4; ++i) {
    f->pieces[i] = make_piece(7 + (uint64_t)i, f->meters[i], f->notes[i]);
    sort_notes(f->notes[i], NOTES);
  }
  f->corpus = (Corpus){.pieces = f->pieces, .count = 4};
  f->vocabulary = vocabulary;
  corpus_fit(&f->corpus, &f->vocabulary);
  f->sizes = (TnSizes){.embedding = 7, .layers = 2, .hidden = 9, .head = 6};
  f->count = tn_tensors_list(&f->vocabulary, &f->sizes).total;
  f->weights = calloc(f->count, sizeof(float));
  Random random = {3};
  weights_initialise(&f->vocabulary, &f->sizes, &random, f->weights);
  for (size_t i = 0; i < f->count; ++i) {
    f->weights[i] += 0.3F * (random_unit(&random) - 0.5F); // no weight stays 0
  }
  f->network = tn_network_bind(&f->vocabulary, &f->sizes, f->weights);
}

// The mean loss an event of the second batch, whose state is carried from the first; the first
// batch's weights are the same in every call, as the gradient does not reach back into it.
typedef struct {
  Deck deck;
  Learner learner;
} Setup;

static void setup_init(Setup* setup, Fixture* f, const TnNetwork* network) {
  setup->deck = deck_new(&f->corpus, &f->vocabulary, 5, true);
  setup->deck.hints = true;
  assert_true(learner_init(&setup->learner, network, PRECISION_F32, &setup->deck, 1, STREAMS, STEPS,
                           OVERLAP, true, 11));
}

static void setup_free(Setup* setup) {
  learner_free(&setup->learner);
}

// The gradient, [count], and the mean loss, in the first or in the second batch.
static double loss_of(Fixture* f, const float* weights, int batches, float* gradient) {
  float* kept = malloc(f->count * sizeof(float));
  memcpy(kept, f->weights, f->count * sizeof(float));
  Setup setup;
  setup_init(&setup, f, &f->network);
  Measure measure;
  for (int i = 0; i < batches; ++i) {
    if (i == batches - 1) {
      memcpy(f->weights, weights, f->count * sizeof(float));
    }
    measure = (Measure){.events = 0};
    assert_true(learner_step(&setup.learner, &setup.deck, 0.0F, &measure));
  }
  if (gradient) {
    memcpy(gradient, setup.learner.worker[0].gradient_block, f->count * sizeof(float));
  }
  setup_free(&setup);
  memcpy(f->weights, kept, f->count * sizeof(float));
  free(kept);
  return measure_nats(&measure) / measure.events;
}

// Along the gradient's own direction within each tensor the loss rises by the gradient's length.
static void check_tensor(Fixture* f, const TnTensor* tensor, int batches, const float* gradient) {
  const size_t size = (size_t)tensor->rows * (size_t)tensor->columns;
  double square = 0;
  for (size_t i = 0; i < size; ++i) {
    square += pow((double)gradient[tensor->offset + i], 2);
  }
  const double length = sqrt(square);
  if (length < 1e-5) {
    print_error("%s has no gradient\n", tensor->name);
    fail();
  }
  float* moved = malloc(f->count * sizeof(float));
  double losses[2];
  const double step = 0.02;
  for (int side = 0; side < 2; ++side) {
    memcpy(moved, f->weights, f->count * sizeof(float));
    for (size_t i = 0; i < size; ++i) {
      const double along = (double)gradient[tensor->offset + i] / length;
      moved[tensor->offset + i] += (float)((side ? step : -step) * along);
    }
    losses[side] = loss_of(f, moved, batches, NULL);
  }
  free(moved);
  const double slope = (losses[1] - losses[0]) / (2 * step);
  if (fabs(slope - length) > 0.01 * length + 2e-5) {
    print_error("%s: slope %g, gradient %g\n", tensor->name, slope, length);
    fail();
  }
}

static void check_all(Fixture* f, int batches) {
  float* gradient = malloc(f->count * sizeof(float));
  loss_of(f, f->weights, batches, gradient);
  const TnTensorList list = tn_tensors_list(&f->vocabulary, &f->sizes);
  for (int t = 0; t < list.count; ++t) {
    check_tensor(f, &list.tensors[t], batches, gradient);
  }
  free(gradient);
}

static void gradients_of_the_first_batch(void** state) {
  (void)state;
  Fixture f;
  fixture_init(&f, rich_vocabulary(VELOCITY_STEP));
  check_all(&f, 1);
  free(f.weights);
}

static void gradients_with_carried_state(void** state) {
  (void)state;
  Fixture f;
  fixture_init(&f, rich_vocabulary(VELOCITY_STEP));
  check_all(&f, 3);
  free(f.weights);
}

static void gradients_of_piano_rolls(void** state) {
  (void)state;
  Fixture f;
  fixture_init(&f, tn_vocabulary_for_roll(40, 60));
  for (int i = 0; i < 4; ++i) {
    f.pieces[i].meter_count = 0;
  }
  check_all(&f, 2);
  free(f.weights);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(gradients_of_the_first_batch),
      cmocka_unit_test(gradients_with_carried_state),
      cmocka_unit_test(gradients_of_piano_rolls),
  };
  matrix_use_one_thread();
  return cmocka_run_group_tests(tests, NULL, NULL);
}
