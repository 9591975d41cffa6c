// Products of the network, against sums in the stated order and in double.
#include "plugin/engine/linear.h"
#include "trainer/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 37 };

typedef struct {
  float x[MOST];
  float w[MOST * MOST];
  float y[MOST];
} Product;

static Product random_product(Random* random) {
  Product p;
  for (int i = 0; i < MOST; ++i) {
    p.x[i] = random_unit(random) - 0.5F;
    p.y[i] = random_unit(random) - 0.5F;
  }
  for (int i = 0; i < MOST * MOST; ++i) {
    p.w[i] = random_unit(random) - 0.5F;
  }
  return p;
}

// One element at a time, in order of i; volatile so that nothing is contracted or reordered.
static float in_order(const Product* p, int inputs, int outputs, int j) {
  volatile float sum = p->y[j];
  for (int i = 0; i < inputs; ++i) {
    const volatile float term = p->x[i] * p->w[i * outputs + j];
    sum = sum + term;
  }
  return sum;
}

static void adds_the_product_in_order_for_every_size(void** state) {
  (void)state;
  Random random = {21};
  for (int inputs = 0; inputs <= MOST; ++inputs) {
    for (int outputs = 1; outputs <= MOST; ++outputs) {
      Product p = random_product(&random);
      const Product before = p;
      tn_linear_add(p.x, inputs, p.w, outputs, p.y);
      for (int j = 0; j < MOST; ++j) {
        const float expected = j < outputs ? in_order(&before, inputs, outputs, j) : before.y[j];
        assert_memory_equal(&p.y[j], &expected, sizeof expected);
      }
    }
  }
}

static void a_small_product_by_hand(void** state) {
  (void)state;
  const float x[] = {1, 2, 3, 4, 5};
  const float w[] = {1, 10, 2, 20, 3, 30, 4, 40, 5, 50}; // [5, 2]
  float y[] = {100, 1000};
  tn_linear_add(x, 5, w, 2, y);
  assert_true(y[0] == 155.0F && y[1] == 1550.0F);
}

static void adds_the_rows_that_are_named(void** state) {
  (void)state;
  const float table[] = {1, 2, 3, 10, 20, 30, 100, 200, 300}; // [3, 3]
  const uint16_t rows[] = {2, 0, 2};
  float y[] = {0.5F, 0.25F, 0.125F};
  tn_linear_add_rows(rows, 3, table, 3, y);
  assert_true(y[0] == 201.5F && y[1] == 402.25F && y[2] == 603.125F);
}

static void no_rows_add_nothing(void** state) {
  (void)state;
  const float table[] = {1, 2};
  float y[] = {3, 4};
  tn_linear_add_rows(NULL, 0, table, 2, y);
  assert_true(y[0] == 3.0F && y[1] == 4.0F);
}

static void is_close_to_the_sum_in_double(void** state) {
  (void)state;
  Random random = {22};
  Product p = random_product(&random);
  const Product before = p;
  tn_linear_add(p.x, MOST, p.w, MOST, p.y);
  for (int j = 0; j < MOST; ++j) {
    double sum = (double)before.y[j];
    for (int i = 0; i < MOST; ++i) {
      sum += (double)before.x[i] * (double)before.w[i * MOST + j];
    }
    assert_true(fabs((double)p.y[j] - sum) < 1e-5);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(adds_the_product_in_order_for_every_size),
      cmocka_unit_test(a_small_product_by_hand),
      cmocka_unit_test(adds_the_rows_that_are_named),
      cmocka_unit_test(no_rows_add_nothing),
      cmocka_unit_test(is_close_to_the_sum_in_double),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
