// A training run that is ended anywhere goes on as if it had not been.
#include "trainer/run.h"

#include "tests/unit/small_music.h"
#include "tests/unit/small_network.h"
#include "trainer/checkpoint.h"
#include "trainer/matrix.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { NEVER = INT_MAX };

typedef struct {
  TnVocabulary vocabulary;
  Corpus music;
  Corpus held_out;
  SmallNetwork base;
  TrainingOptions options;
  size_t count; // of weights
} Fixture;

static Corpus fitted_corpus(size_t pieces, const TnVocabulary* vocabulary) {
  Corpus corpus = random_corpus(pieces, 20);
  corpus_fit(&corpus, vocabulary);
  return corpus;
}

static int make_fixture(void** state) {
  Fixture* f = calloc(1, sizeof *f);
  *state = f;
  if (!f) {
    return -1;
  }
  Corpus all = random_corpus(8, 20);
  f->vocabulary = corpus_vocabulary(&all);
  corpus_free(&all);
  f->music = fitted_corpus(8, &f->vocabulary);
  f->held_out = fitted_corpus(3, &f->vocabulary);
  f->options = training_defaults(0, false);
  f->options.sizes = (TnSizes){.embedding = 8, .layers = 2, .hidden = 12, .head = 8};
  f->options.epochs = 4;
  f->options.patience = 4;
  f->options.streams = 5;
  f->options.steps = 16;
  f->options.overlap = 4;
  f->options.workers = 1;
  f->base = small_network_new(f->vocabulary, f->options.sizes, 3);
  f->count = f->base.count;
  return f->base.weights ? 0 : -1;
}

static int free_fixture(void** state) {
  Fixture* f = *state;
  corpus_free(&f->music);
  corpus_free(&f->held_out);
  small_network_free(&f->base);
  free(f);
  return 0;
}

// What a run is stopped by, and what it leaves.
typedef struct {
  int patience; // updates before it stops
  Sink state;
} Stopper;

static Wishes stop_in_time(void* context) {
  Stopper* stopper = context;
  return (Wishes){.stop = --stopper->patience == 0};
}

static void save_state(void* context, Run* run) {
  Stopper* stopper = context;
  stopper->state.size = 0;
  run_put(run, &stopper->state);
}

// The run on, from `from` where that is not empty, of so many updates at most. Whether it came to
// its end; `state` is then that of the end.
static bool learn(const Fixture* f, const Sink* from, int updates, Sink* state, float* weights,
                  TrainingReport* report) {
  TrainingOptions options = f->options;
  Stopper stopper = {.patience = updates};
  options.wish = stop_in_time;
  options.save = save_state;
  options.keeper = &stopper;
  if (from->size > 0) {
    options.resume = (Span){from->bytes, from->bytes + from->size};
  }
  const bool done =
      training_run(&options, &f->vocabulary, &f->music, &f->held_out, weights, report);
  assert_int_equal(done, !report->stopped);
  assert_true(stopper.state.size > 0 && !stopper.state.failed);
  *state = stopper.state;
  return done;
}

static void assert_same_report(const TrainingReport* a, const TrainingReport* b) {
  assert_int_equal(a->epochs, b->epochs);
  assert_int_equal(a->best_epoch, b->best_epoch);
  assert_memory_equal(&a->valid, &b->valid, sizeof(Measure));
  assert_memory_equal(&a->train, &b->train, sizeof(Measure));
  assert_memory_equal(a->records, b->records, (size_t)a->epochs * sizeof *a->records);
}

typedef struct {
  float* weights;
  TrainingReport report;
  Sink state; // at the end
} Unbroken;

static Unbroken learn_unbroken(const Fixture* f) {
  const Sink nothing = {.bytes = NULL};
  Unbroken whole = {.weights = calloc(f->count, sizeof(float))};
  assert_non_null(whole.weights);
  assert_true(learn(f, &nothing, NEVER, &whole.state, whole.weights, &whole.report));
  return whole;
}

static void unbroken_free(Unbroken* whole) {
  free(whole->weights);
  free(whole->state.bytes);
  training_report_free(&whole->report);
}

// Stops after `at` updates, goes on for `then` at a time until the end.
static void assert_goes_on(const Fixture* f, const Unbroken* whole, int at, int then) {
  Sink from = {.bytes = NULL};
  Sink state;
  TrainingReport report;
  float* weights = calloc(f->count, sizeof *weights);
  assert_non_null(weights);
  bool done = false;
  for (int updates = at; !done; updates = then) {
    done = learn(f, &from, updates, &state, weights, &report);
    free(from.bytes);
    from = state;
    if (!done) {
      training_report_free(&report);
      memset(weights, 0, f->count * sizeof *weights);
    }
  }
  assert_memory_equal(weights, whole->weights, f->count * sizeof *weights);
  assert_same_report(&report, &whole->report);
  assert_int_equal(state.size, whole->state.size);
  assert_memory_equal(state.bytes, whole->state.bytes, state.size);
  training_report_free(&report);
  free(state.bytes);
  free(weights);
}

static int updates_of(const Fixture* f) {
  Run run;
  TrainingReport report;
  float* weights = calloc(f->count, sizeof *weights);
  assert_true(run_init(&run, &f->options, &f->vocabulary, &f->music, weights, &report));
  const int updates = (int)run.updates_an_epoch * f->options.epochs;
  run_free(&run);
  training_report_free(&report);
  free(weights);
  return updates;
}

// Ended after each of its updates: in the midst of an epoch, at its end, on either side of the
// border from which on nothing is transposed.
static void a_run_that_is_ended_anywhere_comes_to_the_same_end(void** state) {
  const Fixture* f = *state;
  Unbroken whole = learn_unbroken(f);
  const int updates = updates_of(f);
  assert_in_range(updates, 8, 100);
  for (int at = 1; at <= updates; ++at) {
    assert_goes_on(f, &whole, at, NEVER);
  }
  unbroken_free(&whole);
}

static void a_run_that_is_ended_after_every_update_does_too(void** state) {
  Fixture* f = *state;
  for (f->options.workers = 1; f->options.workers <= 3; ++f->options.workers) {
    Unbroken whole = learn_unbroken(f);
    assert_goes_on(f, &whole, 1, 1);
    assert_goes_on(f, &whole, 2, 3);
    unbroken_free(&whole);
  }
}

static void so_does_a_run_from_a_base(void** state) {
  Fixture* f = *state;
  f->options.base = &f->base.network;
  f->options.learning_rate = 0.0F; // nothing is better: it is ended by its patience
  f->options.patience = 2;
  for (int i = 0; i < 2; ++i) {
    Unbroken whole = learn_unbroken(f);
    assert_int_equal(whole.report.best_epoch > 0, i);
    assert_int_equal(whole.report.epochs, i ? f->options.epochs : f->options.patience);
    assert_goes_on(f, &whole, 1, 1);
    unbroken_free(&whole);
    f->options.learning_rate = 0.01F;
    f->options.patience = f->options.epochs;
  }
}

static void so_does_a_run_that_holds_nothing_out(void** state) {
  Fixture* f = *state;
  corpus_free(&f->held_out);
  f->held_out = (Corpus){.pieces = NULL};
  f->options.workers = 8; // more than streams: some have nothing to do
  Unbroken whole = learn_unbroken(f);
  assert_goes_on(f, &whole, 1, 1);
  unbroken_free(&whole);
}

static void from_its_end_a_run_learns_nothing_more(void** state) {
  const Fixture* f = *state;
  Unbroken whole = learn_unbroken(f);
  Sink again;
  TrainingReport report;
  float* weights = calloc(f->count, sizeof *weights);
  assert_non_null(weights);
  assert_true(learn(f, &whole.state, 1, &again, weights, &report)); // no update that would stop it
  assert_memory_equal(weights, whole.weights, f->count * sizeof *weights);
  assert_same_report(&report, &whole.report);
  training_report_free(&report);
  free(again.bytes);
  free(weights);
  unbroken_free(&whole);
}

static bool takes(const Fixture* f, const uint8_t* bytes, size_t size) {
  Run run;
  TrainingReport report;
  float* weights = calloc(f->count, sizeof *weights);
  uint8_t* copy = malloc(size + 1); // nothing may be read behind it
  assert_true(weights && copy);
  memcpy(copy, bytes, size);
  assert_true(run_init(&run, &f->options, &f->vocabulary, &f->music, weights, &report));
  const bool taken = run_take(&run, (Span){copy, copy + size});
  run_free(&run);
  training_report_free(&report);
  free(copy);
  free(weights);
  return taken;
}

static void a_state_of_another_size_is_refused(void** state) {
  Fixture* f = *state;
  Unbroken whole = learn_unbroken(f);
  const size_t size = whole.state.size;
  sink_put(&whole.state, "", 1);
  assert_true(takes(f, whole.state.bytes, size));
  assert_false(takes(f, whole.state.bytes, size + 1));
  for (size_t cut = 1; cut <= size; cut += cut < 2000 ? 41 : 5003) {
    assert_false(takes(f, whole.state.bytes, size - cut));
  }
  assert_false(takes(f, whole.state.bytes, 0));
  f->options.streams = 4;
  assert_false(takes(f, whole.state.bytes, size));
  unbroken_free(&whole);
}

static void another_run_is_refused(void** state) {
  Fixture* f = *state;
  Unbroken whole = learn_unbroken(f);
  TrainingReport report;
  float* weights = calloc(f->count, sizeof *weights);
  assert_non_null(weights);
  f->options.resume = (Span){whole.state.bytes, whole.state.bytes + whole.state.size - 1};
  assert_false(
      training_run(&f->options, &f->vocabulary, &f->music, &f->held_out, weights, &report));
  assert_false(report.stopped);
  training_report_free(&report);
  free(weights);
  unbroken_free(&whole);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_fixture, free_fixture)

// What a program of another layout wrote must not be taken for one's own: where the size here is
// another than it was, the version in checkpoint.c has to be, too.
static void another_layout_has_another_version(void** state) {
  const Fixture* f = *state;
  const Fingerprint fingerprint = {.value = {"17"}};
  TrainingOptions options = f->options;
  options.precision = PRECISION_F32; // what every processor has
  Run run;
  TrainingReport report;
  Sink file = {.bytes = NULL};
  float* weights = calloc(f->count, sizeof *weights);
  if (sizeof(long) != 8) {
    skip();
  }
  assert_non_null(weights);
  assert_true(run_init(&run, &options, &f->vocabulary, &f->music, weights, &report));
  checkpoint_begin(&file, &fingerprint);
  run_put(&run, &file);
  assert_false(file.failed);
  assert_memory_equal(file.bytes, "tiento run 2\n", sizeof "tiento run 2\n");
  assert_int_equal(file.size, 355704);
  free(file.bytes);
  run_free(&run);
  training_report_free(&report);
  free(weights);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(a_run_that_is_ended_anywhere_comes_to_the_same_end),
      TEST(a_run_that_is_ended_after_every_update_does_too),
      TEST(so_does_a_run_from_a_base),
      TEST(so_does_a_run_that_holds_nothing_out),
      TEST(from_its_end_a_run_learns_nothing_more),
      TEST(a_state_of_another_size_is_refused),
      TEST(another_run_is_refused),
      TEST(another_layout_has_another_version),
  };
  matrix_use_one_thread();
  return cmocka_run_group_tests(tests, NULL, NULL);
}
