#include "trainer/loops_sets.h"

#if defined(__x86_64__)

#define LOOPS_NAME   "avx2"
#define LOOPS_TARGET __attribute__((target("avx2")))
#include "trainer/loops_body.h"

const Loops* loops_avx2(void) {
  return __builtin_cpu_supports("avx2") ? &LOOPS : NULL;
}

#else

const Loops* loops_avx2(void) {
  return NULL;
}

#endif
