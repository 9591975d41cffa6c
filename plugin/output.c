#include "plugin/output.h"

#include <assert.h>
#include <lv2/atom/util.h>
#include <string.h>

Output output_begin(const Urids* urids, LV2_Atom_Sequence* buffer) {
  Output output = {urids, buffer, buffer ? buffer->atom.size : 0};
  if (output.capacity < sizeof(LV2_Atom_Sequence_Body)) {
    output.capacity = 0;
    return output;
  }
  lv2_atom_sequence_clear(buffer);
  buffer->atom.type = urids->atom_sequence;
  buffer->body.unit = 0;
  buffer->body.pad = 0;
  return output;
}

// Room for an event with a body of `size` bytes: its place, its header filled in, or NULL.
static LV2_Atom_Event* append(Output* output, uint32_t frame, LV2_URID type, uint32_t size) {
  if (output->capacity == 0) {
    return NULL;
  }
  const LV2_Atom_Event header = {.time.frames = frame, .body = {size, type}};
  const uint32_t used = output->sequence->atom.size;
  const uint32_t needed = lv2_atom_pad_size((uint32_t)sizeof header + size);
  if (output->capacity < used || output->capacity - used < needed) {
    return NULL;
  }
  LV2_Atom_Event* event =
      lv2_atom_sequence_end(&output->sequence->body, output->sequence->atom.size);
  *event = header;
  output->sequence->atom.size += needed;
  return event;
}

bool output_midi(Output* output, uint32_t frame, const uint8_t* message, uint32_t size) {
  LV2_Atom_Event* event = append(output, frame, output->urids->midi_event, size);
  if (event) {
    memcpy(event + 1, message, size);
  }
  return event != NULL;
}

// The body of a patch:Set in memory: the object, its property's URID, its number, its value's head.
typedef struct {
  LV2_Atom_Object_Body object;
  LV2_Atom_Property_Body property;
  LV2_URID property_urid;
  uint32_t pad;
  LV2_Atom_Property_Body number;
  int64_t number_long;
  LV2_Atom_Property_Body value;
} SetBody;

static_assert(sizeof(LV2_Atom_Event) + sizeof(SetBody) == OUTPUT_VALUE_BYTES, "as output.h says");

static bool fits_never(const Output* output, uint32_t body) {
  const uint32_t needed =
      (uint32_t)(sizeof(LV2_Atom_Sequence_Body) + sizeof(LV2_Atom_Event)) + body;
  return output->capacity < needed;
}

OutputResult output_value(Output* output, const OutputValue* value) {
  const Urids* u = output->urids;
  const uint32_t padded = lv2_atom_pad_size(value->size);
  const uint32_t body = (uint32_t)sizeof(SetBody) + padded;
  LV2_Atom_Event* event = append(output, 0, u->atom_object, body);
  if (!event) {
    return fits_never(output, body) ? OUTPUT_NEVER : OUTPUT_FULL;
  }
  const SetBody set = {.object = {0, u->patch_set},
                       .property = {u->patch_property, 0, {sizeof(LV2_URID), u->atom_urid}},
                       .property_urid = value->property,
                       .number = {u->number, 0, {sizeof(int64_t), u->atom_long}},
                       .number_long = value->number,
                       .value = {u->patch_value, 0, {value->size, value->type}}};
  uint8_t* out = (uint8_t*)(event + 1);
  memcpy(out, &set, sizeof set);
  memset(out + sizeof set, 0, padded);
  memcpy(out + sizeof set, value->body, value->size);
  return OUTPUT_DONE;
}
