// What the notes of a phrase depend on besides the song position.
#ifndef TN_TESTS_PROPERTY_SITUATION_H
#define TN_TESTS_PROPERTY_SITUATION_H

#include "plugin/ports.h"
#include "tests/host/timeline.h"
#include "tests/property/bundles.h"

#include <string.h>

// Instead of a number of edits: what the notes depend on is moving, or not known here.
enum { EDITS_UNKNOWN = -1 };

// Compared as bytes: made from zeros.
typedef struct {
  float controls[TN_PORT_COUNT]; // 0 where the notes do not depend on the port
  int style;                     // StyleKind
  int edits;                     // takes, locks and the prompt: number of their state in the log
  uint16_t chord;                // pitch classes that bind the pitches: bit k for class k
  TimelineMeter meter;
} Situation;

static inline bool situation_equal(const Situation* a, const Situation* b) {
  return memcmp(a, b, sizeof *a) == 0;
}

// A control's value, as a whole number within its range; what is not a number counts as the least.
static inline int situation_whole(const Situation* situation, TnPort port, int least, int most) {
  const float value = situation->controls[port];
  return value >= (float)least ? (value <= (float)most ? (int)value : most) : least;
}

// The number of the bar on which the phrase begins in which `bar` lies.
static inline int64_t situation_phrase_bar(const Situation* situation, int64_t bar) {
  const int length = situation_whole(situation, TN_PORT_LENGTH, 1, 64);
  const int64_t into = (bar - situation_whole(situation, TN_PORT_OFFSET, 0, 63)) % length;
  return bar - (into < 0 ? into + length : into);
}

// Whether every phrase goes on from the one before, from the song's beginning on.
static inline bool situation_goes_on(const Situation* situation) {
  return situation_whole(situation, TN_PORT_MODE, 0, 3) == 1;
}

// Whether another phrase plays as soon as the one situation follows the other.
static inline bool situation_is_elsewhere(const Situation* a, const Situation* b) {
  return situation_whole(a, TN_PORT_OFFSET, 0, 63) != situation_whole(b, TN_PORT_OFFSET, 0, 63) ||
         situation_whole(a, TN_PORT_MODE, 0, 3) != situation_whole(b, TN_PORT_MODE, 0, 3) ||
         situation_whole(a, TN_PORT_RATE, 0, 2) != situation_whole(b, TN_PORT_RATE, 0, 2);
}

static inline int64_t situation_phrase_bars(const Situation* situation) {
  return situation_whole(situation, TN_PORT_LENGTH, 1, 64);
}

#endif
