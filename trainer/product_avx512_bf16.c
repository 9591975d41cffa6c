#include "trainer/product_kernels.h"

#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)

#include <immintrin.h>

enum { ROWS = 8, VECTOR = 16, RIGHT = 2 * VECTOR }; // numbers, in pairs, before the right half

#define AVX512_BF16 __attribute__((target("avx512f,avx512bw,avx512vl,avx512bf16")))

AVX512_BF16 static inline __m512bh pair(const uint16_t* a) {
  int32_t bits;
  memcpy(&bits, a, sizeof bits);
  return (__m512bh)_mm512_set1_epi32(bits);
}

AVX512_BF16 static inline __m512bh pairs(const uint16_t* b) {
  return (__m512bh)_mm512_loadu_si512(b);
}

// `rows` is a constant wherever this is inlined: the sums stay in registers.
AVX512_BF16 static inline __attribute__((always_inline)) void
sum_rows(const size_t rows, bool keep, size_t depth, const uint16_t* a, size_t a_stride,
         const uint16_t* b, float* c, size_t c_stride) {
  __m512 sums[ROWS][2];
#pragma GCC unroll 8
  for (size_t r = 0; r < rows; ++r) {
    sums[r][0] = _mm512_setzero_ps();
    sums[r][1] = _mm512_setzero_ps();
  }
  for (size_t k = 0; k < depth; k += 2) {
    const __m512bh b0 = pairs(b + k * PANEL_COLUMNS);
    const __m512bh b1 = pairs(b + k * PANEL_COLUMNS + RIGHT);
#pragma GCC unroll 8
    for (size_t r = 0; r < rows; ++r) {
      const __m512bh x = pair(a + r * a_stride + k);
      sums[r][0] = _mm512_dpbf16_ps(sums[r][0], x, b0);
      sums[r][1] = _mm512_dpbf16_ps(sums[r][1], x, b1);
    }
  }
#pragma GCC unroll 8
  for (size_t r = 0; r < rows; ++r) {
    float* row = c + r * c_stride;
    const __m512 c0 = keep ? _mm512_loadu_ps(row) : _mm512_setzero_ps();
    const __m512 c1 = keep ? _mm512_loadu_ps(row + VECTOR) : _mm512_setzero_ps();
    _mm512_storeu_ps(row, _mm512_add_ps(c0, sums[r][0]));
    _mm512_storeu_ps(row + VECTOR, _mm512_add_ps(c1, sums[r][1]));
  }
}

AVX512_BF16 static void block(bool keep, size_t rows, size_t depth, const void* a, size_t a_stride,
                              const void* panel, float* c, size_t c_stride) {
  const uint16_t* x = a;
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

const ProductKernel* product_kernel_avx512_bf16(void) {
  static const ProductKernel KERNEL = {.name = "avx512_bf16",
                                       .precision = PRECISION_BF16,
                                       .beats_blas = true,
                                       .depth_unit = 2,
                                       .block_rows = ROWS,
                                       .row_unit = 1,
                                       .block = block};
  return __builtin_cpu_supports("avx512bf16") && __builtin_cpu_supports("avx512bw") ? &KERNEL
                                                                                    : NULL;
}

#else

const ProductKernel* product_kernel_avx512_bf16(void) {
  return NULL;
}

#endif
