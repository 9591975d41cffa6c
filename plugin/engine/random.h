// Random numbers without a state: each is a function of what it is drawn for, so that the same
// place in a song gets the same note however the playhead came there.
#ifndef TN_ENGINE_RANDOM_H
#define TN_ENGINE_RANDOM_H

#include <stdint.h>

// What a draw is keyed by.
typedef struct {
  uint32_t seed;  // of the user
  uint32_t take;  // how often the bar was asked for anew
  int64_t bar;    // of the song, from 0
  uint32_t event; // index of the event in the bar
  uint32_t field; // of the event
} TnDraw;

// The finaliser of splitmix64 (Steele, Lea and Flood 2014): every bit of the result depends on
// every bit of x.
static inline uint64_t tn_random_mix(uint64_t x) {
  x += 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

static inline uint64_t tn_random_bits(const TnDraw* draw) {
  uint64_t x = tn_random_mix((uint64_t)draw->seed << 32 | draw->take);
  x = tn_random_mix(x ^ (uint64_t)draw->bar);
  return tn_random_mix(x ^ ((uint64_t)draw->event << 32 | draw->field));
}

#endif
