// What must be good, whatever a fuzzer sends.
#ifndef TN_TESTS_FUZZ_RIG_DEMAND_H
#define TN_TESTS_FUZZ_RIG_DEMAND_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

// Ends the process, and says what was broken, where it is not good.
static inline void rig_demand(bool good, const char* what) {
  if (!good) {
    fprintf(stderr, "broken: %s\n", what);
    abort();
  }
}

#endif
