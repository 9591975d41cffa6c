#include "trainer/loops.h"

#include "trainer/loops_sets.h"

Dropout dropout_of(float share, uint32_t seed) {
  return (Dropout){seed, (uint32_t)((double)share * 4294967296.0), 1.0F / (1.0F - share)};
}

const Loops* loops(void) {
  const Loops* fastest = loops_avx512();
  fastest = fastest ? fastest : loops_avx2();
  return fastest ? fastest : loops_portable();
}
