// How far the style that ships, as it is played, is from its own weights in single precision: over
// music that it plays itself, and over the hymns that it did not learn. These lie outside the
// repository, in ../shared or where TIENTO_SHARED says: without them that part skips.
#include "plugin/engine/generator.h"
#include "plugin/engine/kernel_sets.h"
#include "plugin/engine/style.h"
#include "tests/unit/engine_nats.h"
#include "trainer/deck.h"
#include "trainer/split.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const char STYLE[] = "presets/hymns.safetensors";

// What is promised of every head, and of the likelihood of what was held out.
static const double MOST_DIVERGENCE = 1e-4; // nats, on average
static const double MOST_CHANGE = 0.001;    // of the likelihood
enum { FEWEST_EVENTS = 10000 };

// Sums over events, by field.
typedef struct {
  long events;
  long count[TN_FIELDS];
  double divergence[TN_FIELDS]; // of the played distribution from that in single precision
  double reference[TN_FIELDS];  // -ln p, in nats
  double played[TN_FIELDS];
} Sums;

// The network in single precision and as it is played, which take in the same events.
typedef struct {
  TnStyle style;
  TnModel* model;
  void* block;
  TnStep step;
  float* state;
  float* scratch;
  TnContext context;
  Sums sums;
} Pair;

static void pair_init(Pair* p) {
  char reason[256];
  if (tn_style_read(STYLE, &p->style, reason, sizeof reason) != TN_OK) {
    print_error("%s: %s\n", STYLE, reason);
    fail();
  }
  const TnSizes* sizes = &p->style.network.sizes;
  p->model = tn_model_new(&p->style.network, tn_kernel_fastest());
  p->block = malloc(tn_step_bytes(sizes));
  p->state = malloc(reference_state_floats(sizes) * sizeof *p->state);
  p->scratch = malloc(reference_scratch_floats(sizes) * sizeof *p->scratch);
  assert_true(p->model && p->block && p->state && p->scratch);
  tn_step_init(&p->step, p->model, p->block);
  p->sums = (Sums){0};
}

static void pair_free(Pair* p) {
  tn_style_free(&p->style);
  tn_model_free(p->model);
  free(p->block);
  free(p->state);
  free(p->scratch);
}

static void pair_start(Pair* p, const TnContext* context) {
  p->context = *context;
  tn_step_clear(&p->step);
  memset(p->state, 0, reference_state_floats(&p->style.network.sizes) * sizeof *p->state);
}

static void work(Pair* p) {
  int64_t unbounded = INT64_MAX;
  assert_true(tn_step_work(&p->step, &unbounded));
}

// p ln(p / q), summed over the classes.
static double divergence(const float* reference, const float* played, int classes) {
  double sum = 0;
  for (int k = 0; k < classes; ++k) {
    if (reference[k] > 0.0F) {
      assert_true(played[k] > 0.0F);
      sum += (double)reference[k] * log((double)reference[k] / (double)played[k]);
    }
  }
  return sum;
}

static void compare(Pair* p, TnField field, TnEvent event) {
  const TnNetwork* n = &p->style.network;
  const int classes = n->heads[field].classes;
  float reference[TN_MAX_CLASSES];
  uint8_t allowed[TN_MAX_CLASSES];
  if (classes < 2) {
    return;
  }
  p->step.row_count =
      tn_context_condition_rows(&p->context, &n->heads[field].table, field, event, p->step.rows);
  tn_step_begin_head(&p->step, field);
  work(p);
  reference_head(n, field, p->state, p->step.rows, p->step.row_count, p->scratch, reference);
  tn_context_allowed(&p->context, field, event, allowed);
  reference_softmax(reference, allowed, classes);
  reference_softmax(p->step.y, allowed, classes);
  const int class = engine_class(&n->vocabulary, event, field);
  ++p->sums.count[field];
  p->sums.divergence[field] += divergence(reference, p->step.y, classes);
  p->sums.reference[field] -= log((double)reference[class]);
  p->sums.played[field] -= log((double)p->step.y[class]);
}

static void pair_take(Pair* p, TnEvent event) {
  const TnNetwork* n = &p->style.network;
  p->step.row_count = tn_context_input_rows(&p->context, &n->input_table, p->step.rows);
  reference_step(n, p->state, p->step.rows, p->step.row_count, p->scratch);
  tn_step_begin(&p->step);
  work(p);
  for (int f = 0; f < TN_FIELDS; ++f) {
    if (f == TN_DT || event.kind == TN_EVENT_NOTE) {
      compare(p, (TnField)f, event);
    }
  }
  tn_context_advance(&p->context, event);
  ++p->sums.events;
}

static void check_sums(const Sums* sums) {
  double reference = 0;
  double played = 0;
  for (int f = 0; f < TN_FIELDS; ++f) {
    if (sums->count[f] > 0) {
      const double average = sums->divergence[f] / (double)sums->count[f];
      print_message("  %-9s %.1e nats from single precision\n", tn_field_name((TnField)f), average);
      assert_true(average >= -1e-7 && average <= MOST_DIVERGENCE);
    }
    reference += sums->reference[f];
    played += sums->played[f];
  }
  const double change = played / reference - 1;
  print_message("  %ld events, %.4f nats each, as played %+.4f%%\n", sums->events,
                reference / (double)sums->events, 100 * change);
  assert_true(fabs(change) < MOST_CHANGE);
}

static void what_it_plays_is_as_likely_as_its_weights_say(void** state) {
  (void)state;
  const TnSampling sampling = {1.0F, 1.0F};
  Pair p;
  TnGenerator generator;
  pair_init(&p);
  void* block = malloc(tn_generator_bytes(&p.style.network.sizes));
  assert_non_null(block);
  tn_generator_init(&generator, p.model, block);
  tn_generator_start(&generator, &p.style.meter, 1, -1, p.style.key);
  pair_start(&p, &generator.context);
  for (uint32_t i = 0; i < 1000; ++i) {
    int64_t unbounded = INT64_MAX;
    TnEvent event;
    const TnDraw draw = {.seed = 1, .event = i};
    assert_int_equal(tn_generator_next(&generator, sampling, draw, NULL, &unbounded, &event),
                     TN_DRAWN);
    pair_take(&p, event);
  }
  check_sums(&p.sums);
  free(block);
  pair_free(&p);
}

// The pieces of the hymns that were not learned.
static void read_held_out(Corpus* corpus) {
  const char* shared = getenv("TIENTO_SHARED");
  char path[1024];
  char* paths[] = {path};
  Corpus parts[SPLIT_PARTS];
  SkipList skips = {0};
  (void)snprintf(path, sizeof path, "%s/corpora/hymns", shared ? shared : "../shared");
  const bool is_there = corpus_read(corpus, paths, 1, &(ReadOptions){.roll_ticks = 0}, &skips);
  skip_list_free(&skips);
  if (!is_there) {
    print_message("SKIP: no hymns at %s\n", path);
    skip();
  }
  assert_true(split_corpus(corpus, parts));
  corpus_free(&parts[SPLIT_TRAIN]);
  assert_true(split_join(&parts[SPLIT_VALID], &parts[SPLIT_TEST]));
  *corpus = parts[SPLIT_VALID];
}

static void hymns_are_as_likely_as_its_weights_say(void** state) {
  (void)state;
#ifdef __SANITIZE_ADDRESS__
  print_message("SKIP: sanitizers are too slow to read all hymns\n");
  skip();
#endif
  Corpus corpus;
  Pair p;
  DealtPiece dealt;
  read_held_out(&corpus);
  pair_init(&p);
  corpus_fit(&corpus, &p.style.network.vocabulary);
  const Deck deck = deck_new(&corpus, &p.style.network.vocabulary, 0, false);
  assert_true(dealt_piece_init(&dealt, &deck));
  for (uint64_t i = 0; deck_deal(&deck, i, &dealt); ++i) {
    pair_start(&p, &dealt.start);
    for (size_t e = 0; e < dealt.count; ++e) {
      pair_take(&p, dealt.events[e]);
    }
  }
  assert_true(p.sums.events >= FEWEST_EVENTS);
  check_sums(&p.sums);
  dealt_piece_free(&dealt);
  corpus_free(&corpus);
  pair_free(&p);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_it_plays_is_as_likely_as_its_weights_say),
      cmocka_unit_test(hymns_are_as_likely_as_its_weights_say),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
