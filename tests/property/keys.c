#include "tests/property/keys.h"

#include <string.h>

static void send(Host* host, int status, int channel, int first, int second) {
  const uint8_t message[] = {(uint8_t)(status | channel), (uint8_t)first, (uint8_t)second};
  host_send_midi(host, 0, message, sizeof message);
}

void keys_strike(Keys* keys, Host* host, int channel, int pitch) {
  send(host, 0x90, channel, pitch, 90);
  keys->down[channel][pitch] = true;
  keys->forgotten[channel][pitch] = false;
  keys->kept[channel][pitch] = false;
}

void keys_lift(Keys* keys, Host* host, int channel, int pitch) {
  send(host, 0x80, channel, pitch, 64);
  keys->kept[channel][pitch] = !keys->forgotten[channel][pitch] && keys->pedal[channel];
  keys->down[channel][pitch] = false;
}

void keys_pedal(Keys* keys, Host* host, int channel, bool down) {
  send(host, 0xb0, channel, 64, down ? 127 : 0);
  keys->pedal[channel] = down;
  if (!down) {
    memset(keys->kept[channel], 0, sizeof keys->kept[channel]);
  }
}

void keys_lift_all(Keys* keys, Host* host) {
  for (int channel = 0; channel < 16; channel++) {
    for (int pitch = 0; pitch < 128; pitch++) {
      if (keys->down[channel][pitch]) {
        keys_lift(keys, host, channel, pitch);
      }
    }
    if (keys->pedal[channel]) {
      keys_pedal(keys, host, channel, false);
    }
  }
}

void keys_forget_channel(Keys* keys, int channel) {
  memcpy(keys->forgotten[channel], keys->down[channel], sizeof keys->forgotten[channel]);
  memset(keys->kept[channel], 0, sizeof keys->kept[channel]);
}

void keys_forget(Keys* keys) {
  for (int channel = 0; channel < 16; channel++) {
    keys_forget_channel(keys, channel);
    keys->pedal[channel] = false;
  }
}

uint16_t keys_classes(const Keys* keys) {
  unsigned classes = 0;
  for (int channel = 0; channel < 16; channel++) {
    for (int pitch = 0; pitch < 128; pitch++) {
      const bool down = keys->down[channel][pitch] && !keys->forgotten[channel][pitch];
      const bool held = down || keys->kept[channel][pitch];
      classes |= held ? 1u << pitch % 12 : 0;
    }
  }
  return (uint16_t)classes;
}
