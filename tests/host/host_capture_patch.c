// What the plugin tells by patch messages, with checks of their form.
#include "tests/host/host_capture.h"

#include <lv2/atom/util.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

// Copies a string atom's text; false if it is none of `type` or not closed by a zero.
static bool copy_text(HostCapture* self, const LV2_Atom* value, LV2_URID type, char* text,
                      size_t size) {
  const char* body = (const char*)(value + 1);
  if (value->type != type) {
    return false;
  }
  if (value->size == 0 || body[value->size - 1] != '\0') {
    host_capture_fault(self, "notify: a text without its zero at the end");
    return false;
  }
  snprintf(text, size, "%s", body);
  return true;
}

static void note_property(HostCapture* self, LV2_URID property, const LV2_Atom* value) {
  HostNotify* notify = &self->notify;
  if (property == self->urids.style) {
    if (copy_text(self, value, self->urids.path, notify->style, sizeof notify->style)) {
      notify->style_count++;
    } else {
      host_capture_fault(self, "notify: the style is not a path");
    }
  } else if (property == self->urids.message) {
    if (copy_text(self, value, self->urids.string, notify->message, sizeof notify->message)) {
      notify->message_count += notify->message[0] != '\0';
    } else {
      host_capture_fault(self, "notify: the message is not a string");
    }
  }
}

// Counts the message by its number: none may be missing.
static void note_number(HostCapture* self, LV2_URID property, int64_t number, uint64_t notes) {
  const bool of_notes = property == self->urids.notes;
  int64_t* next = of_notes ? &self->notify.next_note : &self->notify.next_number;
  if (*next > 0 && number != *next) {
    host_capture_fault(self, "notify: message %lld, not %lld", (long long)number, (long long)*next);
  }
  *next = number + (of_notes ? (int64_t)notes : 1);
}

// A list that may come in parts: a head of its count and of how many came before, and items of
// `size` numbers, which go to `items` [most * size]. Returns how many there are in all, -1 before
// the last part has come.
static int note_list(HostCapture* self, const int32_t* ints, size_t count, int size, int most,
                     int32_t* items) {
  const int items_here = ((int)count - 2) / size;
  if (count < 2 || ints[0] > most || ints[1] < 0 || ints[1] + items_here > ints[0] ||
      ((int)count - 2) % size != 0) {
    host_capture_fault(self, "notify: a list that is none");
    return -1;
  }
  memcpy(items + (ptrdiff_t)ints[1] * size, ints + 2, (size_t)(items_here * size) * sizeof *items);
  return ints[1] + items_here == ints[0] ? ints[0] : -1;
}

// The vectors that a window asks for.
static uint64_t note_vector(HostCapture* self, LV2_URID property, const LV2_Atom* value) {
  HostNotify* notify = &self->notify;
  if (property == self->urids.style || property == self->urids.message) {
    return 0;
  }
  const LV2_Atom_Vector* vector = (const LV2_Atom_Vector*)(const void*)value;
  if (value->type != self->urids.vector || vector->body.child_size != sizeof(int32_t)) {
    host_capture_fault(self, "notify: no vector of numbers");
    return 0;
  }
  const size_t bytes = value->size - sizeof vector->body;
  if (property == self->urids.playhead && bytes == sizeof notify->playhead) {
    memcpy(notify->playhead, vector + 1, bytes);
    notify->playhead_count++;
  } else if (property == self->urids.locks) {
    notify->locks_count++;
    const int32_t* ints = (const int32_t*)(const void*)(vector + 1);
    const int listed = note_list(self, ints, bytes / sizeof *ints, 1, 256, notify->locks);
    notify->lock_count = listed >= 0 ? listed : notify->lock_count;
  } else if (property == self->urids.kept) {
    const int32_t* ints = (const int32_t*)(const void*)(vector + 1);
    if (ints[0] <= 512) {
      const int listed =
          note_list(self, ints, bytes / sizeof *ints, TN_KEPT_NOTE_INTS, 512, notify->kept);
      notify->kept_count = listed >= 0 ? listed : notify->kept_count;
    }
  } else if (property == self->urids.queued) {
    const int32_t* ints = (const int32_t*)(const void*)(vector + 1);
    const int listed =
        note_list(self, ints, bytes / sizeof *ints, TN_QUEUED_NOTE_INTS, 64, notify->queued);
    notify->queued_count = listed >= 0 ? listed : notify->queued_count;
    notify->queued_lists += listed >= 0;
  } else if (property == self->urids.odds && bytes == sizeof notify->odds) {
    memcpy(notify->odds, vector + 1, bytes);
    notify->odds_count++;
  } else if (property == self->urids.notes) {
    const uint64_t notes = bytes / sizeof(int32_t) / TN_NOTE_INTS;
    notify->note_count += notes;
    if (notes > 0) {
      const int32_t* ints = (const int32_t*)(const void*)(vector + 1);
      memcpy(notify->note, ints + (notes - 1) * TN_NOTE_INTS, sizeof notify->note);
    }
    return notes;
  }
  return 0;
}

static bool is_object(const HostCapture* self, const LV2_Atom* atom) {
  return atom && (atom->type == self->urids.object || atom->type == self->urids.blank ||
                  atom->type == self->urids.resource);
}

static void note_set(HostCapture* self, const LV2_Atom_Object* object) {
  const LV2_Atom* property = NULL;
  const LV2_Atom* value = NULL;
  const LV2_Atom* number = NULL;
  lv2_atom_object_get(object, self->urids.patch_property, &property, self->urids.patch_value,
                      &value, self->urids.number, &number, 0);
  if (!property || !value || property->type != self->urids.urid || !number ||
      number->type != self->urids.atom_long) {
    host_capture_fault(self, "notify: a patch:Set without property, value or number");
    return;
  }
  const LV2_URID key = ((const LV2_Atom_URID*)(const void*)property)->body;
  if (key != self->urids.style && object->atom.size > TN_MESSAGE_BYTES) {
    host_capture_fault(self, "notify: a message of %u bytes", object->atom.size);
  }
  note_property(self, key, value);
  const uint64_t notes = note_vector(self, key, value);
  note_number(self, key, ((const LV2_Atom_Long*)(const void*)number)->body, notes);
}

static void note_put(HostCapture* self, const LV2_Atom_Object* object) {
  const LV2_Atom* body = NULL;
  lv2_atom_object_get(object, self->urids.patch_body, &body, 0);
  if (!is_object(self, body)) {
    host_capture_fault(self, "notify: a patch:Put without a body");
    return;
  }
  LV2_ATOM_OBJECT_FOREACH((const LV2_Atom_Object*)(const void*)body, property) {
    note_property(self, property->key, &property->value);
  }
}

void host_capture_patch(HostCapture* self, const LV2_Atom* atom) {
  if (!is_object(self, atom)) {
    return;
  }
  const LV2_Atom_Object* object = (const LV2_Atom_Object*)(const void*)atom;
  if (object->body.otype == self->urids.patch_set) {
    note_set(self, object);
  } else if (object->body.otype == self->urids.patch_put) {
    note_put(self, object);
  }
}
