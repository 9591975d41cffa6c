// The trainer's forward pass and the engine's say the same: the log-probability of every field of
// every event, from batches of overlapping sequences with carried state on one side and from one
// step after the other on the other, within TOLERANCE nats. (They sum in different orders.)
#include "tests/unit/engine_fixture.h"
#include "tests/unit/engine_nats.h"
#include "tests/unit/note_order.h"
#include "tests/unit/rich_vocabulary.h"
#include "trainer/learner.h"
#include "trainer/matrix.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const double TOLERANCE = 1e-4;

enum { PIECES = 5, NOTES = 50, EVENTS = PIECES * (NOTES * 40), VELOCITY_STEP = 30 };

typedef struct {
  TnNote notes[PIECES][NOTES];
  TnMeter meters[PIECES][2];
  Piece pieces[PIECES];
  Corpus corpus;
  float* weights;
  TnNetwork network;
  bool hints;
  int transpose;
} Fixture;

static Piece random_piece(Random* random, const TnVocabulary* v, TnMeter* meters, TnNote* notes) {
  int32_t tick = random_below(random, 30);
  for (int i = 0; i < NOTES; ++i) { // chords of three
    const int part = random_below(random, v->parts);
    const TnPitchRange range = tn_vocabulary_pitch_range(v, part);
    const int middle = range.low + (range.last - range.first) / 2;
    notes[i] = (TnNote){.onset = tick,
                        .duration = random_within(random, 1, 40),
                        .part = (uint8_t)part,
                        .pitch = (uint8_t)(middle + 5 - i % 3 * 4 - random_below(random, 4)),
                        .velocity = (uint8_t)random_within(random, 1, 127),
                        .nudge = (int8_t)random_within(random, -TN_MAX_NUDGE, TN_MAX_NUDGE)};
    tick += i % 3 == 2 ? random_below(random, v->dt_values * 3 / 2) + 1 : 0;
  }
  sort_notes(notes, NOTES);
  meters[0] = (TnMeter){0, 3, 4};
  meters[1] = (TnMeter){144, 7, 8};
  return (Piece){.notes = notes,
                 .note_count = NOTES,
                 .meters = meters,
                 .meter_count = 2,
                 .end = tick + random_below(random, 80),
                 .key = (uint8_t)random_within(random, 1, 24)};
}

static void fixture_init(Fixture* f, TnVocabulary v, TnSizes sizes) {
  Random random = {71};
  *f = (Fixture){.corpus = {.pieces = f->pieces, .count = PIECES}};
  for (int i = 0; i < PIECES; ++i) {
    f->pieces[i] = random_piece(&random, &v, f->meters[i], f->notes[i]);
  }
  const size_t total = tn_tensors_list(&v, &sizes).total;
  f->weights = malloc(total * sizeof *f->weights);
  for (size_t i = 0; i < total; ++i) {
    f->weights[i] = 1.2F * (random_unit(&random) - 0.5F);
  }
  f->network = tn_network_bind(&v, &sizes, f->weights);
}

static Deck deck_like(const Fixture* f) {
  Deck deck = deck_new(&f->corpus, &f->network.vocabulary, 9, false);
  deck.hints = f->hints;
  deck.transpose = f->transpose;
  return deck;
}

// Nats of each field of each event, in order of the pieces.
typedef struct {
  size_t count;
  double nats[EVENTS][TN_FIELDS];
} Nats;

// ---- the engine ----

static void engine_piece(const TnNetwork* n, const DealtPiece* dealt, float* scratch, Nats* nats) {
  float* state = calloc(reference_state_floats(&n->sizes), sizeof *state);
  TnContext c = dealt->start;
  for (size_t i = 0; i < dealt->count; ++i) {
    assert_true(nats->count < EVENTS);
    engine_nats(n, &c, state, dealt->events[i], scratch, nats->nats[nats->count++]);
  }
  free(state);
}

static void engine_pieces(const Fixture* f, Nats* nats) {
  float* scratch = malloc(reference_scratch_floats(&f->network.sizes) * sizeof *scratch);
  const Deck deck = deck_like(f);
  DealtPiece dealt;
  assert_true(dealt_piece_init(&dealt, &deck));
  nats->count = 0;
  for (uint64_t i = 0; deck_deal(&deck, i, &dealt); ++i) {
    engine_piece(&f->network, &dealt, scratch, nats);
  }
  dealt_piece_free(&dealt);
  free(scratch);
}

// ---- the trainer ----

// Measures each event of the batch that counts by itself.
static void measure_events(HeadPass* heads, const DenseNetwork* dense, DenseScratch* scratch,
                           Batch* batch, const float* top, Nats* nats) {
  const size_t steps = (size_t)batch->steps;
  uint8_t* counted = malloc(steps);
  memcpy(counted, batch->counts, steps);
  memset(batch->counts, 0, steps);
  for (size_t i = 0; i < steps; ++i) {
    if (counted[i]) {
      batch->counts[i] = 1;
      const Measure measure = head_pass_run(heads, dense, scratch, batch, top, 0.0F, NULL, NULL);
      batch->counts[i] = 0;
      assert_true(nats->count < EVENTS);
      memcpy(nats->nats[nats->count++], measure.nats, sizeof measure.nats);
    }
  }
  free(counted);
}

// One stream, so that the events come in the order of the pieces.
static void trainer_nats(const Fixture* f, int steps, int overlap, Nats* nats) {
  const TnNetwork* n = &f->network;
  const Deck deck = deck_like(f);
  Batch batch;
  LstmPass lstm;
  HeadPass heads;
  DenseNetwork dense;
  DenseScratch scratch;
  Random random = {1};
  assert_true(batch_init(&batch, &deck, 1, steps, overlap));
  assert_true(lstm_pass_init(&lstm, &n->sizes, 1, steps));
  assert_true(head_pass_init(&heads, &n->vocabulary, &n->sizes, (size_t)steps));
  assert_true(dense_network_init(&dense, n, PRECISION_F32));
  assert_true(dense_network_scratch(&dense, (size_t)steps, &scratch));
  dense_network_pack(&dense, 0, 1);
  nats->count = 0;
  for (batch_fill(&batch, &deck); !batch.exhausted; batch_fill(&batch, &deck)) {
    lstm_pass_forward(&lstm, &dense, &scratch, &batch, 0.0F, &random);
    measure_events(&heads, &dense, &scratch, &batch, lstm.layers[n->sizes.layers - 1].output, nats);
  }
  batch_free(&batch);
  lstm_pass_free(&lstm);
  head_pass_free(&heads);
  dense_scratch_free(&scratch);
  dense_network_free(&dense);
}

static void assert_agree(const Fixture* f, int steps, int overlap) {
  Nats* engine = malloc(sizeof *engine);
  Nats* trainer = malloc(sizeof *trainer);
  engine_pieces(f, engine);
  trainer_nats(f, steps, overlap, trainer);
  assert_int_equal(engine->count, trainer->count);
  assert_true(engine->count > PIECES * NOTES / 2);
  double worst = 0;
  double sum = 0;
  for (size_t i = 0; i < engine->count; ++i) {
    for (int k = 0; k < TN_FIELDS; ++k) {
      worst = fmax(worst, fabs(engine->nats[i][k] - trainer->nats[i][k]));
      sum += engine->nats[i][k];
    }
  }
  print_message("%zu events, %.2f nats each, largest difference %.1e\n", engine->count,
                sum / (double)engine->count, worst);
  assert_true(sum > 0.5 * (double)engine->count); // something was measured
  assert_true(worst < TOLERANCE);
  free(engine);
  free(trainer);
}

static const TnSizes SIZES = {.embedding = 13, .layers = 3, .hidden = 21, .head = 10};

static void every_field_agrees_on_the_grid(void** state) {
  (void)state;
  Fixture f;
  fixture_init(&f, rich_vocabulary(VELOCITY_STEP), SIZES);
  assert_agree(&f, 64, 0);
  free(f.weights);
}

static void overlapping_sequences_agree(void** state) {
  (void)state;
  Fixture f;
  fixture_init(&f, rich_vocabulary(VELOCITY_STEP), SIZES);
  assert_agree(&f, 17, 5);
  assert_agree(&f, 2, 1);
  assert_agree(&f, 1, 0);
  free(f.weights);
}

static void hints_and_transposition_agree(void** state) {
  (void)state;
  Fixture f;
  fixture_init(&f, rich_vocabulary(VELOCITY_STEP), SIZES);
  f.hints = true;
  f.transpose = 6;
  assert_agree(&f, 20, 6);
  free(f.weights);
}

static void piano_rolls_agree(void** state) {
  (void)state;
  Fixture f;
  fixture_init(&f, tn_vocabulary_for_roll(40, 50), SIZES);
  for (int i = 0; i < PIECES; ++i) {
    f.pieces[i].meter_count = 0;
  }
  assert_agree(&f, 24, 4);
  free(f.weights);
}

static void one_layer_and_one_cell_agree(void** state) {
  (void)state;
  Fixture f;
  fixture_init(&f, rich_vocabulary(VELOCITY_STEP),
               (TnSizes){.embedding = 1, .layers = 1, .hidden = 1, .head = 1});
  assert_agree(&f, 33, 3);
  free(f.weights);
}

// What `tiento train` and `tiento eval` report: many streams, several workers.
static void the_measure_of_a_corpus_is_the_engines_sum(void** state) {
  (void)state;
  Fixture f;
  fixture_init(&f, rich_vocabulary(VELOCITY_STEP), SIZES);
  Nats* engine = malloc(sizeof *engine);
  engine_pieces(&f, engine);
  for (int workers = 1; workers <= 2; ++workers) {
    Measure measure;
    assert_true(learner_measure(&f.network, &f.corpus, workers, &measure));
    assert_true(measure.events == (double)engine->count);
    for (int k = 0; k < TN_FIELDS; ++k) {
      double sum = 0;
      for (size_t i = 0; i < engine->count; ++i) {
        sum += engine->nats[i][k];
      }
      assert_true(fabs(measure.nats[k] - sum) < TOLERANCE * (double)engine->count);
    }
  }
  free(engine);
  free(f.weights);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_field_agrees_on_the_grid),
      cmocka_unit_test(overlapping_sequences_agree),
      cmocka_unit_test(hints_and_transposition_agree),
      cmocka_unit_test(piano_rolls_agree),
      cmocka_unit_test(one_layer_and_one_cell_agree),
      cmocka_unit_test(the_measure_of_a_corpus_is_the_engines_sum),
  };
  matrix_use_one_thread();
  return cmocka_run_group_tests(tests, NULL, NULL);
}
