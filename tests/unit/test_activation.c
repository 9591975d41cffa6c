// The errors that activation.h states, against libm's double.
#include "plugin/engine/activation.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { POINTS = 1500000 };

static float at(float low, float high, int i) {
  return (float)((double)low + ((double)high - (double)low) * i / POINTS);
}

// Across the whole range, and again where the argument is small.
static double worst_exp_error(float low, float high) {
  double worst = 0;
  for (int i = 0; i <= POINTS; ++i) {
    const float x = at(low, high, i);
    const double exact = exp((double)x);
    worst = fmax(worst, fabs((double)tn_exp(x) - exact) / exact);
  }
  return worst;
}

static void exp_keeps_its_relative_error(void** state) {
  (void)state;
  const double worst = fmax(worst_exp_error(-87.0F, 88.0F), worst_exp_error(-1.0F, 1.0F));
  print_message("tn_exp: relative error %.2e\n", worst);
  assert_true(worst < 2e-7);
}

static double worst_sigmoid_error(float low, float high) {
  double worst = 0;
  for (int i = 0; i <= POINTS; ++i) {
    const float x = at(low, high, i);
    worst = fmax(worst, fabs((double)tn_sigmoid(x) - 1 / (1 + exp(-(double)x))));
  }
  return worst;
}

static void sigmoid_keeps_its_absolute_error(void** state) {
  (void)state;
  const double worst = fmax(worst_sigmoid_error(-100.0F, 100.0F), worst_sigmoid_error(-4.0F, 4.0F));
  print_message("tn_sigmoid: absolute error %.2e\n", worst);
  assert_true(worst < 3e-7);
}

static double worst_tanh_error(float low, float high) {
  double worst = 0;
  for (int i = 0; i <= POINTS; ++i) {
    const float x = at(low, high, i);
    worst = fmax(worst, fabs((double)tn_tanh(x) - tanh((double)x)));
  }
  return worst;
}

static void tanh_keeps_its_absolute_error(void** state) {
  (void)state;
  const double worst = fmax(worst_tanh_error(-60.0F, 60.0F), worst_tanh_error(-2.0F, 2.0F));
  print_message("tn_tanh: absolute error %.2e\n", worst);
  assert_true(worst < 5e-7);
}

static void zero_is_exact(void** state) {
  (void)state;
  assert_true(tn_exp(0.0F) == 1.0F);
  assert_true(tn_sigmoid(0.0F) == 0.5F);
  assert_true(tn_tanh(0.0F) == 0.0F);
}

static void beyond_its_range_exp_stays_at_its_ends(void** state) {
  (void)state;
  assert_true(tn_exp(-1e30F) == tn_exp(-87.0F) && tn_exp(-INFINITY) == tn_exp(-87.0F));
  assert_true(tn_exp(1e30F) == tn_exp(88.0F) && tn_exp(INFINITY) == tn_exp(88.0F));
  assert_true(isfinite(tn_exp(88.0F)) && tn_exp(-87.0F) > 0.0F);
}

static void extreme_arguments_saturate(void** state) {
  (void)state;
  const float extremes[] = {50.0F, 1e4F, 3e38F, INFINITY};
  for (int i = 0; i < 4; ++i) {
    assert_true(fabs((double)tn_sigmoid(extremes[i]) - 1) < 3e-7);
    assert_true(fabs((double)tn_sigmoid(-extremes[i])) < 3e-7);
    assert_true(fabs((double)tn_tanh(extremes[i]) - 1) < 5e-7);
    assert_true(fabs((double)tn_tanh(-extremes[i]) + 1) < 5e-7);
  }
}

static void what_is_no_number_gives_a_finite_one(void** state) {
  (void)state;
  assert_true(isfinite(tn_exp(NAN)));
  assert_true(isfinite(tn_sigmoid(NAN)));
  assert_true(isfinite(tn_tanh(NAN)));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(exp_keeps_its_relative_error),
      cmocka_unit_test(sigmoid_keeps_its_absolute_error),
      cmocka_unit_test(tanh_keeps_its_absolute_error),
      cmocka_unit_test(zero_is_exact),
      cmocka_unit_test(beyond_its_range_exp_stays_at_its_ends),
      cmocka_unit_test(extreme_arguments_saturate),
      cmocka_unit_test(what_is_no_number_gives_a_finite_one),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
