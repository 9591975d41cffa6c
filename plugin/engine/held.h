// The keys that the player holds, by hand or by the sustain pedal. Plain memory; for the audio
// thread.
#ifndef TN_ENGINE_HELD_H
#define TN_ENGINE_HELD_H

#include "plugin/engine/features.h"

#include <stdbool.h>
#include <stdint.h>

enum { TN_HELD_CHANNELS = 16, TN_HELD_PITCHES = 128 };

typedef enum { TN_HELD_UP, TN_HELD_DOWN, TN_HELD_BY_PEDAL } TnHeldState;

// For reading only. It begins as zeros.
typedef struct {
  uint8_t keys[TN_HELD_CHANNELS][TN_HELD_PITCHES]; // TnHeldState
  bool pedal[TN_HELD_CHANNELS];
  int count;                        // of keys that are held
  uint8_t pitches[TN_HELD_PITCHES]; // of these, by pitch
  int classes[TN_PITCH_CLASSES];    // of these, by pitch class
} TnHeld;

// Told of each key that is let go.
typedef struct {
  void (*released)(void* handle, uint8_t channel, uint8_t pitch);
  void* handle;
} TnHeldListener;

// A key is struck. One that is held is let go first.
void tn_held_strike(TnHeld* held, uint8_t channel, uint8_t pitch, TnHeldListener listener);

// A key goes up: let go, unless the pedal holds it.
void tn_held_lift(TnHeld* held, uint8_t channel, uint8_t pitch, TnHeldListener listener);

// The sustain pedal goes down, or up: what it alone holds is let go.
void tn_held_pedal(TnHeld* held, uint8_t channel, bool down, TnHeldListener listener);

// All keys of a channel are let go, whatever the pedal does.
void tn_held_let_go(TnHeld* held, uint8_t channel, TnHeldListener listener);

// Bit k: a key of pitch class k is held.
uint16_t tn_held_classes(const TnHeld* held);

#endif
