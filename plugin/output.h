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

// A property and its value, as TN_URI_NUMBER `number`.
typedef struct {
  LV2_URID property;
  int64_t number;
  LV2_URID type; // of the value
  uint32_t size; // bytes of its body
  const void* body;
} OutputValue;

enum { OUTPUT_VALUE_BYTES = 88 }; // of the event of a value, besides its body

typedef enum {
  OUTPUT_DONE,
  OUTPUT_FULL, // no room in this block
  OUTPUT_NEVER // nor would there be any if the port were empty
} OutputResult;

// Takes the buffer that the host prepared (its atom's size tells the room) and empties it.
Output output_begin(const Urids* urids, LV2_Atom_Sequence* buffer);

// A MIDI message at `frame`. False where there is no room.
bool output_midi(Output* output, uint32_t frame, const uint8_t* message, uint32_t size);

// patch:Set of a property, at frame 0.
OutputResult output_value(Output* output, const OutputValue* value);

#endif
