// The three products of a layer, by OpenBLAS and by every kernel: on any one processor training
// takes a single way, so the others are held to the same sums here.
#include "trainer/dense.h"
#include "trainer/matrix.h"
#include "trainer/product_kernels.h"
#include "trainer/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { COUNT = 21, INPUTS = 37, OUTPUTS = 45 };

typedef const ProductKernel* (*KernelGetter)(void);
static const KernelGetter KERNELS[] = {product_kernel_portable, product_kernel_avx2,
                                       product_kernel_avx512, product_kernel_avx512_bf16,
                                       product_kernel_amx};
enum { KERNEL_COUNT = sizeof KERNELS / sizeof KERNELS[0] };

static float x[COUNT * INPUTS];
static float w[INPUTS * OUTPUTS];
static float y[COUNT * OUTPUTS]; // of the forward pass; then the gradient of the output
static float d_x[COUNT * INPUTS];
static float d_w[INPUTS * OUTPUTS];

static void fill(float* values, size_t count, uint64_t seed) {
  Random random = {seed};
  for (size_t i = 0; i < count; ++i) {
    values[i] = 2 * random_unit(&random) - 1;
  }
}

// Sums of up to 45 products within [-1, 1]; a factor in bfloat16 is off by 2^-9 of itself at most.
static void assert_near(const ProductKernel* kernel, double value, double wanted) {
  const double tolerance = kernel && kernel->precision == PRECISION_BF16 ? 0.1 : 1e-5;
  if (fabs(value - wanted) > tolerance) {
    fail_msg("%s: %g is not %g", kernel ? kernel->name : "OpenBLAS", value, wanted);
  }
}

static void check_forward(const ProductKernel* kernel, const Dense* dense, DenseScratch* scratch) {
  fill(y, COUNT * OUTPUTS, 3);
  dense_forward(dense, scratch, COUNT, x, y);
  float before[COUNT * OUTPUTS];
  fill(before, COUNT * OUTPUTS, 3);
  for (size_t m = 0; m < COUNT; ++m) {
    for (size_t j = 0; j < OUTPUTS; ++j) {
      double sum = (double)before[m * OUTPUTS + j];
      for (size_t i = 0; i < INPUTS; ++i) {
        sum += (double)x[m * INPUTS + i] * (double)w[i * OUTPUTS + j];
      }
      assert_near(kernel, (double)y[m * OUTPUTS + j], sum);
    }
  }
}

static void check_backward(const ProductKernel* kernel, const Dense* dense, DenseScratch* scratch) {
  fill(y, COUNT * OUTPUTS, 4);
  fill(d_x, COUNT * INPUTS, 5); // what was there before does not matter
  dense_backward(dense, scratch, COUNT, y, d_x);
  for (size_t m = 0; m < COUNT; ++m) {
    for (size_t i = 0; i < INPUTS; ++i) {
      double sum = 0;
      for (size_t j = 0; j < OUTPUTS; ++j) {
        sum += (double)y[m * OUTPUTS + j] * (double)w[i * OUTPUTS + j];
      }
      assert_near(kernel, (double)d_x[m * INPUTS + i], sum);
    }
  }
}

static void check_gradient(const ProductKernel* kernel, DenseScratch* scratch) {
  fill(y, COUNT * OUTPUTS, 6);
  fill(d_w, INPUTS * OUTPUTS, 7);
  dense_hold(scratch, COUNT, OUTPUTS, y);
  dense_gradient(scratch, INPUTS, x, d_w);
  float before[INPUTS * OUTPUTS];
  fill(before, INPUTS * OUTPUTS, 7);
  for (size_t i = 0; i < INPUTS; ++i) {
    for (size_t j = 0; j < OUTPUTS; ++j) {
      double sum = (double)before[i * OUTPUTS + j];
      for (size_t m = 0; m < COUNT; ++m) {
        sum += (double)x[m * INPUTS + i] * (double)y[m * OUTPUTS + j];
      }
      assert_near(kernel, (double)d_w[i * OUTPUTS + j], sum);
    }
  }
}

// NULL: by OpenBLAS.
static void check(const ProductKernel* kernel) {
  Dense dense;
  DenseScratch scratch;
  fill(x, COUNT * INPUTS, 1);
  fill(w, INPUTS * OUTPUTS, 2);
  assert_true(dense_init(&dense, kernel, INPUTS, OUTPUTS, w));
  assert_true(dense_scratch_init(&scratch, kernel, COUNT, INPUTS, OUTPUTS));
  dense_pack(&dense, 0, 2);
  dense_pack(&dense, 1, 2);
  check_forward(kernel, &dense, &scratch);
  check_backward(kernel, &dense, &scratch);
  check_gradient(kernel, &scratch);
  dense_scratch_free(&scratch);
  dense_free(&dense);
}

static void openblas_makes_all_three(void** state) {
  (void)state;
  check(NULL);
}

static void so_does_every_kernel(void** state) {
  (void)state;
  for (int i = 0; i < KERNEL_COUNT; ++i) {
    const ProductKernel* kernel = KERNELS[i]();
    if (kernel) {
      check(kernel);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(openblas_makes_all_three),
      cmocka_unit_test(so_does_every_kernel),
  };
  matrix_use_one_thread();
  return cmocka_run_group_tests(tests, NULL, NULL);
}
