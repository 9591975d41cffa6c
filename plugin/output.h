// Writing to the atom output ports: an event goes in whole or not at all.
#ifndef TN_OUTPUT_H
#define TN_OUTPUT_H

#include "plugin/urids.h"

#include <lv2/atom/atom.h>
#include <stdbool.h>
#include <stdint.h>

// A port's buffer in one block. Where capacity is 0 nothing fits.
typedef struct {
  const Urids* urids;
  LV2_Atom_Sequence* sequence;
  uint32_t capacity; // bytes that the sequence's atom may hold
} Output;

// Takes the buffer that the host prepared (its atom's size tells the room) and empties it.
Output output_begin(const Urids* urids, LV2_Atom_Sequence* buffer);

// A MIDI message of three bytes at `frame`. False where there is no room.
bool output_midi(Output* output, uint32_t frame, const uint8_t message[3]);

// patch:Set of a property to a text of the given atom type, at frame 0. False where there is no
// room.
bool output_property(Output* output, LV2_URID property, LV2_URID type, const char* text);

#endif
