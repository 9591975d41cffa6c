#include "plugin/engine/kernel_sets.h"

#include <stddef.h>

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

#define KERNEL_TARGET __attribute__((target("avx2")))

enum { VECTORS = 8, VECTOR_OUTPUTS = TN_PANEL / VECTORS };

// The even and the odd bytes of the weights, as words, times the even and the odd inputs.
KERNEL_TARGET static void multiply(const TnMatrix* matrix, int panel, TnValues x, int32_t* sums) {
  const size_t groups = (size_t)matrix->inputs / TN_GROUP;
  const int8_t* w = matrix->weights + (size_t)panel * (size_t)matrix->inputs * TN_PANEL;
  const __m256i even_words = _mm256_set1_epi32(0x05040100);
  const __m256i odd_words = _mm256_set1_epi32(0x07060302);
  const __m256i even_bytes = _mm256_set1_epi16(1);
  __m256i products[VECTORS];
#pragma GCC unroll 8
  for (int v = 0; v < VECTORS; ++v) {
    products[v] = _mm256_loadu_si256((const __m256i*)(const void*)(sums + v * VECTOR_OUTPUTS));
  }
  for (size_t g = 0; g < groups; ++g, w += (ptrdiff_t)TN_PANEL * TN_GROUP) {
    long long bits;
    memcpy(&bits, x.value + g * TN_GROUP, sizeof bits);
    const __m256i four = _mm256_set1_epi64x(bits);
    const __m256i x_even = _mm256_shuffle_epi8(four, even_words);
    const __m256i x_odd = _mm256_shuffle_epi8(four, odd_words);
#pragma GCC unroll 8
    for (int v = 0; v < VECTORS; ++v) {
      const int8_t* from = w + (ptrdiff_t)v * VECTOR_OUTPUTS * TN_GROUP;
      const __m256i weights = _mm256_loadu_si256((const __m256i*)(const void*)from);
      const __m256i even = _mm256_maddubs_epi16(even_bytes, weights); // times 1, and 0 times odd
      const __m256i odd = _mm256_srai_epi16(weights, 8);
      products[v] = _mm256_add_epi32(products[v], _mm256_madd_epi16(even, x_even));
      products[v] = _mm256_add_epi32(products[v], _mm256_madd_epi16(odd, x_odd));
    }
  }
#pragma GCC unroll 8
  for (int v = 0; v < VECTORS; ++v) {
    _mm256_storeu_si256((__m256i*)(void*)(sums + v * VECTOR_OUTPUTS), products[v]);
  }
}

#include "plugin/engine/kernel_body.h"

const TnKernel* tn_kernel_avx2(void) {
  static const TnKernel KERNEL = {"avx2", tell, affine, cells, units};
  return __builtin_cpu_supports("avx2") ? &KERNEL : NULL;
}

#else

const TnKernel* tn_kernel_avx2(void) {
  return NULL;
}

#endif
