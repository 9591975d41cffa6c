#include "tests/unit/small_music.h"
#include "tests/unit/small_network.h"
#include "trainer/learner.h"
#include "trainer/matrix.h"
#include "trainer/training.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const TnSizes SIZES = {.embedding = 8, .layers = 2, .hidden = 12, .head = 9};

typedef struct {
  Corpus corpus;
  SmallNetwork small;
} Fixture;

static void fixture_init(Fixture* f) {
  f->corpus = random_corpus(12, 20);
  TnVocabulary vocabulary = corpus_vocabulary(&f->corpus);
  corpus_fit(&f->corpus, &vocabulary);
  f->small = small_network_new(vocabulary, SIZES, 8);
  assert_non_null(f->small.weights);
}

static void fixture_free(Fixture* f) {
  small_network_free(&f->small);
  corpus_free(&f->corpus);
}

static bool is_near(double a, double b, double tolerance) {
  return fabs(a - b) <= tolerance * fabs(b);
}

static void one_worker_and_two_measure_the_same(void** state) {
  (void)state;
  Fixture f;
  Measure one;
  Measure two;
  fixture_init(&f);
  assert_true(learner_measure(&f.small.network, &f.corpus, 1, &one));
  assert_true(learner_measure(&f.small.network, &f.corpus, 2, &two));
  assert_true(is_near(measure_nats(&two), measure_nats(&one), 1e-5));
  assert_int_equal((int)one.notes, (int)corpus_notes(&f.corpus));
  assert_int_equal((int)one.notes, (int)two.notes);
  assert_int_equal((int)one.events, (int)two.events);
  fixture_free(&f);
}

// The loss of the second batch; its gradient in `gradient`.
static double step_with(const Fixture* f, Precision precision, int workers, int streams,
                        float* gradient) {
  const Deck deck = deck_new(&f->corpus, &f->small.network.vocabulary, 4, true);
  Learner learner;
  Measure measure = {.events = 0};
  assert_true(learner_init(&learner, &f->small.network, precision, &deck, workers, streams, 16, 4,
                           true, 9));
  for (int i = 0; i < 2; ++i) {
    measure = (Measure){.events = 0};
    assert_true(learner_step(&learner, &deck, 0.0F, &measure));
  }
  memcpy(gradient, learner.worker[0].gradient_block, f->small.count * sizeof(float));
  double squares = 0;
  for (size_t i = 0; i < f->small.count; ++i) {
    squares += (double)gradient[i] * (double)gradient[i];
  }
  assert_true(is_near((double)learner_gradient_norm(&learner), sqrt(squares), 1e-6));
  learner_free(&learner);
  return measure_nats(&measure) / measure.events;
}

// More workers than streams, too: some have nothing to do.
static void workers_add_up_to_the_same_loss_and_gradient(void** state) {
  (void)state;
  Fixture f;
  fixture_init(&f);
  float* one = calloc(f.small.count, sizeof(float));
  float* more = calloc(f.small.count, sizeof(float));
  assert_true(one && more);
  const double loss = step_with(&f, PRECISION_F32, 1, 5, one);
  for (int workers = 2; workers <= 7; ++workers) {
    assert_true(is_near(step_with(&f, PRECISION_F32, workers, 5, more), loss, 1e-5));
    for (size_t i = 0; i < f.small.count; ++i) {
      assert_true(fabs((double)one[i] - (double)more[i]) < 1e-5);
    }
  }
  free(one);
  free(more);
  fixture_free(&f);
}

static TrainingOptions small_options(void) {
  TrainingOptions options = training_defaults(0, false);
  options.sizes = (TnSizes){.embedding = 16, .layers = 1, .hidden = 32, .head = 16};
  options.epochs = 2;
  options.streams = 4;
  options.steps = 32;
  options.overlap = 4;
  options.workers = 2;
  return options;
}

static void the_same_seed_gives_the_same_bits(void** state) {
  (void)state;
  Fixture f;
  fixture_init(&f);
  const TnVocabulary* vocabulary = &f.small.network.vocabulary;
  TrainingOptions options = small_options();
  const size_t count = tn_tensors_list(vocabulary, &options.sizes).total;
  const Corpus nothing_held_out = {.pieces = NULL};
  float* runs[3];
  for (int i = 0; i < 3; ++i) {
    TrainingReport report;
    options.seed = i < 2 ? 5 : 6;
    runs[i] = calloc(count, sizeof(float));
    assert_true(runs[i] &&
                training_run(&options, vocabulary, &f.corpus, &nothing_held_out, runs[i], &report));
    training_report_free(&report);
  }
  assert_memory_equal(runs[0], runs[1], count * sizeof(float));
  assert_true(memcmp(runs[0], runs[2], count * sizeof(float)) != 0);
  for (int i = 0; i < 3; ++i) {
    free(runs[i]);
  }
  fixture_free(&f);
}

// Notes what it is given.
typedef struct {
  int calls;
  int best_epoch;
  size_t count;
  float* weights; // [count] of the last call
} Keeper;

static void keep_weights(void* context, const float* weights, const TrainingReport* report) {
  Keeper* keeper = context;
  ++keeper->calls;
  keeper->best_epoch = report->best_epoch;
  assert_int_equal(report->epochs, report->best_epoch);
  memcpy(keeper->weights, weights, keeper->count * sizeof *weights);
}

static void every_best_epoch_is_kept(void** state) {
  (void)state;
  Fixture f;
  fixture_init(&f);
  const TnVocabulary* vocabulary = &f.small.network.vocabulary;
  const Corpus nothing_held_out = {.pieces = NULL};
  TrainingOptions options = small_options();
  TrainingReport report;
  Keeper keeper = {.count = tn_tensors_list(vocabulary, &options.sizes).total};
  keeper.weights = calloc(keeper.count, sizeof(float));
  float* weights = calloc(keeper.count, sizeof(float));
  assert_true(weights && keeper.weights);
  options.epochs = 4;
  options.keep = keep_weights;
  options.keeper = &keeper;
  assert_true(training_run(&options, vocabulary, &f.corpus, &nothing_held_out, weights, &report));
  assert_int_equal(report.epochs, 4);
  assert_in_range(keeper.calls, 1, report.epochs);
  assert_int_equal(keeper.best_epoch, report.best_epoch);
  assert_memory_equal(weights, keeper.weights, keeper.count * sizeof(float));
  training_report_free(&report);
  free(weights);
  free(keeper.weights);
  fixture_free(&f);
}

static void every_epoch_is_recorded(void** state) {
  (void)state;
  Fixture f;
  fixture_init(&f);
  const TnVocabulary* vocabulary = &f.small.network.vocabulary;
  const Corpus nothing = {.pieces = NULL};
  const TrainingOptions options = small_options();
  float* weights = calloc(tn_tensors_list(vocabulary, &options.sizes).total, sizeof *weights);
  assert_non_null(weights);
  for (int holds_out = 0; holds_out <= 1; ++holds_out) {
    TrainingReport report;
    assert_true(training_run(&options, vocabulary, &f.corpus, holds_out ? &f.corpus : &nothing,
                             weights, &report));
    assert_int_equal(report.epochs, options.epochs);
    for (int epoch = 0; epoch < report.epochs; ++epoch) {
      const EpochRecord* record = &report.records[epoch];
      assert_true(record->train.notes > 0);
      assert_int_equal((int)record->valid.notes, holds_out ? (int)corpus_notes(&f.corpus) : 0);
    }
    const EpochRecord* best = &report.records[report.best_epoch - 1];
    assert_memory_equal(&best->train, &report.train, sizeof(Measure));
    assert_memory_equal(holds_out ? &best->valid : &best->train, &report.valid, sizeof(Measure));
    training_report_free(&report);
  }
  free(weights);
  fixture_free(&f);
}

// Eight notes, again and again: soon nothing about them is news.
static void a_repeating_tune_is_learned_by_heart(void** state) {
  (void)state;
  enum { NOTES = 400 };
  static const uint8_t TUNE[] = {60, 64, 67, 64, 62, 65, 69, 59};
  TnNote notes[NOTES];
  TnMeter meter = {0, 4, 4};
  for (int i = 0; i < NOTES; ++i) {
    notes[i] = (TnNote){12 * i, 12, 0, TUNE[i % 8], 80, 0};
  }
  Piece piece = {
      .notes = notes, .note_count = NOTES, .meters = &meter, .meter_count = 1, .end = 12 * NOTES};
  const Corpus corpus = {.pieces = &piece, .count = 1};
  const Corpus nothing_held_out = {.pieces = NULL};
  const TnVocabulary vocabulary = corpus_vocabulary(&corpus);
  TrainingOptions options = small_options();
  options.epochs = 60;
  options.patience = 60;
  options.learning_rate = 0.01F;
  options.dropout = 0.0F;
  options.transpose = 0;
  options.hints = false;
  SmallNetwork small = small_network_new(vocabulary, options.sizes, 1);
  TrainingReport report;
  Measure measure;
  assert_true(
      training_run(&options, &vocabulary, &corpus, &nothing_held_out, small.weights, &report));
  training_report_free(&report);
  assert_true(learner_measure(&small.network, &corpus, 1, &measure));
  print_message("%.4f nats a note\n", measure_nats_a_note(&measure));
  assert_true(measure_nats_a_note(&measure) < 0.05);
  assert_true(measure_accuracy(&measure) > 0.98);
  small_network_free(&small);
}

// Factors of 8 bits: the loss hardly moves, the gradient points the same way.
static void bfloats_learn_nearly_the_same(void** state) {
  (void)state;
  if (!product_kernel(PRECISION_BF16)) {
    printf("SKIP no bfloat16 products on this processor\n");
    skip();
  }
  Fixture f;
  fixture_init(&f);
  float* wide = malloc(f.small.count * sizeof *wide);
  float* narrow = malloc(f.small.count * sizeof *narrow);
  const double loss = step_with(&f, PRECISION_F32, 1, 4, wide);
  const double narrow_loss = step_with(&f, PRECISION_BF16, 1, 4, narrow);
  double product = 0;
  double squares[2] = {0};
  for (size_t i = 0; i < f.small.count; ++i) {
    product += (double)wide[i] * (double)narrow[i];
    squares[0] += (double)wide[i] * (double)wide[i];
    squares[1] += (double)narrow[i] * (double)narrow[i];
  }
  assert_true(fabs(narrow_loss - loss) < 0.005 * loss);
  assert_true(narrow_loss != loss);
  assert_true(product > 0.999 * sqrt(squares[0] * squares[1]));
  free(wide);
  free(narrow);
  fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(one_worker_and_two_measure_the_same),
      cmocka_unit_test(workers_add_up_to_the_same_loss_and_gradient),
      cmocka_unit_test(bfloats_learn_nearly_the_same),
      cmocka_unit_test(the_same_seed_gives_the_same_bits),
      cmocka_unit_test(every_best_epoch_is_kept),
      cmocka_unit_test(every_epoch_is_recorded),
      cmocka_unit_test(a_repeating_tune_is_learned_by_heart),
  };
  matrix_use_one_thread();
  return cmocka_run_group_tests(tests, NULL, NULL);
}
