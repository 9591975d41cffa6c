// The whole part of a quotient, rounded down below zero too.
#ifndef TN_ENGINE_FLOOR_DIVIDE_H
#define TN_ENGINE_FLOOR_DIVIDE_H

#include <stdint.h>

// `b` is positive.
static inline int64_t tn_floor_divide(int64_t a, int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

#endif
