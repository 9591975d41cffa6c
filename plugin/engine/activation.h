// exp, tanh and sigmoid as fixed arithmetic: no libm, so that every machine gets the same bits, and
// no branch, so that compilers make vector code of loops over them.
#ifndef TN_ENGINE_ACTIVATION_H
#define TN_ENGINE_ACTIVATION_H

#include <stdint.h>
#include <string.h>

// e^x with a relative error below 2e-7 for x in [-87, 88]; outside, x is clamped to that range;
// what is not a number counts as the lower end.
//
// x = n ln 2 + r with |r| <= ln(2) / 2, so e^x = 2^n e^r (Cody and Waite, Software Manual for the
// Elementary Functions, 1980, chapter 6); e^r by its Taylor polynomial of degree 7.
static inline float tn_exp(float x) {
  const float low = -87.0F;
  const float high = 88.0F;
  x = x > low ? x : low; // in this order, so that what is not a number becomes one
  x = x < high ? x : high;
  const float shift = 12582912.0F; // 1.5 * 2^23: adding it rounds to an integer
  const float n = (x * 1.44269504F + shift) - shift;
  const float r = (x - n * 0.693359375F) - n * -2.12194440e-4F; // ln 2 in two parts
  float p = 1.0F / 5040.0F;
  p = p * r + 1.0F / 720.0F;
  p = p * r + 1.0F / 120.0F;
  p = p * r + 1.0F / 24.0F;
  p = p * r + 1.0F / 6.0F;
  p = p * r + 0.5F;
  p = p * r + 1.0F;
  p = p * r + 1.0F;
  const int32_t bits = ((int32_t)n + 127) * (1 << 23);
  float power;
  memcpy(&power, &bits, sizeof power);
  return p * power;
}

// Absolute error below 3e-7 for any x.
static inline float tn_sigmoid(float x) {
  return 1.0F / (1.0F + tn_exp(-x));
}

// tanh x = 2 sigmoid(2x) - 1. Absolute error below 5e-7 for any x.
static inline float tn_tanh(float x) {
  return 2.0F * tn_sigmoid(2.0F * x) - 1.0F;
}

#endif
