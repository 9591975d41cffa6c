#include "trainer/adam.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static bool is_near(float value, double wanted) {
  return fabs((double)value - wanted) < 1e-6;
}

// Worked out by hand for b1 = 0.9, b2 = 0.99, rate 0.1 and the gradients 1, -0.5, 0:
//   m = 0.1, v = 0.01:        w = 1 - 0.1 * 1 / 1
//   m = 0.04, v = 0.0124:     w -= 0.1 * (0.04 / 0.19) / sqrt(0.0124 / 0.0199)
//   m = 0.036, v = 0.012276:  w -= 0.1 * (0.036 / 0.271) / sqrt(0.012276 / 0.029701)
static void three_steps_are_those_worked_out_by_hand(void** state) {
  (void)state;
  static const float GRADIENTS[] = {1.0F, -0.5F, 0.0F};
  static const double WANTED[] = {0.9, 0.8733300, 0.8526674};
  Adam adam;
  float weight = 1.0F;
  assert_true(adam_init(&adam, 1));
  for (int i = 0; i < 3; ++i) {
    adam_begin(&adam);
    adam_update(&adam, 0, 1, 0.1F, 1.0F, &GRADIENTS[i], &weight);
    assert_true(is_near(weight, WANTED[i]));
  }
  adam_free(&adam);
}

static void the_scale_is_of_the_gradient(void** state) {
  (void)state;
  Adam adam;
  const float gradients[] = {2.0F, 1.0F};
  float weights[] = {0.0F, 0.0F};
  assert_true(adam_init(&adam, 2));
  adam_begin(&adam);
  adam_update(&adam, 0, 1, 0.1F, 0.5F, gradients, weights);
  adam_update(&adam, 1, 2, 0.1F, 1.0F, gradients, weights);
  assert_true(is_near(adam.mean[0], 0.1));
  assert_true(is_near(adam.mean[1], 0.1));
  assert_true(is_near(weights[0], (double)weights[1]));
  adam_free(&adam);
}

static void slices_leave_the_rest_alone_and_make_the_whole(void** state) {
  (void)state;
  Adam whole;
  Adam sliced;
  const float gradients[] = {0.3F, -2.0F, 1e-3F, 0.0F};
  float one[] = {1.0F, 2.0F, 3.0F, 4.0F};
  float other[] = {1.0F, 2.0F, 3.0F, 4.0F};
  assert_true(adam_init(&whole, 4));
  assert_true(adam_init(&sliced, 4));
  for (int step = 0; step < 3; ++step) {
    adam_begin(&whole);
    adam_update(&whole, 0, 4, 0.01F, 1.0F, gradients, one);
    adam_begin(&sliced);
    const float untouched = other[0];
    adam_update(&sliced, 1, 4, 0.01F, 1.0F, gradients, other);
    assert_true(is_near(other[0], (double)untouched));
    adam_update(&sliced, 0, 1, 0.01F, 1.0F, gradients, other);
  }
  assert_memory_equal(one, other, sizeof one);
  assert_true(is_near(one[3], 4.0)); // no gradient, no move
  adam_free(&whole);
  adam_free(&sliced);
}

static void it_finds_the_bottom_of_a_bowl(void** state) {
  (void)state;
  Adam adam;
  float weights[] = {5.0F, -3.0F};
  assert_true(adam_init(&adam, 2));
  for (int step = 0; step < 2000; ++step) {
    const float gradient[] = {2.0F * (weights[0] - 1.0F), 200.0F * (weights[1] - 2.0F)};
    adam_begin(&adam);
    adam_update(&adam, 0, 2, 0.05F * (1.0F - (float)step / 2000.0F), 1.0F, gradient, weights);
  }
  assert_true(fabs((double)weights[0] - 1.0) < 1e-2);
  assert_true(fabs((double)weights[1] - 2.0) < 1e-2);
  adam_free(&adam);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(three_steps_are_those_worked_out_by_hand),
      cmocka_unit_test(the_scale_is_of_the_gradient),
      cmocka_unit_test(slices_leave_the_rest_alone_and_make_the_whole),
      cmocka_unit_test(it_finds_the_bottom_of_a_bowl),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
