#include "trainer/loops_sets.h"

#if defined(__x86_64__)

#define LOOPS_NAME   "avx512"
#define LOOPS_TARGET __attribute__((target("avx512f")))
#include "trainer/loops_body.h"

const Loops* loops_avx512(void) {
  return __builtin_cpu_supports("avx512f") ? &LOOPS : NULL;
}

#else

const Loops* loops_avx512(void) {
  return NULL;
}

#endif
