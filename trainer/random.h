// A small generator for training: splitmix64 (Steele, Lea and Flood, "Fast splittable pseudorandom
// number generators", 2014). The same seed gives the same numbers everywhere.
#ifndef TN_TRAINER_RANDOM_H
#define TN_TRAINER_RANDOM_H

#include <stdint.h>

typedef struct {
  uint64_t state;
} Random;

static inline uint64_t random_bits(Random* random) {
  uint64_t z = (random->state += 0x9e3779b97f4a7c15U);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31);
}

// The generator that `index` names among those of `seed`: the same numbers whoever asks, and in
// whatever order.
static inline Random random_at(uint64_t seed, uint64_t index) {
  Random family = {seed};
  Random member = {random_bits(&family) ^ index};
  return (Random){random_bits(&member)};
}

// Uniform in [0, 1).
static inline float random_unit(Random* random) {
  return (float)(random_bits(random) >> 40) * (1.0F / 16777216.0F);
}

// Uniform in 0..count - 1; count > 0. (The bias of the remainder is below 2^-32.)
static inline int random_below(Random* random, int count) {
  return (int)((random_bits(random) >> 32) % (uint32_t)count);
}

#endif
