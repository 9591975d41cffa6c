#include "plugin/engine/kernel_sets.h"

#include <stddef.h>

#if defined(__x86_64__)

#include <immintrin.h>
#include <string.h>

#define KERNEL_TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512vnni")))

enum { VECTORS = 4, VECTOR_OUTPUTS = 16 }; // of a panel; of a vector

KERNEL_TARGET static inline __m512i four(const uint8_t* digits) {
  int32_t bits;
  memcpy(&bits, digits, sizeof bits);
  return _mm512_set1_epi32(bits);
}

// Digits of TN_ONE + x times weights, without a carry: 128 * high + low - surplus.
KERNEL_TARGET static void multiply(const TnMatrix* matrix, int panel, TnValues x, int32_t* sums) {
  const size_t groups = (size_t)matrix->inputs / TN_GROUP;
  const int8_t* w = matrix->weights + (size_t)panel * (size_t)matrix->inputs * TN_PANEL;
  const int32_t* surplus = matrix->surplus + (size_t)panel * TN_PANEL;
  __m512i high[VECTORS];
  __m512i low[VECTORS];
#pragma GCC unroll 4
  for (int v = 0; v < VECTORS; ++v) {
    high[v] = _mm512_setzero_si512();
    low[v] = _mm512_setzero_si512();
  }
  for (size_t g = 0; g < groups; ++g, w += (ptrdiff_t)TN_PANEL * TN_GROUP) {
    const __m512i x_high = four(x.high + g * TN_GROUP);
    const __m512i x_low = four(x.low + g * TN_GROUP);
#pragma GCC unroll 4
    for (int v = 0; v < VECTORS; ++v) {
      const __m512i weights = _mm512_loadu_si512(w + (ptrdiff_t)v * VECTOR_OUTPUTS * TN_GROUP);
      high[v] = _mm512_dpbusd_epi32(high[v], x_high, weights);
      low[v] = _mm512_dpbusd_epi32(low[v], x_low, weights);
    }
  }
#pragma GCC unroll 4
  for (int v = 0; v < VECTORS; ++v) {
    int32_t* sum = sums + (ptrdiff_t)v * VECTOR_OUTPUTS;
    const __m512i more = _mm512_loadu_si512(surplus + (ptrdiff_t)v * VECTOR_OUTPUTS);
    const __m512i product = _mm512_add_epi32(_mm512_slli_epi32(high[v], 7), low[v]);
    _mm512_storeu_si512(sum,
                        _mm512_add_epi32(_mm512_loadu_si512(sum), _mm512_sub_epi32(product, more)));
  }
}

#include "plugin/engine/kernel_body.h"

const TnKernel* tn_kernel_avx512vnni(void) {
  static const TnKernel KERNEL = {"avx512vnni", tell, affine, cells, units};
  return __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bw") &&
                 __builtin_cpu_supports("avx512vl")
             ? &KERNEL
             : NULL;
}

#else

const TnKernel* tn_kernel_avx512vnni(void) {
  return NULL;
}

#endif
