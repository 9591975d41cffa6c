// binary16 against arithmetic in double.
#include "plugin/engine/half.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { INFINITE_HALF = 0x7c00, SIGN = 0x8000 };

// The value of a finite half by its definition: (-1)^s 2^(e - 15) 1.f, or 2^-14 0.f where e is 0.
static double value_of(uint16_t half) {
  const int exponent = (half >> 10) & 31;
  const int fraction = half & 1023;
  const double magnitude = exponent ? ldexp(1024 + fraction, exponent - 25) : ldexp(fraction, -24);
  return half & SIGN ? -magnitude : magnitude;
}

static int is_nan(unsigned half) {
  return (half & 0x7fffU) > INFINITE_HALF;
}

static void every_finite_half_has_its_value(void** state) {
  (void)state;
  for (unsigned half = 0; half < 65536; ++half) {
    if ((half & INFINITE_HALF) != INFINITE_HALF) {
      const float value = tn_half_to_float((uint16_t)half);
      assert_true((double)value == value_of((uint16_t)half));
      assert_int_equal(signbit(value) != 0, (half & SIGN) != 0);
    }
  }
}

static void infinities_and_what_is_no_number_stay_so(void** state) {
  (void)state;
  assert_true(isinf(tn_half_to_float(0x7c00)) && tn_half_to_float(0x7c00) > 0);
  assert_true(isinf(tn_half_to_float(0xfc00)) && tn_half_to_float(0xfc00) < 0);
  for (unsigned half = 0; half < 65536; ++half) {
    if (is_nan(half)) {
      assert_true(isnan(tn_half_to_float((uint16_t)half)));
      assert_true(is_nan(tn_half_from_float(tn_half_to_float((uint16_t)half))));
    }
  }
}

static void every_half_comes_back(void** state) {
  (void)state;
  for (unsigned half = 0; half < 65536; ++half) {
    if (!is_nan(half)) {
      assert_int_equal(tn_half_from_float(tn_half_to_float((uint16_t)half)), half);
    }
  }
}

static void assert_rounds(float value, unsigned expected) {
  assert_int_equal(tn_half_from_float(value), expected);
  assert_int_equal(tn_half_from_float(-value), expected | SIGN);
}

// Between each two neighbours: half-way to the even one, a float's ulp beside it to the nearer one.
// The neighbour of the largest finite half counts as 2^16.
static void rounds_to_nearest_and_half_way_to_even(void** state) {
  (void)state;
  for (unsigned low = 0; low < INFINITE_HALF; ++low) {
    const unsigned high = low + 1;
    const double above = high == INFINITE_HALF ? 65536.0 : value_of((uint16_t)high);
    const float middle = (float)((value_of((uint16_t)low) + above) / 2);
    assert_rounds(middle, low & 1 ? high : low);
    assert_rounds(nextafterf(middle, 0.0F), low);
    assert_rounds(nextafterf(middle, INFINITY), high);
  }
}

static void what_is_too_large_becomes_infinite_and_too_small_zero(void** state) {
  (void)state;
  assert_rounds(65504.0F, 0x7bff);
  assert_rounds(65520.0F, INFINITE_HALF);
  assert_rounds(1e30F, INFINITE_HALF);
  assert_rounds(INFINITY, INFINITE_HALF);
  assert_rounds(ldexpf(1, -24), 1);
  assert_rounds(ldexpf(1, -25), 0);
  assert_rounds(1e-40F, 0); // subnormal as a float
  assert_rounds(0.0F, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_finite_half_has_its_value),
      cmocka_unit_test(infinities_and_what_is_no_number_stay_so),
      cmocka_unit_test(every_half_comes_back),
      cmocka_unit_test(rounds_to_nearest_and_half_way_to_even),
      cmocka_unit_test(what_is_too_large_becomes_infinite_and_too_small_zero),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
