// Sets of passages compared with each other, and what is told of one.
#include "trainer/quality.h"

#include "trainer/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>

enum { PIECES = 12, PASSAGES_OF_A_PIECE = 5, PASSAGES = PIECES * PASSAGES_OF_A_PIECE };

// Features normal around `centre`, the rates of passage i all i.
static void make(PassageSet* set, uint64_t seed, double centre) {
  assert_true(passage_set_init(set, PASSAGES));
  Random random = random_at(seed, 0);
  for (size_t i = 0; i < PASSAGES; ++i) {
    for (size_t v = 0; v < PASSAGE_FEATURE_VALUES; ++v) {
      double sum = centre - 6;
      for (int n = 0; n < 12; ++n) {
        sum += (double)random_unit(&random);
      }
      set->features[i * PASSAGE_FEATURE_VALUES + v] = sum;
    }
    for (size_t r = 0; r < PASSAGE_RATES; ++r) {
      set->rates[i * PASSAGE_RATES + r] = (double)i;
    }
    set->sources[i] = i / PASSAGES_OF_A_PIECE;
    ++set->count;
  }
}

static void music_of_one_kind_is_as_near_as_its_halves(void** state) {
  (void)state;
  PassageSet a;
  PassageSet b;
  PassageSet c;
  QualityLikeness like;
  QualityLikeness unlike;
  QualityLikeness halves;
  make(&a, 1, 0);
  make(&b, 2, 0);
  make(&c, 3, 2);
  assert_true(quality_compare(&a, &b, &like));
  assert_true(quality_compare(&a, &c, &unlike));
  assert_true(quality_compare_halves(&a, PASSAGES / 2, PIECES / 2, &halves));
  assert_true(halves.overlap > 0.8 && halves.overlap <= 1);
  assert_true(like.overlap > 0.95 * halves.overlap);
  assert_true(unlike.overlap < 0.9 * halves.overlap);
  assert_true(unlike.divergence > 2 * like.divergence);
  passage_set_free(&a);
  passage_set_free(&b);
  passage_set_free(&c);
}

static void the_mean_is_that_of_the_features(void** state) {
  (void)state;
  PassageSet a;
  PassageSet b;
  QualityLikeness likeness;
  double mean = 0;
  make(&a, 1, 0);
  make(&b, 2, 0.3);
  assert_true(quality_compare(&a, &b, &likeness));
  for (int f = 0; f < PASSAGE_FEATURES; ++f) {
    mean += likeness.features[f].overlap / PASSAGE_FEATURES;
  }
  assert_true(fabs(mean - likeness.overlap) < 1e-12);
  passage_set_free(&a);
  passage_set_free(&b);
}

// Three stretches of 20, of which the mean is taken.
static void a_longer_set_is_compared_stretch_by_stretch(void** state) {
  (void)state;
  enum { SHORT = 20 };
  PassageSet a;
  PassageSet b;
  PassageSet reference;
  QualityLikeness longer;
  double mean = 0;
  make(&a, 1, 0);
  make(&b, 2, 0);
  assert_true(passage_set_thin(&a, SHORT, &reference));
  assert_true(quality_compare_longer(&reference, &b, &longer));
  for (size_t s = 0; s < PASSAGES / SHORT; ++s) {
    PassageSet stretch = b;
    QualityLikeness one;
    stretch.features += s * SHORT * PASSAGE_FEATURE_VALUES;
    stretch.count = SHORT;
    assert_true(quality_compare(&reference, &stretch, &one));
    mean += one.overlap / (PASSAGES / SHORT);
  }
  assert_true(fabs(mean - longer.overlap) < 1e-12);
  passage_set_free(&reference);
  passage_set_free(&a);
  passage_set_free(&b);
}

// The reference has as many; other music has fewer than it.
static void a_smaller_set_is_compared_as_far_as_it_reaches(void** state) {
  (void)state;
  PassageSet a;
  PassageSet b;
  PassageSet few;
  QualityLikeness likeness;
  make(&a, 1, 0);
  make(&b, 2, 0);
  assert_true(passage_set_thin(&b, 10, &few));
  assert_true(quality_compare_drawn(&a, &few, 2, &likeness));
  assert_true(likeness.overlap > 0.5 && likeness.overlap <= 1);
  passage_set_free(&few);
  passage_set_free(&a);
  passage_set_free(&b);
}

static void a_set_is_thinned_evenly(void** state) {
  (void)state;
  PassageSet set;
  PassageSet thinned;
  make(&set, 1, 0);
  assert_true(passage_set_thin(&set, 4, &thinned));
  assert_int_equal(thinned.count, 4);
  for (size_t i = 0; i < 4; ++i) {
    assert_int_equal((int)thinned.rates[i * PASSAGE_RATES], i * PASSAGES / 4);
  }
  passage_set_free(&thinned);
  assert_true(passage_set_thin(&set, 1000, &thinned));
  assert_int_equal(thinned.count, PASSAGES);
  passage_set_free(&thinned);
  passage_set_free(&set);
}

// 0, 1 .. 59.
static void a_spread_tells_the_middle_and_the_borders(void** state) {
  (void)state;
  PassageSet set;
  RateSpread spread;
  make(&set, 1, 0);
  assert_true(passage_set_spread(&set, RATE_DENSITY, &spread));
  assert_true(spread.least < 1e-9 && spread.most > 58.9 && spread.most < 59.1);
  assert_true(fabs(spread.tenth - 5.9) < 1e-9);
  assert_true(fabs(spread.median - 29.5) < 1e-9);
  assert_true(fabs(spread.ninetieth - 53.1) < 1e-9);
  assert_true(fabs(spread.mean - 29.5) < 1e-9);
  assert_true(fabs(passage_set_stuck(&set) - 59.0 / 60) < 1e-12); // one has no loop
  passage_set_free(&set);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(music_of_one_kind_is_as_near_as_its_halves),
      cmocka_unit_test(the_mean_is_that_of_the_features),
      cmocka_unit_test(a_longer_set_is_compared_stretch_by_stretch),
      cmocka_unit_test(a_smaller_set_is_compared_as_far_as_it_reaches),
      cmocka_unit_test(a_set_is_thinned_evenly),
      cmocka_unit_test(a_spread_tells_the_middle_and_the_borders),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
