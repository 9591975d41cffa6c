#include "trainer/product_kernels.h"

#if defined(__x86_64__)

#include <immintrin.h>

enum { ROWS = 6, VECTOR = 8, STRIPE = 2 * VECTOR };

#define AVX2 __attribute__((target("avx2,fma")))

// `rows` is a constant wherever this is inlined: the sums stay in registers.
AVX2 static inline __attribute__((always_inline)) void sum_rows(const size_t rows, bool keep,
                                                                size_t depth, const float* a,
                                                                size_t a_stride, const float* b,
                                                                float* c, size_t c_stride) {
  __m256 sums[ROWS][2];
#pragma GCC unroll 6
  for (size_t r = 0; r < rows; ++r) {
    sums[r][0] = _mm256_setzero_ps();
    sums[r][1] = _mm256_setzero_ps();
  }
  for (size_t k = 0; k < depth; ++k) {
    const __m256 b0 = _mm256_loadu_ps(b + k * PANEL_COLUMNS);
    const __m256 b1 = _mm256_loadu_ps(b + k * PANEL_COLUMNS + VECTOR);
#pragma GCC unroll 6
    for (size_t r = 0; r < rows; ++r) {
      const __m256 x = _mm256_set1_ps(a[r * a_stride + k]);
      sums[r][0] = _mm256_fmadd_ps(x, b0, sums[r][0]);
      sums[r][1] = _mm256_fmadd_ps(x, b1, sums[r][1]);
    }
  }
#pragma GCC unroll 6
  for (size_t r = 0; r < rows; ++r) {
    float* row = c + r * c_stride;
    const __m256 c0 = keep ? _mm256_loadu_ps(row) : _mm256_setzero_ps();
    const __m256 c1 = keep ? _mm256_loadu_ps(row + VECTOR) : _mm256_setzero_ps();
    _mm256_storeu_ps(row, _mm256_add_ps(c0, sums[r][0]));
    _mm256_storeu_ps(row + VECTOR, _mm256_add_ps(c1, sums[r][1]));
  }
}

// A panel is two stripes of 16 columns: more would not fit into the 16 registers.
AVX2 static void block(bool keep, size_t rows, size_t depth, const void* a, size_t a_stride,
                       const void* panel, float* c, size_t c_stride) {
  for (size_t j = 0; j < PANEL_COLUMNS; j += STRIPE) {
    const float* b = (const float*)panel + j;
    const float* x = a;
    if (rows == ROWS) {
      sum_rows(ROWS, keep, depth, x, a_stride, b, c + j, c_stride);
      continue;
    }
    for (size_t r = 0; r < rows;) {
      const size_t taken = rows - r >= 4 ? 4 : 1;
      float* to = c + r * c_stride + j;
      if (taken == 4) {
        sum_rows(4, keep, depth, x + r * a_stride, a_stride, b, to, c_stride);
      } else {
        sum_rows(1, keep, depth, x + r * a_stride, a_stride, b, to, c_stride);
      }
      r += taken;
    }
  }
}

const ProductKernel* product_kernel_avx2(void) {
  static const ProductKernel KERNEL = {
      .name = "avx2", .depth_unit = 1, .block_rows = ROWS, .row_unit = 1, .block = block};
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? &KERNEL : NULL;
}

#else

const ProductKernel* product_kernel_avx2(void) {
  return NULL;
}

#endif
