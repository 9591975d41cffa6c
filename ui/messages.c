#include "ui/messages.h"

#include <lv2/atom/util.h>
#include <lv2/patch/patch.h>
#include <stdbool.h>
#include <string.h>

#include "plugin/uris.h"

static const char* const URIS[MESSAGES_KINDS] = {
    [MESSAGES_STYLE] = TN_URI_STYLE,   [MESSAGES_COMPLAINT] = TN_URI_MESSAGE,
    [MESSAGES_NOTES] = TN_URI_NOTES,   [MESSAGES_PLAYHEAD] = TN_URI_PLAYHEAD,
    [MESSAGES_LOCKS] = TN_URI_LOCKS,   [MESSAGES_QUEUED] = TN_URI_QUEUED,
    [MESSAGES_KEPT] = TN_URI_KEPT,     [MESSAGES_ODDS] = TN_URI_ODDS,
    [MESSAGES_LOCK] = TN_URI_LOCK,     [MESSAGES_UNLOCK] = TN_URI_UNLOCK,
    [MESSAGES_REROLL] = TN_URI_REROLL, [MESSAGES_AUDITION] = TN_URI_AUDITION,
    [MESSAGES_UNDO] = TN_URI_UNDO,     [MESSAGES_REDO] = TN_URI_REDO};

void messages_init(Messages* messages, LV2_URID_Map* map) {
  lv2_atom_forge_init(&messages->forge, map);
  messages->event_transfer = map->map(map->handle, LV2_ATOM__eventTransfer);
  messages->patch_get = map->map(map->handle, LV2_PATCH__Get);
  messages->patch_set = map->map(map->handle, LV2_PATCH__Set);
  messages->patch_property = map->map(map->handle, LV2_PATCH__property);
  messages->patch_value = map->map(map->handle, LV2_PATCH__value);
  messages->number = map->map(map->handle, TN_URI_NUMBER);
  for (int kind = MESSAGES_NOTHING + 1; kind < MESSAGES_KINDS; kind++) {
    messages->properties[kind] = map->map(map->handle, URIS[kind]);
  }
}

// ---- writing ----

const LV2_Atom* messages_write_get(Messages* messages, int64_t number, MessagesBuffer* buffer) {
  LV2_Atom_Forge* forge = &messages->forge;
  LV2_Atom_Forge_Frame frame;
  lv2_atom_forge_set_buffer(forge, buffer->bytes, sizeof buffer->bytes);
  lv2_atom_forge_object(forge, &frame, 0, messages->patch_get);
  lv2_atom_forge_key(forge, messages->number);
  lv2_atom_forge_long(forge, number);
  lv2_atom_forge_pop(forge, &frame);
  return (const LV2_Atom*)buffer->bytes;
}

// Begins a patch:Set, up to its value.
static bool begin_set(Messages* messages, MessagesKind kind, MessagesBuffer* buffer,
                      LV2_Atom_Forge_Frame* frame) {
  LV2_Atom_Forge* forge = &messages->forge;
  lv2_atom_forge_set_buffer(forge, buffer->bytes, sizeof buffer->bytes);
  // The forge returns 0 where the buffer is full.
  return lv2_atom_forge_object(forge, frame, 0, messages->patch_set) &&
         lv2_atom_forge_key(forge, messages->patch_property) &&
         lv2_atom_forge_urid(forge, messages->properties[kind]) &&
         lv2_atom_forge_key(forge, messages->patch_value);
}

const LV2_Atom* messages_write_style(Messages* messages, const char* path, MessagesBuffer* buffer) {
  LV2_Atom_Forge_Frame frame;
  if (!begin_set(messages, MESSAGES_STYLE, buffer, &frame) ||
      !lv2_atom_forge_path(&messages->forge, path, (uint32_t)strlen(path))) {
    return NULL;
  }
  lv2_atom_forge_pop(&messages->forge, &frame);
  return (const LV2_Atom*)buffer->bytes;
}

const LV2_Atom* messages_write_number(Messages* messages, MessagesKind kind, int32_t number,
                                      MessagesBuffer* buffer) {
  LV2_Atom_Forge_Frame frame;
  begin_set(messages, kind, buffer, &frame);
  lv2_atom_forge_int(&messages->forge, number);
  lv2_atom_forge_pop(&messages->forge, &frame);
  return (const LV2_Atom*)buffer->bytes;
}

// ---- reading ----

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

static bool copy_ints(const LV2_Atom_Forge* forge, const LV2_Atom* atom, MessagesNews* news) {
  const LV2_Atom_Vector* vector = (const LV2_Atom_Vector*)atom;
  if (atom->type != forge->Vector || atom->size < sizeof vector->body ||
      vector->body.child_type != forge->Int || vector->body.child_size != sizeof(int32_t)) {
    return false;
  }
  const size_t count = (atom->size - sizeof vector->body) / sizeof(int32_t);
  if (count > MESSAGES_INTS) {
    return false;
  }
  memcpy(news->ints, vector + 1, count * sizeof(int32_t));
  news->count = count;
  return true;
}

static MessagesKind kind_of(const Messages* messages, const LV2_Atom* property) {
  if (property && property->type == messages->forge.URID && property->size == sizeof(LV2_URID)) {
    for (int kind = MESSAGES_STYLE; kind <= MESSAGES_ODDS; kind++) {
      if (((const LV2_Atom_URID*)property)->body == messages->properties[kind]) {
        return (MessagesKind)kind;
      }
    }
  }
  return MESSAGES_NOTHING;
}

MessagesKind messages_read(const Messages* messages, const void* atom, uint32_t size,
                           MessagesNews* news) {
  const LV2_Atom_Forge* forge = &messages->forge;
  const LV2_Atom_Object* object = atom;
  if (size < sizeof(LV2_Atom) || object->atom.size > size - sizeof(LV2_Atom) ||
      !lv2_atom_forge_is_object_type(forge, object->atom.type) || !is_sound(object) ||
      object->body.otype != messages->patch_set) {
    return MESSAGES_NOTHING;
  }
  const LV2_Atom* property = NULL;
  const LV2_Atom* value = NULL;
  const LV2_Atom* number = NULL;
  lv2_atom_object_get(object, messages->patch_property, &property, messages->patch_value, &value,
                      messages->number, &number, 0);
  const MessagesKind kind = kind_of(messages, property);
  if (kind == MESSAGES_NOTHING || !value) {
    return MESSAGES_NOTHING;
  }
  const bool numbered = number && number->type == forge->Long && number->size == sizeof(int64_t);
  news->number = numbered ? ((const LV2_Atom_Long*)number)->body : -1;
  news->count = 0;
  if (kind == MESSAGES_STYLE || kind == MESSAGES_COMPLAINT) {
    copy_body(value, news->text, sizeof news->text);
    return value->type == forge->Path || value->type == forge->String ? kind : MESSAGES_NOTHING;
  }
  return copy_ints(forge, value, news) ? kind : MESSAGES_NOTHING;
}
