// bfloat16: the upper half of a 32-bit float.
#ifndef TN_TRAINER_BFLOAT_H
#define TN_TRAINER_BFLOAT_H

#include <stdint.h>
#include <string.h>

// Rounds to the nearest, ties to even. The weights and sums of training are finite.
static inline uint16_t bfloat_from_float(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return (uint16_t)((bits + 0x7fffU + ((bits >> 16) & 1U)) >> 16);
}

#endif
