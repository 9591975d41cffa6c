#include "tests/host/host_capture.h"

#include "tests/host/urid_map.h"

#include <lv2/atom/util.h>
#include <lv2/midi/midi.h>
#include <lv2/patch/patch.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void host_capture_init(HostCapture* self, UridMap* urids) {
  *self = (HostCapture){0};
  self->urids.sequence = urid_map_uri(urids, LV2_ATOM__Sequence);
  self->urids.midi_event = urid_map_uri(urids, LV2_MIDI__MidiEvent);
  self->urids.path = urid_map_uri(urids, LV2_ATOM__Path);
  self->urids.string = urid_map_uri(urids, LV2_ATOM__String);
  self->urids.object = urid_map_uri(urids, LV2_ATOM__Object);
  self->urids.blank = urid_map_uri(urids, LV2_ATOM_PREFIX "Blank");
  self->urids.resource = urid_map_uri(urids, LV2_ATOM_PREFIX "Resource");
  self->urids.urid = urid_map_uri(urids, LV2_ATOM__URID);
  self->urids.patch_set = urid_map_uri(urids, LV2_PATCH__Set);
  self->urids.patch_put = urid_map_uri(urids, LV2_PATCH__Put);
  self->urids.patch_property = urid_map_uri(urids, LV2_PATCH__property);
  self->urids.patch_value = urid_map_uri(urids, LV2_PATCH__value);
  self->urids.patch_body = urid_map_uri(urids, LV2_PATCH__body);
  self->urids.style = urid_map_uri(urids, TN_URI_STYLE);
  self->urids.message = urid_map_uri(urids, TN_URI_MESSAGE);
  self->urids.vector = urid_map_uri(urids, LV2_ATOM__Vector);
  self->urids.atom_long = urid_map_uri(urids, LV2_ATOM__Long);
  self->urids.notes = urid_map_uri(urids, TN_URI_NOTES);
  self->urids.playhead = urid_map_uri(urids, TN_URI_PLAYHEAD);
  self->urids.locks = urid_map_uri(urids, TN_URI_LOCKS);
  self->urids.kept = urid_map_uri(urids, TN_URI_KEPT);
  self->urids.queued = urid_map_uri(urids, TN_URI_QUEUED);
  self->urids.odds = urid_map_uri(urids, TN_URI_ODDS);
  self->urids.number = urid_map_uri(urids, TN_URI_NUMBER);
}

void host_capture_free(HostCapture* self) {
  free(self->events);
  *self = (HostCapture){0};
}

void host_capture_fault(HostCapture* self, const char* format, ...) {
  if (self->fault_count++ > 0) {
    return;
  }
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(self->first_fault, sizeof self->first_fault, format, arguments);
  va_end(arguments);
}

// ---- events ----

// The event at `offset` bytes into the sequence's events, if it lies inside them whole.
static const LV2_Atom_Event* event_at(const LV2_Atom_Sequence* sequence, size_t offset) {
  const size_t size = sequence->atom.size - sizeof sequence->body;
  if (offset + sizeof(LV2_Atom_Event) > size) {
    return NULL;
  }
  const uint8_t* first = (const uint8_t*)(sequence + 1);
  const LV2_Atom_Event* event = (const LV2_Atom_Event*)(const void*)(first + offset);
  return event->body.size <= size - offset - sizeof *event ? event : NULL;
}

// Checks that a port holds a sequence that fits. False if its events cannot be read.
static bool check_sequence(HostCapture* self, const LV2_Atom_Sequence* sequence, size_t capacity,
                           const char* port) {
  if (sequence->atom.type != self->urids.sequence) {
    host_capture_fault(self, "%s: the output is not a sequence", port);
    return false;
  }
  if (sequence->atom.size < sizeof sequence->body ||
      sequence->atom.size > capacity - sizeof sequence->atom) {
    host_capture_fault(self, "%s: a sequence of %u bytes in a buffer of %zu", port,
                       sequence->atom.size, capacity);
    return false;
  }
  return true;
}

// Walks over the events, with checks of their order and place. Returns the next one, or NULL at the
// end.
static const LV2_Atom_Event* next_event(HostCapture* self, const LV2_Atom_Sequence* sequence,
                                        size_t* offset, int64_t* last_frame, uint32_t frames,
                                        const char* port) {
  if (*offset >= sequence->atom.size - sizeof sequence->body) {
    return NULL;
  }
  const LV2_Atom_Event* event = event_at(sequence, *offset);
  if (!event) {
    host_capture_fault(self, "%s: an event runs over the sequence's end", port);
    return NULL;
  }
  const int64_t frame = event->time.frames;
  if (frame < *last_frame) {
    host_capture_fault(self, "%s: an event at frame %ld after one at %ld", port, (long)frame,
                       (long)*last_frame);
  }
  if (frame < 0 || (frame >= frames && frame > 0)) {
    host_capture_fault(self, "%s: an event at frame %ld in a block of %u", port, (long)frame,
                       frames);
  }
  *last_frame = frame;
  *offset += lv2_atom_pad_size((uint32_t)sizeof *event + event->body.size);
  return event;
}

// ---- notes ----

static void count_note(HostCapture* self, const uint8_t* bytes) {
  const uint8_t status = bytes[0] & 0xf0;
  uint8_t* sounding = &self->sounding[bytes[0] & 0x0f][bytes[1] & 0x7f];
  if (status == 0x90 && bytes[2] > 0) {
    self->notes.note_ons++;
    self->notes.doubled_ons += *sounding > 0;
    self->notes.hung++;
    (*sounding)++;
  } else if (status == 0x80 || status == 0x90) {
    const bool orphan = *sounding == 0;
    self->notes.orphan_offs += orphan;
    self->notes.hung -= !orphan;
    *sounding = (uint8_t)(*sounding - !orphan);
  }
}

// Bytes of a channel message, by its status.
static uint32_t message_size(uint8_t status) {
  return (status & 0xe0) == 0xc0 ? 2 : 3;
}

static bool check_message(HostCapture* self, const uint8_t* bytes, uint32_t size) {
  if (size == 0 || !(bytes[0] & 0x80)) {
    host_capture_fault(self, "midi_out: a message without a status byte");
    return false;
  }
  if (bytes[0] < 0xf0) {
    bool good = size == message_size(bytes[0]);
    for (uint32_t i = 1; i < size; i++) {
      good = good && !(bytes[i] & 0x80);
    }
    if (!good) {
      host_capture_fault(self, "midi_out: a broken message of %u bytes, status %02x", size,
                         bytes[0]);
      return false;
    }
    count_note(self, bytes);
  }
  return true;
}

static HostEvent* add_event(HostCapture* self) {
  if (self->event_count == self->event_capacity) {
    self->event_capacity = self->event_capacity * 2 + 256;
    self->events = realloc(self->events, self->event_capacity * sizeof *self->events);
    if (!self->events) {
      abort();
    }
  }
  HostEvent* event = &self->events[self->event_count++];
  *event = (HostEvent){0};
  return event;
}

void host_capture_midi(HostCapture* self, const LV2_Atom_Sequence* sequence, size_t capacity,
                       uint32_t frames, const Timeline* timeline, uint64_t start) {
  if (!check_sequence(self, sequence, capacity, "midi_out")) {
    return;
  }
  const TimelineSegment* segment = &timeline->segments[timeline->segment_count - 1];
  size_t offset = 0;
  int64_t last_frame = 0;
  const LV2_Atom_Event* event = NULL;
  while ((event = next_event(self, sequence, &offset, &last_frame, frames, "midi_out"))) {
    const uint8_t* bytes = (const uint8_t*)(event + 1);
    if (event->body.type != self->urids.midi_event ||
        !check_message(self, bytes, event->body.size)) {
      continue;
    }
    HostEvent* kept = add_event(self);
    kept->frame = start + (uint64_t)event->time.frames;
    kept->position = timeline_position_in(segment, kept->frame);
    kept->beats = (long double)kept->position / (long double)timeline_units_per_quarter(timeline);
    kept->rolling = segment->rolling;
    kept->size = (uint8_t)(event->body.size > 255 ? 255 : event->body.size);
    memcpy(kept->bytes, bytes, event->body.size < 3 ? event->body.size : 3);
  }
}

void host_capture_notify(HostCapture* self, const LV2_Atom_Sequence* sequence, size_t capacity,
                         uint32_t frames) {
  if (!check_sequence(self, sequence, capacity, "notify")) {
    return;
  }
  size_t offset = 0;
  int64_t last_frame = 0;
  const LV2_Atom_Event* event = NULL;
  while ((event = next_event(self, sequence, &offset, &last_frame, frames, "notify"))) {
    self->notify.event_count++;
    host_capture_patch(self, &event->body);
  }
}
