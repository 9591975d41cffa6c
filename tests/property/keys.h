// What the player holds, as the requirement has it: which keys bind a chord, and which sound by
// themselves.
#ifndef TN_TESTS_PROPERTY_KEYS_H
#define TN_TESTS_PROPERTY_KEYS_H

#include <stdbool.h>
#include <stdint.h>

enum { KEYS_CHANNELS = 16, KEYS_PITCHES = 128 };

// A message of the player's, or of a host that speaks for one.
typedef struct {
  uint32_t frame; // in the block
  uint8_t bytes[3];
} KeyMessage;

typedef enum { KEY_UP, KEY_DOWN, KEY_BY_PEDAL } KeyState;

// For reading only. It begins as zeros.
typedef struct {
  uint8_t states[KEYS_CHANNELS][KEYS_PITCHES]; // KeyState
  bool passed[KEYS_CHANNELS][KEYS_PITCHES];    // it went out, and its end has not
  bool pedal[KEYS_CHANNELS];
  int held;            // by hand or by pedal
  int classes[12];     // of these, by pitch class
  int sounding;        // how many have passed
  uint16_t gesture;    // pitch classes that were struck since no key was held
  uint16_t latched;    // those held together last
  bool is_latched;     // all that were let go since were let go together
  bool is_letting_go;  // keys were let go since the last was struck
  uint64_t letting_go; // output frame from which on
} Keys;

// Whether a message strikes a key. Notes are heard on `in_channel` alone where it is not 0.
bool keys_strikes(const uint8_t bytes[3], int in_channel);

// One message, on an output frame. Where it `passes`, a note goes out on any channel.
void keys_hear(Keys* keys, const uint8_t bytes[3], uint64_t frame, int in_channel, bool passes);

// All that is held is let go; what has passed sounds on.
void keys_let_go(Keys* keys, uint64_t frame);

// What has passed ends.
void keys_end_passing(Keys* keys);

// Bit k: pitch class k is held. 0: none.
uint16_t keys_classes(const Keys* keys);

// Whether the last chord is known: of fingers that do not leave the keys together it is not told
// here which one they meant.
bool keys_knows_chord(const Keys* keys);

// The pitch classes that may bind: those held, or of the last chord where that is latched.
uint16_t keys_chord(const Keys* keys, bool latch);

#endif
