// IEEE 754 binary16, the F16 of style files.
#ifndef TN_ENGINE_HALF_H
#define TN_ENGINE_HALF_H

#include <stdint.h>
#include <string.h>

static inline float tn_half_to_float(uint16_t half) {
  const uint32_t sign = (uint32_t)(half & 0x8000U) << 16;
  const uint32_t exponent = (half >> 10) & 0x1fU;
  const uint32_t fraction = half & 0x3ffU;
  if (exponent == 0) { // zero, or subnormal: fraction * 2^-24
    const float magnitude = (float)fraction * (1.0F / 16777216.0F);
    return sign ? -magnitude : magnitude;
  }
  const uint32_t bits =
      sign | (exponent == 31 ? 0x7f800000U : (exponent + 112) << 23) | (fraction << 13);
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

// Rounds to nearest, ties to even; what is too large becomes infinite.
static inline uint16_t tn_half_from_float(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  const uint16_t sign = (uint16_t)((bits >> 16) & 0x8000U);
  const uint32_t magnitude = bits & 0x7fffffffU;
  if (magnitude > 0x7f800000U) {
    return (uint16_t)(sign | 0x7e00U); // not a number
  }
  if (magnitude >= 0x477ff000U) { // 65520 and more
    return (uint16_t)(sign | 0x7c00U);
  }
  if (magnitude < 0x38800000U) { // below 2^-14: subnormal, in units of 2^-24
    float absolute;
    memcpy(&absolute, &magnitude, sizeof absolute);
    const float shift = 0.5F; // 2^-1 has an ulp of 2^-24: adding it rounds to that unit
    const float rounded = absolute + shift;
    uint32_t units;
    memcpy(&units, &rounded, sizeof units);
    return (uint16_t)(sign | (units - 0x3f000000U));
  }
  const uint32_t odd = (magnitude >> 13) & 1U;
  return (uint16_t)(sign | ((magnitude - 0x38000000U + 0xfffU + odd) >> 13));
}

#endif
