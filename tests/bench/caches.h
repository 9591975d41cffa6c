// What the caches do to a step: how fast bytes can be read at all, and how to have them read anew.
#ifndef TN_TESTS_BENCH_CACHES_H
#define TN_TESTS_BENCH_CACHES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { CACHES_LINE = 64, CACHES_UNIT = 512 }; // bytes: of a line; that are read in one round

static inline uint64_t caches_read_words(const uint8_t* from, size_t bytes) {
  uint64_t sums[8] = {0};
  for (size_t i = 0; i < bytes; i += sizeof sums) {
    for (size_t j = 0; j < 8; ++j) {
      uint64_t word;
      memcpy(&word, from + i + j * sizeof word, sizeof word);
      sums[j] ^= word;
    }
  }
  return sums[0] ^ sums[1] ^ sums[2] ^ sums[3] ^ sums[4] ^ sums[5] ^ sums[6] ^ sums[7];
}

#if defined(__x86_64__)

#include <immintrin.h>

__attribute__((target("avx512f"))) static inline uint64_t caches_read_avx512(const uint8_t* from,
                                                                             size_t bytes) {
  __m512i sums[CACHES_UNIT / sizeof(__m512i)];
  memset(sums, 0, sizeof sums);
  for (const uint8_t* end = from + bytes; from < end; from += CACHES_UNIT) {
#pragma GCC unroll 8
    for (size_t j = 0; j < sizeof sums / sizeof sums[0]; ++j) {
      sums[j] = _mm512_xor_si512(sums[j], _mm512_loadu_si512(from + j * sizeof sums[0]));
    }
  }
  return caches_read_words((const uint8_t*)sums, sizeof sums);
}

__attribute__((target("avx2"))) static inline uint64_t caches_read_avx2(const uint8_t* from,
                                                                        size_t bytes) {
  __m256i sums[CACHES_UNIT / sizeof(__m256i) / 2];
  memset(sums, 0, sizeof sums);
  for (const uint8_t* end = from + bytes; from < end; from += sizeof sums) {
#pragma GCC unroll 8
    for (size_t j = 0; j < sizeof sums / sizeof sums[0]; ++j) {
      const uint8_t* at = from + j * sizeof sums[0];
      sums[j] = _mm256_xor_si256(sums[j], _mm256_loadu_si256((const __m256i*)(const void*)at));
    }
  }
  return caches_read_words((const uint8_t*)sums, sizeof sums);
}

// Reads `bytes`, a multiple of CACHES_UNIT, with the widest vectors of this processor. Returns what
// depends on them all.
static inline uint64_t caches_read(const uint8_t* from, size_t bytes) {
  return __builtin_cpu_supports("avx512f") ? caches_read_avx512(from, bytes)
         : __builtin_cpu_supports("avx2")  ? caches_read_avx2(from, bytes)
                                           : caches_read_words(from, bytes);
}

// Takes every line of so many bytes out of all caches. False where the processor offers no way.
static inline bool caches_flush(const void* from, size_t bytes) {
  const uint8_t* line = from;
  for (size_t i = 0; i < bytes; i += CACHES_LINE) {
    _mm_clflush(line + i);
  }
  _mm_mfence();
  return true;
}

#else

static inline uint64_t caches_read(const uint8_t* from, size_t bytes) {
  return caches_read_words(from, bytes);
}

static inline bool caches_flush(const void* from, size_t bytes) {
  (void)from;
  (void)bytes;
  return false;
}

#endif

#endif
