#include "plugin/position.h"

#include <lv2/atom/util.h>
#include <math.h>

// Whether every property ends within the object.
static bool properties_fit(const LV2_Atom_Object* object) {
  const uint32_t head = (uint32_t)sizeof(LV2_Atom_Property_Body);
  uint32_t left = object->atom.size - (uint32_t)sizeof(LV2_Atom_Object_Body);
  const LV2_Atom_Property_Body* property = lv2_atom_object_begin(&object->body);
  while (left > 0) {
    if (left < head || property->value.size > left - head) {
      return false;
    }
    const uint32_t padded = lv2_atom_pad_size(head + property->value.size);
    left -= padded < left ? padded : left;
    property = lv2_atom_object_next(property);
  }
  return true;
}

bool position_is_object(const Urids* urids, const LV2_Atom* atom) {
  return (atom->type == urids->atom_object || atom->type == urids->atom_blank ||
          atom->type == urids->atom_resource) &&
         atom->size >= sizeof(LV2_Atom_Object_Body) && properties_fit((const LV2_Atom_Object*)atom);
}

static bool read_number(const Urids* u, const LV2_Atom* atom, double* number) {
  if (atom->type == u->atom_double && atom->size == sizeof(double)) {
    *number = ((const LV2_Atom_Double*)atom)->body;
  } else if (atom->type == u->atom_float && atom->size == sizeof(float)) {
    *number = (double)((const LV2_Atom_Float*)atom)->body;
  } else if (atom->type == u->atom_int && atom->size == sizeof(int32_t)) {
    *number = ((const LV2_Atom_Int*)atom)->body;
  } else if (atom->type == u->atom_long && atom->size == sizeof(int64_t)) {
    *number = (double)((const LV2_Atom_Long*)atom)->body;
  } else {
    return false;
  }
  return isfinite(*number) && fabs(*number) < 1e15;
}

static void read_property(const Urids* u, LV2_URID key, const LV2_Atom* value, TnPosition* p) {
  double number;
  if (!read_number(u, value, &number)) {
    return;
  }
  if (key == u->time_bar) {
    p->has_bar = true;
    p->bar = (int64_t)floor(number);
  } else if (key == u->time_bar_beat) {
    p->has_bar_beat = true;
    p->bar_beat = number;
  } else if (key == u->time_beat_unit) {
    p->has_beat_unit = number >= 1.0 && number <= 128.0;
    p->beat_unit = p->has_beat_unit ? (int)number : 0;
  } else if (key == u->time_beats_per_bar) {
    p->has_beats_per_bar = true;
    p->beats_per_bar = number;
  } else if (key == u->time_beats_per_minute) {
    p->has_bpm = true;
    p->bpm = number;
  } else if (key == u->time_frame) {
    p->has_frame = true;
    p->frame = (int64_t)number;
  } else if (key == u->time_speed) {
    p->has_speed = true;
    p->speed = number;
  }
}

bool position_read(const Urids* urids, const LV2_Atom* atom, TnPosition* position) {
  const LV2_Atom_Object* object = (const LV2_Atom_Object*)atom;
  if (!position_is_object(urids, atom) || object->body.otype != urids->time_position) {
    return false;
  }
  *position = (TnPosition){.has_bar = false};
  LV2_ATOM_OBJECT_FOREACH(object, property) {
    read_property(urids, property->key, &property->value, position);
  }
  return true;
}
