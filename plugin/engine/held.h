// The keys that the player holds, and the chord that they are.
#ifndef TN_ENGINE_HELD_H
#define TN_ENGINE_HELD_H

#include <stdbool.h>
#include <stdint.h>

enum { TN_HELD_CHANNELS = 16, TN_HELD_PITCHES = 128 };

typedef enum { TN_HELD_UP, TN_HELD_DOWN, TN_HELD_BY_PEDAL } TnHeldState;

// Plain memory; it begins as zeros. For the audio thread.
typedef struct {
  uint8_t keys[TN_HELD_CHANNELS][TN_HELD_PITCHES]; // TnHeldState
  bool pedal[TN_HELD_CHANNELS];
  int count;        // of keys that are held, by hand or pedal
  int classes[12];  // of these, by pitch class
  uint16_t latched; // bit k: pitch class k was held when a key was struck last
} TnHeld;

// Told of each key that is let go.
typedef struct {
  void (*released)(void* handle, uint8_t channel, uint8_t pitch);
  void* handle;
} TnHeldListener;

// A note is struck. One that is held is let go first.
void tn_held_strike(TnHeld* held, uint8_t channel, uint8_t pitch, TnHeldListener listener);

// A key goes up: let go, unless the pedal holds it.
void tn_held_lift(TnHeld* held, uint8_t channel, uint8_t pitch, TnHeldListener listener);

// The sustain pedal goes down or up.
void tn_held_pedal(TnHeld* held, uint8_t channel, bool down, TnHeldListener listener);

// All keys of a channel are let go, whatever the pedal does.
void tn_held_let_go(TnHeld* held, uint8_t channel, TnHeldListener listener);

// The pitch classes that are held, bit by bit; where nothing is and the chord is latched, those of
// the last chord. 0: none.
uint16_t tn_held_chord(const TnHeld* held, bool latch);

#endif
