#include "trainer/product_kernels.h"

#include <stdint.h>

#if defined(__x86_64__)

#include <immintrin.h>

enum { ROWS = 8, HALF = PANEL_COLUMNS / 2 };

#define AVX512 __attribute__((target("avx512f")))

// `rows` is a constant wherever this is inlined: the sums stay in registers.
AVX512 static inline __attribute__((always_inline)) void sum_rows(const size_t rows, bool keep,
                                                                  size_t depth, const float* a,
                                                                  size_t a_stride, const float* b,
                                                                  float* c, size_t c_stride) {
  __m512 sums[ROWS][2];
#pragma GCC unroll 8
  for (size_t r = 0; r < rows; ++r) {
    sums[r][0] = _mm512_setzero_ps();
    sums[r][1] = _mm512_setzero_ps();
  }
  for (size_t k = 0; k < depth; ++k) {
    const __m512 b0 = _mm512_loadu_ps(b + k * PANEL_COLUMNS);
    const __m512 b1 = _mm512_loadu_ps(b + k * PANEL_COLUMNS + HALF);
#pragma GCC unroll 8
    for (size_t r = 0; r < rows; ++r) {
      const __m512 x = _mm512_set1_ps(a[r * a_stride + k]);
      sums[r][0] = _mm512_fmadd_ps(x, b0, sums[r][0]);
      sums[r][1] = _mm512_fmadd_ps(x, b1, sums[r][1]);
    }
  }
#pragma GCC unroll 8
  for (size_t r = 0; r < rows; ++r) {
    float* row = c + r * c_stride;
    const __m512 c0 = keep ? _mm512_loadu_ps(row) : _mm512_setzero_ps();
    const __m512 c1 = keep ? _mm512_loadu_ps(row + HALF) : _mm512_setzero_ps();
    _mm512_storeu_ps(row, _mm512_add_ps(c0, sums[r][0]));
    _mm512_storeu_ps(row + HALF, _mm512_add_ps(c1, sums[r][1]));
  }
}

AVX512 static void block(bool keep, size_t rows, size_t depth, const void* a, size_t a_stride,
                         const void* panel, float* c, size_t c_stride) {
  const float* x = a;
  if (rows == ROWS) {
    sum_rows(ROWS, keep, depth, x, a_stride, panel, c, c_stride);
    return;
  }
  for (; rows >= 4; rows -= 4, x += 4 * a_stride, c += 4 * c_stride) {
    sum_rows(4, keep, depth, x, a_stride, panel, c, c_stride);
  }
  for (; rows > 0; --rows, x += a_stride, c += c_stride) {
    sum_rows(1, keep, depth, x, a_stride, panel, c, c_stride);
  }
}

const ProductKernel* product_kernel_avx512(void) {
  static const ProductKernel KERNEL = {.name = "avx512",
                                       .beats_blas = true,
                                       .depth_unit = 1,
                                       .block_rows = ROWS,
                                       .row_unit = 1,
                                       .block = block};
  return __builtin_cpu_supports("avx512f") ? &KERNEL : NULL;
}

#else

const ProductKernel* product_kernel_avx512(void) {
  return NULL;
}

#endif
