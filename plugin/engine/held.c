#include "plugin/engine/held.h"

static void release(TnHeld* h, uint8_t channel, uint8_t pitch, TnHeldListener listener) {
  h->keys[channel][pitch] = TN_HELD_UP;
  --h->count;
  --h->pitches[pitch];
  --h->classes[pitch % TN_PITCH_CLASSES];
  listener.released(listener.handle, channel, pitch);
}

void tn_held_strike(TnHeld* h, uint8_t channel, uint8_t pitch, TnHeldListener listener) {
  if (h->keys[channel][pitch] != TN_HELD_UP) {
    release(h, channel, pitch, listener);
  }
  h->keys[channel][pitch] = TN_HELD_DOWN;
  ++h->count;
  ++h->pitches[pitch];
  ++h->classes[pitch % TN_PITCH_CLASSES];
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

// Lets go the keys of a channel that are held, or those alone that are held by the pedal.
static void release_channel(TnHeld* h, uint8_t channel, bool by_pedal_only,
                            TnHeldListener listener) {
  for (int pitch = 0; h->count > 0 && pitch < TN_HELD_PITCHES; ++pitch) {
    const uint8_t state = h->keys[channel][pitch];
    if (state == TN_HELD_BY_PEDAL || (state == TN_HELD_DOWN && !by_pedal_only)) {
      release(h, channel, (uint8_t)pitch, listener);
    }
  }
}

void tn_held_pedal(TnHeld* h, uint8_t channel, bool down, TnHeldListener listener) {
  h->pedal[channel] = down;
  if (!down) {
    release_channel(h, channel, true, listener);
  }
}

void tn_held_let_go(TnHeld* h, uint8_t channel, TnHeldListener listener) {
  release_channel(h, channel, false, listener);
}

uint16_t tn_held_classes(const TnHeld* h) {
  uint16_t classes = 0;
  for (int k = 0; k < TN_PITCH_CLASSES; ++k) {
    classes = (uint16_t)(classes | (h->classes[k] > 0 ? 1 << k : 0));
  }
  return classes;
}
