#include "plugin/engine/held.h"

enum { CLASSES = 12 };

static uint16_t classes_held(const TnHeld* h) {
  uint16_t classes = 0;
  for (int k = 0; k < CLASSES; ++k) {
    classes = (uint16_t)(classes | (h->classes[k] > 0 ? 1 << k : 0));
  }
  return classes;
}

static void release(TnHeld* h, uint8_t channel, uint8_t pitch, TnHeldListener listener) {
  h->keys[channel][pitch] = TN_HELD_UP;
  --h->count;
  --h->classes[pitch % CLASSES];
  listener.released(listener.handle, channel, pitch);
}

void tn_held_strike(TnHeld* h, uint8_t channel, uint8_t pitch, TnHeldListener listener) {
  if (h->keys[channel][pitch] != TN_HELD_UP) {
    release(h, channel, pitch, listener);
  }
  h->keys[channel][pitch] = TN_HELD_DOWN;
  ++h->count;
  ++h->classes[pitch % CLASSES];
  h->latched = classes_held(h);
}

void tn_held_lift(TnHeld* h, uint8_t channel, uint8_t pitch, TnHeldListener listener) {
  if (h->keys[channel][pitch] != TN_HELD_DOWN) {
    return;
  }
  if (h->pedal[channel]) {
    h->keys[channel][pitch] = TN_HELD_BY_PEDAL;
  } else {
    release(h, channel, pitch, listener);
  }
}

void tn_held_pedal(TnHeld* h, uint8_t channel, bool down, TnHeldListener listener) {
  h->pedal[channel] = down;
  for (int pitch = 0; !down && pitch < TN_HELD_PITCHES; ++pitch) {
    if (h->keys[channel][pitch] == TN_HELD_BY_PEDAL) {
      release(h, channel, (uint8_t)pitch, listener);
    }
  }
}

void tn_held_let_go(TnHeld* h, uint8_t channel, TnHeldListener listener) {
  for (int pitch = 0; h->count > 0 && pitch < TN_HELD_PITCHES; ++pitch) {
    if (h->keys[channel][pitch] != TN_HELD_UP) {
      release(h, channel, (uint8_t)pitch, listener);
    }
  }
}

uint16_t tn_held_chord(const TnHeld* h, bool latch) {
  return h->count > 0 || !latch ? classes_held(h) : h->latched;
}
