// The position promise: what was heard in the passes is what a straight play has there, note for
// note, each on the first frame at or after its exact time.
#ifndef TN_TESTS_PROPERTY_PROMISE_H
#define TN_TESTS_PROPERTY_PROMISE_H

#include "tests/property/passes.h"
#include "tests/property/straight.h"

typedef struct {
  const Passes* passes;
  const NoteList* heard; // sorted
  Straight* straight;
  size_t compared; // notes, so far
} Promise;

// Checks all passes. NULL, or what was broken, written into `why`.
const char* promise_check(Promise* promise, char* why, size_t size);

#endif
