// The loops of every instruction set: right, and the same bits in all.
#include "trainer/loops_sets.h"

#include "plugin/engine/activation.h"
#include "trainer/bfloat.h"
#include "trainer/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { COUNT = 4 * 67, HIDDEN = 67, SETS = 3 };

typedef const Loops* (*SetGetter)(void);
static const SetGetter ALL[SETS] = {loops_portable, loops_avx2, loops_avx512};

static void fill(float* x, size_t count, uint64_t seed) {
  Random random = {seed};
  for (size_t i = 0; i < count; ++i) {
    x[i] = 6 * random_unit(&random) - 3;
  }
}

// What one set makes of the same numbers, all loops together.
typedef struct {
  float gates[2][COUNT];
  float cell[HIDDEN];
  float cell_tanh[HIDDEN];
  float h[HIDDEN];
  float d_cell[HIDDEN];
  float tanh[COUNT];
  float d_tanh[COUNT];
  float dropped[COUNT];
  float sum[COUNT];
  float probabilities[COUNT];
  int best;
  uint16_t narrow[COUNT];
  uint32_t pairs[COUNT];
  float mean[COUNT];
  float variance[COUNT];
  float weights[COUNT];
} Results;

static void run(const Loops* l, Results* r) {
  float x[COUNT];
  float y[COUNT];
  uint8_t allowed[COUNT];
  memset(r, 0, sizeof *r);
  fill(x, COUNT, 1);
  fill(y, COUNT, 2);
  fill(r->gates[0], COUNT, 3);
  l->lstm_forward(r->gates[0], x, r->cell, r->cell_tanh, r->h, HIDDEN);
  memcpy(r->gates[1], r->gates[0], sizeof r->gates[0]);
  fill(r->d_cell, HIDDEN, 4);
  l->lstm_backward(r->gates[1], x, r->cell_tanh, y, r->d_cell, HIDDEN);
  memcpy(r->tanh, x, sizeof x);
  l->tanh(r->tanh, COUNT);
  memcpy(r->d_tanh, y, sizeof y);
  l->tanh_backward(r->d_tanh, r->tanh, COUNT);
  memcpy(r->dropped, x, sizeof x);
  l->drop(r->dropped, COUNT, dropout_of(0.3F, 77));
  memcpy(r->sum, x, sizeof x);
  l->add(r->sum, y, COUNT);
  memcpy(r->probabilities, y, sizeof y);
  for (int i = 0; i < COUNT; ++i) {
    allowed[i] = i % 3 != 0;
  }
  r->best = l->softmax(r->probabilities, allowed, COUNT);
  l->narrow(x, COUNT, r->narrow);
  l->narrow_pairs(x, y, COUNT, r->pairs);
  memcpy(r->weights, x, sizeof x);
  l->adam(y, r->mean, r->variance, r->weights, COUNT, (AdamStep){0.1F, 2.0F, 0.5F, 0.01F});
}

static void all_sets_give_the_same_bits(void** state) {
  (void)state;
  static Results first;
  static Results other;
  run(loops_portable(), &first);
  for (int i = 1; i < SETS; ++i) {
    const Loops* l = ALL[i]();
    if (l) {
      run(l, &other);
      assert_memory_equal(&first, &other, sizeof first);
    } else {
      printf("SKIP a set of loops that this processor has not\n");
    }
  }
}

static bool near(float value, double wanted) {
  return fabs((double)value - wanted) < 1e-5;
}

static void the_softmax_is_of_what_is_allowed(void** state) {
  (void)state;
  float logits[] = {1.0F, 5.0F, 2.0F, 3.0F};
  const uint8_t allowed[] = {1, 0, 1, 1};
  const double sum = exp(1) + exp(2) + exp(3);
  assert_int_equal(loops()->softmax(logits, allowed, 4), 3);
  assert_true(near(logits[0], exp(1) / sum));
  assert_true(logits[1] == 0.0F);
  assert_true(near(logits[2], exp(2) / sum));
  assert_true(near(logits[3], exp(3) / sum));
  float equal[] = {-100.0F, -100.0F};
  assert_int_equal(loops()->softmax(equal, NULL, 2), 0);
  assert_true(near(equal[0], 0.5) && near(equal[1], 0.5));
}

static void what_is_dropped_is_its_share_and_the_mean_stays(void** state) {
  (void)state;
  static float ones[100000];
  static float again[100000];
  const size_t count = sizeof ones / sizeof *ones;
  double sum = 0;
  size_t dropped = 0;
  for (size_t i = 0; i < count; ++i) {
    ones[i] = again[i] = 1.0F;
  }
  loops()->drop(ones, count, dropout_of(0.4F, 9));
  loops()->drop(again, count, dropout_of(0.4F, 9));
  assert_memory_equal(ones, again, sizeof ones);
  for (size_t i = 0; i < count; ++i) {
    sum += (double)ones[i];
    dropped += ones[i] == 0.0F;
  }
  assert_true(fabs((double)dropped / (double)count - 0.4) < 0.005);
  assert_true(fabs(sum / (double)count - 1.0) < 0.01);
  loops()->drop(again, count, dropout_of(0.4F, 10));
  size_t both = 0;
  for (size_t i = 0; i < count; ++i) {
    both += again[i] != 0.0F;
  }
  assert_true(fabs((double)both / (double)count - 0.36) < 0.005); // another seed, other values
}

static void the_decay_takes_off_its_share(void** state) {
  (void)state;
  float weight = 2.0F;
  float mean = 0.0F;
  float variance = 0.0F;
  const float gradient = 0.0F;
  loops()->adam(&gradient, &mean, &variance, &weight, 1, (AdamStep){0.1F, 1.0F, 1.0F, 0.25F});
  assert_true(near(weight, 1.5));
}

static void pairs_are_two_rounded_rows(void** state) {
  (void)state;
  const float even[] = {1.0F, -3.25F};
  const float odd[] = {0.1F, 1e30F};
  uint32_t pairs[2];
  loops()->narrow_pairs(even, odd, 2, pairs);
  for (int i = 0; i < 2; ++i) {
    assert_int_equal(pairs[i] & 0xffffU, bfloat_from_float(even[i]));
    assert_int_equal(pairs[i] >> 16, bfloat_from_float(odd[i]));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(all_sets_give_the_same_bits),
      cmocka_unit_test(the_softmax_is_of_what_is_allowed),
      cmocka_unit_test(what_is_dropped_is_its_share_and_the_mean_stays),
      cmocka_unit_test(the_decay_takes_off_its_share),
      cmocka_unit_test(pairs_are_two_rounded_rows),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
