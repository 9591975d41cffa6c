// A position as hosts with bars tell it, for the tests and benchmarks of the engine.
#ifndef TN_TESTS_TOLD_POSITION_H
#define TN_TESTS_TOLD_POSITION_H

#include "plugin/engine/transport.h"

// Rolling, `beat` beats behind the line of bar `bar`, in 4/4 at 120 beats a minute.
static inline TnPosition told_at(int64_t bar, double beat) {
  return (TnPosition){.has_bar = true,
                      .has_bar_beat = true,
                      .has_beats_per_bar = true,
                      .has_beat_unit = true,
                      .has_bpm = true,
                      .has_speed = true,
                      .bar = bar,
                      .bar_beat = beat,
                      .beats_per_bar = 4,
                      .beat_unit = 4,
                      .bpm = 120,
                      .speed = 1};
}

#endif
