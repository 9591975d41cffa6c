#include "ui/messages.h"

#include <lv2/atom/util.h>
#include <lv2/patch/patch.h>
#include <stdbool.h>
#include <string.h>

#include "plugin/uris.h"

void messages_init(Messages* messages, LV2_URID_Map* map) {
  lv2_atom_forge_init(&messages->forge, map);
  messages->event_transfer = map->map(map->handle, LV2_ATOM__eventTransfer);
  messages->patch_get = map->map(map->handle, LV2_PATCH__Get);
  messages->patch_set = map->map(map->handle, LV2_PATCH__Set);
  messages->patch_property = map->map(map->handle, LV2_PATCH__property);
  messages->patch_value = map->map(map->handle, LV2_PATCH__value);
  messages->message = map->map(map->handle, TN_URI_MESSAGE);
  messages->style = map->map(map->handle, TN_URI_STYLE);
}

const LV2_Atom* messages_write_get(Messages* messages, MessagesBuffer* buffer) {
  LV2_Atom_Forge_Frame frame;
  lv2_atom_forge_set_buffer(&messages->forge, buffer->bytes, sizeof buffer->bytes);
  if (!lv2_atom_forge_object(&messages->forge, &frame, 0, messages->patch_get)) {
    return NULL;
  }
  lv2_atom_forge_pop(&messages->forge, &frame);
  return (const LV2_Atom*)buffer->bytes;
}

const LV2_Atom* messages_write_style(Messages* messages, const char* path, MessagesBuffer* buffer) {
  LV2_Atom_Forge* forge = &messages->forge;
  LV2_Atom_Forge_Frame frame;
  lv2_atom_forge_set_buffer(forge, buffer->bytes, sizeof buffer->bytes);
  // The forge returns 0 where the buffer is full.
  if (!lv2_atom_forge_object(forge, &frame, 0, messages->patch_set) ||
      !lv2_atom_forge_key(forge, messages->patch_property) ||
      !lv2_atom_forge_urid(forge, messages->style) ||
      !lv2_atom_forge_key(forge, messages->patch_value) ||
      !lv2_atom_forge_path(forge, path, (uint32_t)strlen(path))) {
    return NULL;
  }
  lv2_atom_forge_pop(forge, &frame);
  return (const LV2_Atom*)buffer->bytes;
}

// Whether every property of the object lies within it: the iterators of LV2 trust the sizes.
static bool is_sound(const LV2_Atom_Object* object) {
  const uint8_t* body = (const uint8_t*)&object->body;
  uint64_t end = object->atom.size;
  uint64_t offset = sizeof(LV2_Atom_Object_Body);
  if (end < offset) {
    return false;
  }
  while (offset < end) {
    LV2_Atom_Property_Body property;
    if (end - offset < sizeof property) {
      return false;
    }
    memcpy(&property, body + offset, sizeof property);
    uint64_t size = sizeof property + (uint64_t)property.value.size;
    if (end - offset < size) {
      return false;
    }
    offset += (size + 7U) & ~(uint64_t)7U;
  }
  return true;
}

// The body need not end in a zero.
static void copy_body(const LV2_Atom* atom, char* text, size_t text_size) {
  size_t length = atom->size < text_size ? atom->size : text_size - 1;
  memcpy(text, LV2_ATOM_BODY_CONST(atom), length);
  text[length] = '\0';
}

MessagesKind messages_read(const Messages* messages, const void* atom, uint32_t size, char* text,
                           size_t text_size) {
  const LV2_Atom_Forge* forge = &messages->forge;
  const LV2_Atom_Object* object = atom;
  if (size < sizeof(LV2_Atom) || object->atom.size > size - sizeof(LV2_Atom) ||
      !lv2_atom_forge_is_object_type(forge, object->atom.type) || !is_sound(object) ||
      object->body.otype != messages->patch_set) {
    return MESSAGES_NOTHING;
  }
  const LV2_Atom* property = NULL;
  const LV2_Atom* value = NULL;
  lv2_atom_object_get(object, messages->patch_property, &property, messages->patch_value, &value,
                      0);
  if (!property || property->type != forge->URID || property->size != sizeof(LV2_URID) || !value ||
      (value->type != forge->Path && value->type != forge->String)) {
    return MESSAGES_NOTHING;
  }
  LV2_URID name = ((const LV2_Atom_URID*)property)->body;
  if (name != messages->style && name != messages->message) {
    return MESSAGES_NOTHING;
  }
  copy_body(value, text, text_size);
  return name == messages->style ? MESSAGES_STYLE : MESSAGES_COMPLAINT;
}
