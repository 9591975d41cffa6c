#include "tests/unit/small_music.h"
#include "tests/unit/small_network.h"
#include "trainer/lstm_pass.h"
#include "trainer/matrix.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { STREAMS = 3, HALF = 8, WHOLE = 2 * HALF, HIDDEN = 10 };

static const TnSizes SIZES = {.embedding = 7, .layers = 3, .hidden = HIDDEN, .head = 5};
static const double TOLERANCE = 1e-5;

typedef struct {
  Corpus corpus;
  SmallNetwork small;
  Random random;
} Fixture;

// A reader of the corpus, from its start.
typedef struct {
  Deck deck;
  Batch batch;
  LstmPass pass;
  DenseNetwork dense;
  DenseScratch scratch;
} Reader;

static void fixture_init(Fixture* f) {
  f->corpus = random_corpus(8, 5);
  TnVocabulary vocabulary = corpus_vocabulary(&f->corpus);
  corpus_fit(&f->corpus, &vocabulary);
  f->small = small_network_new(vocabulary, SIZES, 6);
  assert_non_null(f->small.weights);
  f->random = (Random){1};
}

static void fixture_free(Fixture* f) {
  small_network_free(&f->small);
  corpus_free(&f->corpus);
}

static void reader_init(Reader* r, const Fixture* f, int streams, int steps, int overlap) {
  r->deck = deck_new(&f->corpus, &f->small.network.vocabulary, 2, false);
  assert_true(batch_init(&r->batch, &r->deck, streams, steps, overlap));
  assert_true(lstm_pass_init(&r->pass, &SIZES, streams, steps));
  assert_true(dense_network_init(&r->dense, &f->small.network, PRECISION_F32));
  assert_true(dense_network_scratch(&r->dense, (size_t)streams * (size_t)steps, &r->scratch));
  dense_network_pack(&r->dense, 0, 1);
}

static void reader_free(Reader* r) {
  dense_scratch_free(&r->scratch);
  dense_network_free(&r->dense);
  lstm_pass_free(&r->pass);
  batch_free(&r->batch);
}

static const float* read_on(Reader* r, Fixture* f, float dropout) {
  batch_fill(&r->batch, &r->deck);
  lstm_pass_forward(&r->pass, &r->dense, &r->scratch, &r->batch, dropout, &f->random);
  return r->pass.layers[SIZES.layers - 1].output;
}

static void check_near(const float* a, const float* b, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    if (fabs((double)a[i] - (double)b[i]) > TOLERANCE) {
      fail_msg("%g is not %g", (double)a[i], (double)b[i]);
    }
  }
}

static void two_halves_are_one_whole(void** state) {
  (void)state;
  Fixture f;
  Reader one;
  Reader two;
  fixture_init(&f);
  // One stream: with more, the streams would be dealt other pieces.
  reader_init(&one, &f, 1, WHOLE, 0);
  reader_init(&two, &f, 1, HALF, 0);
  for (int i = 0; i < 3; ++i) {
    const float* whole = read_on(&one, &f, 0.0F);
    const float* half = read_on(&two, &f, 0.0F);
    check_near(half, whole, HALF * HIDDEN);
    half = read_on(&two, &f, 0.0F);
    check_near(half, whole + HALF * HIDDEN, HALF * HIDDEN);
  }
  reader_free(&one);
  reader_free(&two);
  fixture_free(&f);
}

static void where_sequences_overlap_the_outputs_are_equal(void** state) {
  (void)state;
  Fixture f;
  Reader r;
  fixture_init(&f);
  reader_init(&r, &f, STREAMS, HALF, 3);
  float before[HALF * STREAMS * HIDDEN];
  int compared = 0;
  memcpy(before, read_on(&r, &f, 0.0F), sizeof before);
  for (int i = 0; i < 4; ++i) {
    int carry[STREAMS];
    memcpy(carry, r.batch.carry, sizeof carry);
    const float* now = read_on(&r, &f, 0.0F);
    for (int s = 0; s < STREAMS; ++s) {
      for (int t = carry[s]; t < HALF; ++t, ++compared) {
        check_near(now + ((t - carry[s]) * STREAMS + s) * HIDDEN,
                   before + (t * STREAMS + s) * HIDDEN, HIDDEN);
      }
    }
    memcpy(before, now, sizeof before);
  }
  assert_true(compared > STREAMS * 4);
  reader_free(&r);
  fixture_free(&f);
}

static void resetting_forgets_what_was_carried(void** state) {
  (void)state;
  Fixture f;
  Reader fresh;
  Reader used;
  fixture_init(&f);
  reader_init(&fresh, &f, 1, HALF, 0);
  reader_init(&used, &f, 1, HALF, 0);
  read_on(&used, &f, 0.0F);
  batch_fill(&fresh.batch, &fresh.deck);
  lstm_pass_reset(&used.pass, &SIZES);
  const float* after = used.pass.layers[SIZES.layers - 1].output;
  lstm_pass_forward(&used.pass, &used.dense, &used.scratch, &fresh.batch, 0.0F, &f.random);
  lstm_pass_forward(&fresh.pass, &fresh.dense, &fresh.scratch, &fresh.batch, 0.0F, &f.random);
  check_near(after, fresh.pass.layers[SIZES.layers - 1].output, HALF * HIDDEN);
  reader_free(&fresh);
  reader_free(&used);
  fixture_free(&f);
}

static void dropout_drops_its_share(void** state) {
  (void)state;
  Fixture f;
  Reader r;
  fixture_init(&f);
  reader_init(&r, &f, STREAMS, WHOLE, 0);
  int dropped = 0;
  const int rounds = 20;
  for (int i = 0; i < rounds; ++i) {
    const float* output = read_on(&r, &f, 0.4F);
    for (int j = 0; j < WHOLE * STREAMS * HIDDEN; ++j) {
      dropped += output[j] == 0.0F;
    }
  }
  const double all = (double)rounds * WHOLE * STREAMS * HIDDEN;
  assert_true(fabs(dropped / all - 0.4) < 0.02);
  reader_free(&r);
  fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(two_halves_are_one_whole),
      cmocka_unit_test(where_sequences_overlap_the_outputs_are_equal),
      cmocka_unit_test(resetting_forgets_what_was_carried),
      cmocka_unit_test(dropout_drops_its_share),
  };
  matrix_use_one_thread();
  return cmocka_run_group_tests(tests, NULL, NULL);
}
