// A checkpoint tells in what the run it is of differs from another.
#include "trainer/fingerprint.h"

#include "tests/unit/small_music.h"
#include "tests/unit/small_network.h"
#include "trainer/loops.h"
#include "trainer/matrix.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
  TnVocabulary vocabulary;
  Corpus music[SPLIT_PARTS];
  TrainOptions options;
} Fixture;

static Fixture fixture_new(void) {
  Fixture f = {.music[SPLIT_TRAIN] = random_corpus(3, 20), .options = train_options_default()};
  f.vocabulary = corpus_vocabulary(&f.music[SPLIT_TRAIN]);
  corpus_fit(&f.music[SPLIT_TRAIN], &f.vocabulary);
  f.options.training.sizes = (TnSizes){.embedding = 8, .layers = 1, .hidden = 8, .head = 8};
  f.options.training.streams = 5;
  f.options.training.workers = 1;
  return f;
}

static void fixture_free(Fixture* f) {
  corpus_free(&f->music[SPLIT_TRAIN]);
}

static Fingerprint fingerprint_of(const Fixture* f) {
  Fingerprint fingerprint;
  assert_true(fingerprint_take(&f->options, &f->vocabulary, f->music, &fingerprint));
  return fingerprint;
}

static void assert_differs(const Fixture* f, const Fingerprint* theirs, const char* reason) {
  char told[256] = "";
  const Fingerprint ours = fingerprint_of(f);
  assert_false(fingerprint_equals(&ours, theirs, told, sizeof told));
  assert_string_equal(told, reason);
}

static void the_same_run_has_the_same(void** state) {
  (void)state;
  char told[256];
  Fixture f = fixture_new();
  Fixture g = fixture_new();
  const Fingerprint first = fingerprint_of(&f);
  const Fingerprint second = fingerprint_of(&g);
  assert_true(fingerprint_equals(&first, &second, told, sizeof told));
  assert_memory_equal(&first, &second, sizeof first);
  fixture_free(&f);
  fixture_free(&g);
}

static void the_first_option_that_differs_is_told(void** state) {
  (void)state;
  Fixture f = fixture_new();
  const Fingerprint first = fingerprint_of(&f);
  f.options.training.workers = 2;
  assert_differs(&f, &first, "it is of a run with --workers 1, not 2");
  f.options.training.streams = 6;
  assert_differs(&f, &first, "it is of a run with --batch 5, not 6");
  f.options.training.dropout = 0.5F;
  assert_differs(&f, &first, "it is of a run with --dropout 0.35, not 0.5");
  fixture_free(&f);
}

static void every_option_that_changes_the_style_matters(void** state) {
  (void)state;
  char told[256];
  Fixture f = fixture_new();
  const Fingerprint first = fingerprint_of(&f);
  TrainingOptions* t = &f.options.training;
  int* const whole[] = {&t->epochs,     &t->patience,        &t->streams,
                        &t->steps,      &t->overlap,         &t->transpose,
                        &t->workers,    &t->sizes.layers,    &t->sizes.hidden,
                        &t->sizes.head, &t->sizes.embedding, &f.options.roll_ticks};
  float* const real[] = {&t->settle, &t->dropout, &t->learning_rate, &t->decay};
  for (size_t i = 0; i < sizeof whole / sizeof whole[0]; ++i) {
    ++*whole[i];
    const Fingerprint other = fingerprint_of(&f);
    assert_false(fingerprint_equals(&other, &first, told, sizeof told));
    --*whole[i];
  }
  for (size_t i = 0; i < sizeof real / sizeof real[0]; ++i) {
    const float before = *real[i];
    *real[i] = nextafterf(before, 1.0F);
    const Fingerprint other = fingerprint_of(&f);
    assert_false(fingerprint_equals(&other, &first, told, sizeof told));
    *real[i] = before;
  }
  ++t->seed;
  assert_differs(&f, &first, "it is of a run with --seed 1, not 2");
  fixture_free(&f);
}

static void every_note_matters(void** state) {
  (void)state;
  Fixture f = fixture_new();
  const Fingerprint first = fingerprint_of(&f);
  f.vocabulary.lookbacks[f.vocabulary.lookback_count++] = 3;
  assert_differs(&f, &first, "it is of a run with another vocabulary (--lookback or --pitches)");
  ++f.music[SPLIT_TRAIN].pieces[2].notes[3].velocity;
  assert_differs(&f, &first, "it is of a run with other music, --valid or --keep-all");
  fixture_free(&f);
}

// In any field: which is which only fingerprint.c knows.
static bool has_value(const Fingerprint* f, const char* value) {
  bool has = false;
  for (int t = 0; t < FINGERPRINT_TRAITS; ++t) {
    has = has || strcmp(f->value[t], value) == 0;
  }
  return has;
}

static void the_processor_matters_as_far_as_it_is_used(void** state) {
  (void)state;
  Fixture f = fixture_new();
  f.options.training.precision = PRECISION_F32;
  const ProductKernel* kernel = product_kernel(PRECISION_F32);
  const Fingerprint fingerprint = fingerprint_of(&f);
  assert_true(has_value(&fingerprint, kernel->name));
  assert_true(has_value(&fingerprint, loops()->name));
  assert_int_equal(has_value(&fingerprint, matrix_core()), !kernel->beats_blas);
  fixture_free(&f);
}

static void a_base_matters(void** state) {
  (void)state;
  Fixture f = fixture_new();
  const Fingerprint without = fingerprint_of(&f);
  SmallNetwork small = small_network_new(f.vocabulary, f.options.training.sizes, 1);
  const TnStyle base = {.network = small.network, .weights = small.weights};
  f.options.base = &base;
  const Fingerprint with = fingerprint_of(&f);
  assert_differs(&f, &without, "it is of a run with another --from");
  small.weights[small.count - 1] += 1.0F;
  assert_differs(&f, &with, "it is of a run with another --from");
  small_network_free(&small);
  fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_same_run_has_the_same),
      cmocka_unit_test(the_first_option_that_differs_is_told),
      cmocka_unit_test(every_option_that_changes_the_style_matters),
      cmocka_unit_test(every_note_matters),
      cmocka_unit_test(the_processor_matters_as_far_as_it_is_used),
      cmocka_unit_test(a_base_matters),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
