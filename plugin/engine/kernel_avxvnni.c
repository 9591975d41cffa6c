#include "plugin/engine/kernel_sets.h"

#include <stddef.h>

#if defined(__x86_64__)

#include <cpuid.h>
#include <immintrin.h>
#include <stdbool.h>
#include <string.h>

// The instruction has two encodings, of processors that have AVX-512 and of those that have not.
// The tests build this file with TN_AVXVNNI_AS_AVX512 to run it on the former.
#ifdef TN_AVXVNNI_AS_AVX512
#define KERNEL_TARGET        __attribute__((target("avx2,avx512f,avx512vl,avx512vnni")))
#define DOT(sum, x, weights) _mm256_dpbusd_epi32(sum, x, weights)
#else
#define KERNEL_TARGET        __attribute__((target("avx2,avxvnni")))
#define DOT(sum, x, weights) _mm256_dpbusd_avx_epi32(sum, x, weights)
#endif

// Half a panel at a time, as its sums fit into the registers.
enum { HALF = TN_PANEL / 2, VECTORS = 4, VECTOR_OUTPUTS = HALF / VECTORS };

KERNEL_TARGET static inline __m256i four(const uint8_t* digits) {
  int32_t bits;
  memcpy(&bits, digits, sizeof bits);
  return _mm256_set1_epi32(bits);
}

KERNEL_TARGET static inline __m256i load(const void* from) {
  return _mm256_loadu_si256((const __m256i*)from);
}

// Digits of TN_ONE + x times weights, without a carry: 128 * high + low - surplus.
KERNEL_TARGET static void multiply_half(const int8_t* w, size_t groups, TnValues x,
                                        const int32_t* surplus, int32_t* sums) {
  __m256i high[VECTORS];
  __m256i low[VECTORS];
#pragma GCC unroll 4
  for (int v = 0; v < VECTORS; ++v) {
    high[v] = _mm256_setzero_si256();
    low[v] = _mm256_setzero_si256();
  }
  for (size_t g = 0; g < groups; ++g, w += (ptrdiff_t)TN_PANEL * TN_GROUP) {
    const __m256i x_high = four(x.high + g * TN_GROUP);
    const __m256i x_low = four(x.low + g * TN_GROUP);
#pragma GCC unroll 4
    for (int v = 0; v < VECTORS; ++v) {
      const __m256i weights = load(w + (ptrdiff_t)v * VECTOR_OUTPUTS * TN_GROUP);
      high[v] = DOT(high[v], x_high, weights);
      low[v] = DOT(low[v], x_low, weights);
    }
  }
#pragma GCC unroll 4
  for (int v = 0; v < VECTORS; ++v) {
    int32_t* sum = sums + (ptrdiff_t)v * VECTOR_OUTPUTS;
    const __m256i more = load(surplus + (ptrdiff_t)v * VECTOR_OUTPUTS);
    const __m256i product = _mm256_add_epi32(_mm256_slli_epi32(high[v], 7), low[v]);
    const __m256i total = _mm256_add_epi32(load(sum), _mm256_sub_epi32(product, more));
    _mm256_storeu_si256((__m256i*)(void*)sum, total);
  }
}

KERNEL_TARGET static void multiply(const TnMatrix* matrix, int panel, TnValues x, int32_t* sums) {
  const size_t groups = (size_t)matrix->inputs / TN_GROUP;
  const int8_t* weights = matrix->weights + (size_t)panel * (size_t)matrix->inputs * TN_PANEL;
  const int32_t* surplus = matrix->surplus + (size_t)panel * TN_PANEL;
  multiply_half(weights, groups, x, surplus, sums);
  multiply_half(weights + (ptrdiff_t)HALF * TN_GROUP, groups, x, surplus + HALF, sums + HALF);
}

#include "plugin/engine/kernel_body.h"

static bool is_supported(void) {
#ifdef TN_AVXVNNI_AS_AVX512
  return __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512vl");
#else
  unsigned a;
  unsigned b;
  unsigned c;
  unsigned d;
  const unsigned avxvnni =
      1U << 4; // of EAX in leaf 7, subleaf 1 (Intel's manual, volume 2A, CPUID)
  return __builtin_cpu_supports("avx2") && __get_cpuid_count(7, 1, &a, &b, &c, &d) && (a & avxvnni);
#endif
}

const TnKernel* tn_kernel_avxvnni(void) {
  static const TnKernel KERNEL = {"avxvnni", tell, affine, cells, units};
  return is_supported() ? &KERNEL : NULL;
}

#else

const TnKernel* tn_kernel_avxvnni(void) {
  return NULL;
}

#endif
