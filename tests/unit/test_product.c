// Every kernel that this processor has, against sums in double precision.
#include "trainer/bfloat.h"
#include "trainer/product_kernels.h"
#include "trainer/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef const ProductKernel* (*KernelGetter)(void);

static const KernelGetter KERNELS[] = {product_kernel_portable, product_kernel_avx2,
                                       product_kernel_avx512, product_kernel_avx512_bf16,
                                       product_kernel_amx};
enum { KERNEL_COUNT = sizeof KERNELS / sizeof KERNELS[0] };

typedef struct {
  size_t rows;
  size_t depth;
  size_t columns;
} Shape;

// Single values, odd edges, more than one panel, more rows than any block, more depth than is kept
// in the caches.
static const Shape SHAPES[] = {{1, 1, 1},    {3, 5, 7},     {8, 16, 32},  {16, 33, 40},
                               {33, 64, 96}, {7, 1031, 33}, {70, 513, 31}};
enum { SHAPE_COUNT = sizeof SHAPES / sizeof SHAPES[0] };

static float* random_floats(Random* random, size_t count) {
  float* values = malloc(count * sizeof *values);
  for (size_t i = 0; i < count; ++i) {
    values[i] = 2 * random_unit(random) - 1;
  }
  return values;
}

// As the kernel sees a factor.
static double rounded(const ProductKernel* kernel, float value) {
  if (kernel->precision == PRECISION_F32) {
    return (double)value;
  }
  const uint32_t bits = (uint32_t)bfloat_from_float(value) << 16;
  memcpy(&value, &bits, sizeof value);
  return (double)value;
}

// b is [columns, depth] where it is transposed, a is [depth, rows].
typedef struct {
  bool keep;
  bool a_transposed;
  bool b_transposed;
} Way;

static double wanted(const ProductKernel* kernel, Shape s, Way way, const float* a, const float* b,
                     size_t r, size_t j) {
  double sum = 0;
  for (size_t k = 0; k < s.depth; ++k) {
    const float x = way.a_transposed ? a[k * s.rows + r] : a[r * s.depth + k];
    const float y = way.b_transposed ? b[j * s.depth + k] : b[k * s.columns + j];
    sum += rounded(kernel, x) * rounded(kernel, y);
  }
  return sum;
}

// In two slices, as two workers pack.
static void set_panels(Panels* panels, const ProductKernel* kernel, Way way, const float* b) {
  for (int w = 0; w < 2; ++w) {
    if (way.b_transposed) {
      panels_set_transposed(panels, kernel, b, w, 2);
    } else {
      panels_set(panels, kernel, b, w, 2);
    }
  }
}

// The memory is that of a larger product before: what it leaves behind must not matter.
static void spoil(void* values, size_t bytes) {
  memset(values, 0x41, bytes);
}

static void check(const ProductKernel* kernel, Shape s, Way way) {
  Random random = {1 + s.rows + s.depth};
  float* a = random_floats(&random, s.rows * s.depth);
  float* b = random_floats(&random, s.depth * s.columns);
  float* c = random_floats(&random, s.rows * s.columns + 1);
  float* before = malloc((s.rows * s.columns + 1) * sizeof *before);
  memcpy(before, c, (s.rows * s.columns + 1) * sizeof *before);
  Left left;
  Panels panels;
  assert_true(left_init(&left, kernel, s.rows, s.depth));
  assert_true(panels_init(&panels, kernel, s.depth, s.columns));
  spoil(left.values, left.bytes);
  spoil(panels.values, panels.bytes);
  if (way.a_transposed) {
    left_set_transposed(&left, kernel, s.rows, s.depth, a);
  } else {
    left_set(&left, kernel, s.rows, s.depth, a);
  }
  set_panels(&panels, kernel, way, b);
  product_run(kernel, way.keep, &left, &panels, c);
  for (size_t i = 0; i < s.rows * s.columns; ++i) {
    const double kept = way.keep ? (double)before[i] : 0.0;
    const double w = kept + wanted(kernel, s, way, a, b, i / s.columns, i % s.columns);
    if (fabs((double)c[i] - w) > 2e-5 + 2e-7 * (double)s.depth) {
      fail_msg("%s %zux%zux%zu: value %zu is %g, not %g", kernel->name, s.rows, s.depth, s.columns,
               i, (double)c[i], w);
    }
  }
  assert_memory_equal(&c[s.rows * s.columns], &before[s.rows * s.columns], sizeof *c);
  left_free(&left);
  panels_free(&panels);
  free(a);
  free(b);
  free(c);
  free(before);
}

static void every_kernel_multiplies(void** state) {
  (void)state;
  for (int i = 0; i < KERNEL_COUNT; ++i) {
    const ProductKernel* kernel = KERNELS[i]();
    if (!kernel) {
      continue;
    }
    for (int s = 0; s < SHAPE_COUNT; ++s) {
      check(kernel, SHAPES[s], (Way){false, false, false});
      check(kernel, SHAPES[s], (Way){true, false, true});
      check(kernel, SHAPES[s], (Way){true, true, false});
    }
  }
}

// The same sums whatever was computed before: training repeats itself bit by bit.
static void products_repeat_bit_by_bit(void** state) {
  (void)state;
  const Shape s = {16, 128, 64};
  for (int i = 0; i < KERNEL_COUNT; ++i) {
    const ProductKernel* kernel = KERNELS[i]();
    if (!kernel) {
      continue;
    }
    Random random = {5};
    float* a = random_floats(&random, s.rows * s.depth);
    float* b = random_floats(&random, s.depth * s.columns);
    float c[2][16 * 64];
    Left left;
    Panels panels;
    assert_true(left_init(&left, kernel, s.rows, s.depth));
    assert_true(panels_init(&panels, kernel, s.depth, s.columns));
    left_set(&left, kernel, s.rows, s.depth, a);
    panels_set(&panels, kernel, b, 0, 1);
    product_run(kernel, false, &left, &panels, c[0]);
    product_run(kernel, false, &left, &panels, c[1]);
    assert_memory_equal(c[0], c[1], sizeof c[0]);
    left_free(&left);
    panels_free(&panels);
    free(a);
    free(b);
  }
}

static void a_kernel_of_single_precision_is_always_there(void** state) {
  (void)state;
  assert_non_null(product_kernel(PRECISION_F32));
  assert_int_equal(product_kernel(PRECISION_F32)->precision, PRECISION_F32);
  const ProductKernel* narrow = product_kernel(PRECISION_BF16);
  if (narrow) {
    assert_int_equal(narrow->precision, PRECISION_BF16);
  }
}

static void bfloats_are_rounded_to_the_nearest_even(void** state) {
  (void)state;
  assert_int_equal(bfloat_from_float(1.0F), 0x3f80);
  assert_int_equal(bfloat_from_float(-2.0F), 0xc000);
  assert_int_equal(bfloat_from_float(1.0F + 0x1p-8F), 0x3f80);            // a tie, down to even
  assert_int_equal(bfloat_from_float(1.0F + 0x1p-7F + 0x1p-8F), 0x3f82);  // a tie, up to even
  assert_int_equal(bfloat_from_float(1.0F + 0x1p-8F + 0x1p-20F), 0x3f81); // above it
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_kernel_multiplies),
      cmocka_unit_test(products_repeat_bit_by_bit),
      cmocka_unit_test(a_kernel_of_single_precision_is_always_there),
      cmocka_unit_test(bfloats_are_rounded_to_the_nearest_even),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
