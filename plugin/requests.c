#include "plugin/requests.h"

#include "plugin/engine/audition.h"
#include "plugin/engine/wishes.h"

#include <lv2/atom/util.h>
#include <string.h>

void requests_answer(Tiento* self, const char* message) {
  const size_t length = strlen(message);
  memcpy(self->slot.message, message, length + 1);
  self->notifier.must_tell_message = true;
}

static void set_style(Tiento* self, const LV2_Atom* value) {
  const char* path = (const char*)(value + 1);
  const char* end = memchr(path, '\0', value->size);
  const size_t length = end ? (size_t)(end - path) : value->size;
  if (!self->schedule) {
    requests_answer(self, "this host has no worker: styles cannot be changed here");
  } else if (!style_slot_request(&self->slot, path, length)) {
    requests_answer(self, "the style's path is empty or too long");
  }
}

// A whole number. False where the value is none.
static bool read_number(const Urids* u, const LV2_Atom* value, int64_t* number) {
  if (value->type == u->atom_int && value->size == sizeof(int32_t)) {
    *number = ((const LV2_Atom_Int*)value)->body;
    return true;
  }
  if (value->type == u->atom_long && value->size == sizeof(int64_t)) {
    *number = ((const LV2_Atom_Long*)value)->body;
    return true;
  }
  return false;
}

// A property whose value is a number. Bars of the song are told to windows as 32 bits.
static void set_number(Tiento* self, LV2_URID property, int64_t number) {
  const Urids* u = &self->urids;
  if (property == u->audition) {
    tn_audition_start(&self->engine, number < 0                  ? 0
                                     : number > TN_AUDITION_BARS ? TN_AUDITION_BARS
                                                                 : (int)number);
  } else if (number < 0 || number > INT32_MAX) {
    return;
  } else if (property == u->lock && !tn_wishes_lock(&self->engine, number)) {
    requests_answer(self, "too many bars wait to be locked");
  } else if (property == u->unlock) {
    tn_wishes_unlock(&self->engine, number);
  } else if (property == u->reroll) {
    tn_wishes_reroll(&self->engine, number);
  }
}

void requests_set(Tiento* self, const LV2_Atom_Object* object) {
  const Urids* u = &self->urids;
  const LV2_Atom* property = NULL;
  const LV2_Atom* value = NULL;
  int64_t number;
  lv2_atom_object_get(object, u->patch_property, &property, u->patch_value, &value, 0);
  if (!property || !value || property->type != u->atom_urid || property->size != sizeof(LV2_URID)) {
    return;
  }
  const LV2_URID urid = ((const LV2_Atom_URID*)property)->body;
  if (urid == u->undo) {
    tn_engine_undo(&self->engine);
  } else if (urid == u->redo) {
    tn_engine_redo(&self->engine);
  } else if (urid == u->style && (value->type == u->atom_path || value->type == u->atom_string)) {
    set_style(self, value);
  } else if (read_number(u, value, &number)) {
    set_number(self, urid, number);
  }
}

void requests_get(Tiento* self, const LV2_Atom_Object* object) {
  const LV2_Atom* number = NULL;
  lv2_atom_object_get(object, self->urids.number, &number, 0);
  if (number && number->type == self->urids.atom_long && number->size == sizeof(int64_t)) {
    notifier_ask(&self->notifier, ((const LV2_Atom_Long*)number)->body);
    self->engine.odds = &self->odds;
  }
  self->notifier.must_tell_style = true;
  self->notifier.must_tell_message = true;
}
