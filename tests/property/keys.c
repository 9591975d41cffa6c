#include "tests/property/keys.h"

#include <string.h>

enum { SUSTAIN = 64, ALL_SOUND_OFF = 120, RESET_CONTROLLERS = 121, ALL_NOTES_OFF = 123 };

uint16_t keys_classes(const Keys* keys) {
  uint16_t classes = 0;
  for (int class = 0; class < 12; class ++) {
    classes |= (uint16_t)((keys->classes[class] > 0) << class);
  }
  return classes;
}

bool keys_knows_chord(const Keys* keys) {
  return keys->is_latched && (!keys->is_letting_go || keys->held == 0);
}

uint16_t keys_chord(const Keys* keys, bool latch) {
  if (!latch) {
    return keys_classes(keys);
  }
  return keys_knows_chord(keys) ? keys->latched : keys->gesture;
}

static void set_state(Keys* keys, int channel, int pitch, KeyState state) {
  uint8_t* now = &keys->states[channel][pitch];
  const int change = (state != KEY_UP) - (*now != KEY_UP);
  keys->held += change;
  keys->classes[pitch % 12] += change;
  *now = (uint8_t)state;
}

static void release(Keys* keys, int channel, bool by_pedal_only) {
  for (int pitch = 0; pitch < KEYS_PITCHES && keys->held > 0; pitch++) {
    if (keys->states[channel][pitch] == KEY_BY_PEDAL || !by_pedal_only) {
      set_state(keys, channel, pitch, KEY_UP);
    }
  }
}

static void set_pedal(Keys* keys, int channel, bool down) {
  keys->pedal[channel] = down;
  if (!down) {
    release(keys, channel, true);
  }
}

static void control(Keys* keys, int channel, int controller, int value) {
  if (controller == SUSTAIN || controller == RESET_CONTROLLERS) {
    set_pedal(keys, channel, controller == SUSTAIN && value >= 64);
  } else if (controller == ALL_SOUND_OFF || controller >= ALL_NOTES_OFF) {
    release(keys, channel, false);
  }
}

static void strike(Keys* keys, int channel, int pitch) {
  keys->gesture = (uint16_t)((keys->held > 0 ? keys->gesture : 0) | 1 << pitch % 12);
  set_state(keys, channel, pitch, KEY_DOWN);
  keys->latched = keys_classes(keys);
  keys->is_latched = true;
  keys->is_letting_go = false;
}

static void lift(Keys* keys, int channel, int pitch) {
  if (keys->states[channel][pitch] == KEY_DOWN) {
    set_state(keys, channel, pitch, keys->pedal[channel] ? KEY_BY_PEDAL : KEY_UP);
  }
}

static void note_release(Keys* keys, uint64_t frame) {
  if (!keys->is_letting_go) {
    keys->is_letting_go = true;
    keys->letting_go = frame;
  }
  keys->is_latched = keys->is_latched && keys->letting_go == frame;
}

static void pass(Keys* keys, int channel, int pitch, bool sounds) {
  bool* passed = &keys->passed[channel][pitch];
  keys->sounding += sounds - *passed;
  *passed = sounds;
}

static bool is_strike(const uint8_t bytes[3]) {
  return (bytes[0] & 0xf0) == 0x90 && bytes[2] > 0;
}

bool keys_strikes(const uint8_t bytes[3], int in_channel) {
  return is_strike(bytes) && (in_channel == 0 || (bytes[0] & 0x0f) == in_channel - 1);
}

static void hear_note(Keys* keys, const uint8_t bytes[3], int in_channel, bool passes) {
  const int channel = bytes[0] & 0x0f;
  const bool strikes = is_strike(bytes);
  if (strikes ? passes : keys->passed[channel][bytes[1]]) {
    pass(keys, channel, bytes[1], strikes);
  }
  if (!strikes) {
    lift(keys, channel, bytes[1]);
  } else if (keys_strikes(bytes, in_channel)) {
    strike(keys, channel, bytes[1]);
  }
}

void keys_hear(Keys* keys, const uint8_t bytes[3], uint64_t frame, int in_channel, bool passes) {
  const int kind = bytes[0] & 0xf0;
  const uint16_t before = keys_classes(keys);
  const int held = keys->held;
  if (kind == 0x80 || kind == 0x90) {
    hear_note(keys, bytes, in_channel, passes);
  } else if (kind == 0xb0) {
    control(keys, bytes[0] & 0x0f, bytes[1], bytes[2]);
  }
  if (keys->held < held && keys_classes(keys) != before) {
    note_release(keys, frame);
  }
}

void keys_let_go(Keys* keys, uint64_t frame) {
  const bool held = keys->held > 0;
  for (int channel = 0; channel < KEYS_CHANNELS; channel++) {
    keys->pedal[channel] = false;
    release(keys, channel, false);
  }
  if (held) {
    note_release(keys, frame);
  }
}

void keys_end_passing(Keys* keys) {
  memset(keys->passed, 0, sizeof keys->passed);
  keys->sounding = 0;
}
