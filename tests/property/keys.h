// The keys that a scenario holds down on the plugin's input.
#ifndef TN_TESTS_PROPERTY_KEYS_H
#define TN_TESTS_PROPERTY_KEYS_H

#include "tests/host/host.h"

// It begins as zeros. Messages go out on frame 0 of the next block.
typedef struct {
  bool down[16][128];
  bool forgotten[16][128]; // it is down, and the plugin has let go of it
  bool kept[16][128];      // up again, and the pedal holds it
  bool pedal[16];
} Keys;

void keys_strike(Keys* keys, Host* host, int channel, int pitch);
void keys_lift(Keys* keys, Host* host, int channel, int pitch);
void keys_pedal(Keys* keys, Host* host, int channel, bool down);

// All keys and pedals go up.
void keys_lift_all(Keys* keys, Host* host);

// What the plugin forgets with a deactivation, and with a request for silence on a channel.
void keys_forget(Keys* keys);
void keys_forget_channel(Keys* keys, int channel);

// Bit k: pitch class k is held, by hand or by the pedal.
uint16_t keys_classes(const Keys* keys);

#endif
