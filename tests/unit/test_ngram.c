// Witten and Bell's interpolation, against probabilities worked out by hand.
#include "trainer/ngram.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { NOTHING = 0, AFTER_A = 11, AFTER_B = 12, AFTER_X_A = 21, AFTER_Y_A = 22 };

static void near(double value, double wanted) {
  if (fabs(value - wanted) > 1e-12) {
    print_error("%.15f instead of %.15f\n", value, wanted);
    fail();
  }
}

static void add(Ngram* ngram, uint64_t one, uint64_t two, int symbol) {
  const uint64_t contexts[] = {NOTHING, one, two};
  assert_true(ngram_add(ngram, contexts, symbol));
}

// Of 4 symbols: 0, 0 and 1 after x a; 2 after y a; 0 after something else that ends in b.
static Ngram counted(void) {
  Ngram ngram;
  ngram_init(&ngram, 4, 3);
  add(&ngram, AFTER_A, AFTER_X_A, 0);
  add(&ngram, AFTER_A, AFTER_Y_A, 2);
  add(&ngram, AFTER_A, AFTER_X_A, 1);
  add(&ngram, AFTER_B, 23, 0);
  add(&ngram, AFTER_A, AFTER_X_A, 0);
  ngram_finish(&ngram);
  return ngram;
}

static void check(uint64_t one, uint64_t two, const double wanted[4]) {
  Ngram ngram = counted();
  const uint64_t contexts[] = {NOTHING, one, two};
  double p[4];
  double sum = 0;
  ngram_predict(&ngram, contexts, p);
  for (int k = 0; k < 4; ++k) {
    near(p[k], wanted[k]);
    sum += p[k];
  }
  near(sum, 1.0);
  ngram_free(&ngram);
}

// 5 were counted, of 3 kinds: P(w) = (c + 3/4) / 8.
static void what_was_never_seen_leaves_the_shortest_context(void** state) {
  (void)state;
  check(99, 98, (double[]){3.75 / 8, 1.75 / 8, 1.75 / 8, 0.75 / 8});
}

// After a: 0 twice, 1 and 2 once, 4 in all, of 3 kinds: P(w|a) = (c + 3 P(w)) / 7.
static void a_context_is_interpolated_with_the_shorter_one(void** state) {
  (void)state;
  check(AFTER_A, 98,
        (double[]){(2 + 3 * 3.75 / 8) / 7, (1 + 3 * 1.75 / 8) / 7, (1 + 3 * 1.75 / 8) / 7,
                   3 * 0.75 / 8 / 7});
}

// After x a: 0 twice, 1 once, of 2 kinds: P(w|xa) = (c + 2 P(w|a)) / 5.
static void the_longest_context_is_interpolated_with_all(void** state) {
  (void)state;
  const double after_a[] = {(2 + 3 * 3.75 / 8) / 7, (1 + 3 * 1.75 / 8) / 7, (1 + 3 * 1.75 / 8) / 7,
                            3 * 0.75 / 8 / 7};
  check(AFTER_A, AFTER_X_A,
        (double[]){(2 + 2 * after_a[0]) / 5, (1 + 2 * after_a[1]) / 5, 2 * after_a[2] / 5,
                   2 * after_a[3] / 5});
}

// After y a, once 2: P(w|ya) = (c + P(w|a)) / 2.
static void a_context_seen_once_gives_half(void** state) {
  (void)state;
  check(AFTER_A, AFTER_Y_A,
        (double[]){(2 + 3 * 3.75 / 8) / 14, (1 + 3 * 1.75 / 8) / 14,
                   (1 + (1 + 3 * 1.75 / 8) / 7) / 2, 3 * 0.75 / 8 / 14});
}

static void without_a_count_all_symbols_are_alike(void** state) {
  (void)state;
  Ngram ngram;
  double p[5];
  ngram_init(&ngram, 5, 2);
  ngram_finish(&ngram);
  ngram_predict(&ngram, (uint64_t[]){NOTHING, AFTER_A}, p);
  for (int k = 0; k < 5; ++k) {
    near(p[k], 0.2);
  }
  ngram_free(&ngram);
}

// Enough for the entries to move, in no order.
static void many_contexts_keep_their_counts_apart(void** state) {
  (void)state;
  enum { MANY = 5003 };
  Ngram ngram;
  double p[3];
  ngram_init(&ngram, 3, 1);
  for (uint64_t i = 0; i < 2 * (uint64_t)MANY; ++i) {
    const uint64_t context = i * 2503 % MANY;
    assert_true(ngram_add(&ngram, &context, (int)(context % 3)));
  }
  ngram_finish(&ngram);
  for (uint64_t context = 0; context < MANY; ++context) {
    ngram_predict(&ngram, &context, p);
    for (uint64_t k = 0; k < 3; ++k) {
      near(p[k], ((k == context % 3 ? 2 : 0) + 1.0 / 3) / 3);
    }
  }
  ngram_free(&ngram);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_was_never_seen_leaves_the_shortest_context),
      cmocka_unit_test(a_context_is_interpolated_with_the_shorter_one),
      cmocka_unit_test(the_longest_context_is_interpolated_with_all),
      cmocka_unit_test(a_context_seen_once_gives_half),
      cmocka_unit_test(without_a_count_all_symbols_are_alike),
      cmocka_unit_test(many_contexts_keep_their_counts_apart),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
