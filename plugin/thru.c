#include "plugin/thru.h"

enum { CHANNELS = 16, CONTROLLER = 0xb0, SYSTEM = 0xf0, PEDAL_DOWN = 64 };

static const uint8_t PEDALS[THRU_PEDALS] = {64, 66}; // sustain and sostenuto

static void lift(Thru* t, Output* output, int pedal) {
  for (int channel = 0; channel < CHANNELS; ++channel) {
    const uint16_t bit = (uint16_t)(1U << channel);
    const uint8_t message[3] = {(uint8_t)(CONTROLLER | channel), PEDALS[pedal], 0};
    if ((t->down[pedal] & bit) && output_midi(output, 0, message, sizeof message)) {
      t->down[pedal] &= (uint16_t)~bit;
    }
  }
}

void thru_begin(Thru* t, bool passes, Output* output) {
  t->must_lift = t->must_lift || passes != t->passes;
  t->passes = passes;
  if (!t->must_lift) {
    return;
  }
  t->must_lift = false;
  for (int i = 0; i < THRU_PEDALS; ++i) {
    lift(t, output, i);
    t->must_lift = t->must_lift || t->down[i];
  }
}

// Programs and the pressure of a channel have two bytes, other messages of a channel three.
static bool is_whole(const uint8_t* message, uint32_t size) {
  if (size == 0 || message[0] < 0x80 || message[0] >= SYSTEM) {
    return size > 0 && message[0] >= SYSTEM;
  }
  const uint32_t whole = (message[0] & 0xe0) == 0xc0 ? 2 : 3;
  return size == whole && message[1] < 0x80 && message[whole - 1] < 0x80;
}

static bool is_note(const uint8_t* message) {
  return (message[0] & 0xe0) == 0x80;
}

static void note_pedal(Thru* t, const uint8_t* message) {
  for (int i = 0; i < THRU_PEDALS; ++i) {
    if ((message[0] & 0xf0) == CONTROLLER && message[1] == PEDALS[i]) {
      const uint16_t bit = (uint16_t)(1U << (message[0] & 0x0f));
      t->down[i] = (uint16_t)(message[2] >= PEDAL_DOWN ? t->down[i] | bit : t->down[i] & ~bit);
    }
  }
}

void thru_pass(Thru* t, Output* output, uint32_t frame, const uint8_t* message, uint32_t size) {
  if (t->passes && is_whole(message, size) && !is_note(message) &&
      output_midi(output, frame, message, size)) {
    note_pedal(t, message);
  }
}
