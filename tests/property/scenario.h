// A random performance of 64 bars, made from one number, with all checks.
#ifndef TN_TESTS_PROPERTY_SCENARIO_H
#define TN_TESTS_PROPERTY_SCENARIO_H

#include "tests/property/bundles.h"

#include <stddef.h>
#include <stdint.h>

typedef struct {
  size_t notes;    // that were struck
  size_t compared; // of these, with a straight play
} Tally;

// Adds to the tally; `tells` each move on stdout. NULL, or what was broken, written into `why`.
const char* scenario_play(const Bundles* bundles, uint64_t seed, bool tells, Tally* tally,
                          char* why, size_t size);

#endif
