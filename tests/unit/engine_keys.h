// The player's keys, for the tests of the engine.
#ifndef TN_TESTS_ENGINE_KEYS_H
#define TN_TESTS_ENGINE_KEYS_H

#include "tests/unit/engine_rig.h"

enum { BEAT = BAR / 4 };

// In a block of one frame.
static inline void hear(Rig* rig, uint8_t status, uint8_t first, uint8_t second) {
  const uint8_t message[3] = {status, first, second};
  rig->left = rig->room;
  tn_engine_begin(&rig->engine, &rig->controls, 1, sink_of(rig));
  tn_engine_hear(&rig->engine, 0, message, sizeof message, sink_of(rig));
  tn_engine_end(&rig->engine, sink_of(rig));
  ++rig->block;
}

// A key, for so many frames and the two of its messages.
static inline void play(Rig* rig, uint8_t pitch, uint64_t frames) {
  hear(rig, 0x90, pitch, 80);
  run(rig, frames);
  hear(rig, 0x80, pitch, 64);
}

#endif
