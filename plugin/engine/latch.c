#include "plugin/engine/latch.h"

// Where time went back the song has moved elsewhere.
static bool is_meant(const TnLatch* l, int64_t now) {
  return l->held != 0 && (now - l->changed >= TN_LATCH_MOMENT || now < l->changed);
}

void tn_latch_hear(TnLatch* l, uint16_t held, bool struck, int64_t now) {
  l->chord = struck ? held : tn_latch_chord(l, now);
  if (held != l->held) {
    l->held = held;
    l->changed = now;
  }
}

uint16_t tn_latch_chord(const TnLatch* l, int64_t now) {
  return is_meant(l, now) ? l->held : l->chord;
}
