#include "trainer/drum_kit.h"

#include "trainer/voices.h"

#include <stdbool.h>

// By the mapping that comes with the Groove MIDI Dataset (J. Gillick et al., Learning to Groove
// with Inverse Sequence Transformations, ICML 2019), which was played on a Roland TD-11.
enum {
  CLOSED_HAT_EDGE = 22,
  OPEN_HAT_EDGE = 26,
  FLOOR_TOM_RIM = 58, // General MIDI has a vibraslap there
  FLOOR_TOM = 43,
  CLOSED_HAT = 42,
  OPEN_HAT = 46
};

static bool is_hat_edge(int pitch) {
  return pitch == CLOSED_HAT_EDGE || pitch == OPEN_HAT_EDGE;
}

static uint8_t by_general_midi(uint8_t pitch) {
  switch (pitch) {
  case CLOSED_HAT_EDGE:
    return CLOSED_HAT;
  case OPEN_HAT_EDGE:
    return OPEN_HAT;
  case FLOOR_TOM_RIM:
    return FLOOR_TOM;
  default:
    return pitch;
  }
}

void drum_kit_by_general_midi(const uint8_t* voices, size_t count, TnNote* notes) {
  bool is_electronic = false;
  for (size_t i = 0; i < count; ++i) {
    if (voices[i] != VOICE_DRUMS) {
      return;
    }
    is_electronic = is_electronic || is_hat_edge(notes[i].pitch);
  }
  for (size_t i = 0; is_electronic && i < count; ++i) {
    notes[i].pitch = by_general_midi(notes[i].pitch);
  }
}
