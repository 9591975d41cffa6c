#include "plugin/run.h"

#include "plugin/control_ports.h"
#include "plugin/denormals.h"
#include "plugin/output.h"
#include "plugin/position.h"

#include <lv2/atom/util.h>
#include <string.h>

// No news is not told: some hosts complain about a property that they do not know.
static void receive_style(Tiento* self) {
  const bool had_message = self->slot.message[0] != '\0';
  if (style_slot_receive(&self->slot)) {
    const StyleDelivery* present = self->slot.present;
    if (self->engine.composer != present->composer) {
      self->engine.free.meter = present->meter;
      tn_engine_set_composer(&self->engine, present->composer);
    }
    self->notifier.must_tell_style = true;
    self->notifier.must_tell_message |= had_message || self->slot.message[0] != '\0';
  }
}

static void tell(Tiento* self, const char* message) {
  const size_t length = strlen(message); // of a text below: fits
  memcpy(self->slot.message, message, length + 1);
  self->notifier.must_tell_message = true;
}

static void handle_set(Tiento* self, const LV2_Atom_Object* object) {
  const Urids* u = &self->urids;
  const LV2_Atom* property = NULL;
  const LV2_Atom* value = NULL;
  lv2_atom_object_get(object, u->patch_property, &property, u->patch_value, &value, 0);
  if (!property || !value || property->type != u->atom_urid || property->size != sizeof(LV2_URID) ||
      ((const LV2_Atom_URID*)property)->body != u->style ||
      (value->type != u->atom_path && value->type != u->atom_string)) {
    return;
  }
  const char* path = (const char*)(value + 1);
  const char* end = memchr(path, '\0', value->size);
  const size_t length = end ? (size_t)(end - path) : value->size;
  if (!self->schedule) {
    tell(self, "this host has no worker: styles cannot be changed here");
  } else if (!style_slot_request(&self->slot, path, length)) {
    tell(self, "the style's path is empty or too long");
  }
}

static void handle_get(Tiento* self, const LV2_Atom_Object* object) {
  const LV2_Atom* number = NULL;
  lv2_atom_object_get(object, self->urids.number, &number, 0);
  if (number && number->type == self->urids.atom_long && number->size == sizeof(int64_t)) {
    notifier_ask(&self->notifier, ((const LV2_Atom_Long*)number)->body);
  }
  self->notifier.must_tell_style = true;
  self->notifier.must_tell_message = true;
}

static void handle_control(Tiento* self, const LV2_Atom_Event* event, TnMidiSink sink) {
  TnPosition position;
  const uint32_t frame = event->time.frames > 0 ? (uint32_t)event->time.frames : 0;
  if (position_read(&self->urids, &event->body, &position)) {
    tn_engine_locate(&self->engine, frame, &position, sink);
    return;
  }
  if (!position_is_object(&self->urids, &event->body)) {
    return;
  }
  const LV2_Atom_Object* object = (const LV2_Atom_Object*)&event->body;
  if (object->body.otype == self->urids.patch_set) {
    handle_set(self, object);
  } else if (object->body.otype == self->urids.patch_get) {
    handle_get(self, object);
  }
}

static bool write_midi(void* handle, uint32_t frame, const uint8_t message[3]) {
  return output_midi(handle, frame, message, 3);
}

// All sound off (120) and all notes off (123), by which hosts silence a plugin.
static bool asks_for_silence(const Urids* urids, const LV2_Atom_Event* event) {
  const uint8_t* message = (const uint8_t*)(event + 1);
  return event->body.type == urids->midi_event && event->body.size == 3 &&
         (message[0] & 0xf0) == 0xb0 && (message[1] == 120 || message[1] == 123);
}

static const LV2_Atom_Sequence* input(const Tiento* self, TnPort port) {
  const LV2_Atom_Sequence* sequence = self->ports[port];
  return sequence && sequence->atom.size >= sizeof(LV2_Atom_Sequence_Body) ? sequence : NULL;
}

// Positions split the block; a request for silence counts for the whole of it.
static void play_block(Tiento* self, uint32_t frames, TnMidiSink sink) {
  const TnControls controls = control_ports_read(self->ports);
  const LV2_Atom_Sequence* midi_in = input(self, TN_PORT_MIDI_IN);
  const LV2_Atom_Sequence* messages = input(self, TN_PORT_CONTROL);
  tn_engine_begin(&self->engine, &controls, frames, sink);
  bool silence = false;
  if (midi_in) {
    LV2_ATOM_SEQUENCE_FOREACH(midi_in, event) {
      silence = silence || asks_for_silence(&self->urids, event);
    }
  }
  if (silence) {
    tn_engine_release(&self->engine, 0, sink);
  }
  if (messages) {
    LV2_ATOM_SEQUENCE_FOREACH(messages, event) {
      handle_control(self, event, sink);
    }
  }
  tn_engine_end(&self->engine, sink);
}

static void wake_worker(Tiento* self) {
  if (self->schedule && style_slot_needs_work(&self->slot)) {
    const WorkMessage message = {(uintptr_t)self};
    self->schedule->schedule_work(self->schedule->handle, sizeof message, &message);
  }
}

// A number that may be too large is its limit.
static int32_t to_int(int64_t number) {
  return number > INT32_MAX ? INT32_MAX : number < INT32_MIN ? INT32_MIN : (int32_t)number;
}

// Thousandths of a quarter note a minute; 0 where it stands.
static int64_t tempo_of(const TnTransport* t) {
  const int64_t quarter_units = tn_transport_units_a_tick(t) * TN_TICKS_PER_QUARTER;
  const int64_t minute_frames = INT64_C(60) * t->rate;
  return t->rolling ? t->advance * 1000 / (quarter_units / minute_frames) : 0;
}

static void read_playhead(const TnEngine* e, int32_t ints[TN_PLAYHEAD_INTS]) {
  const TnTransport* t = e->runs_free ? &e->free : &e->host;
  const int64_t position = tn_transport_position(t, e->block + e->frames);
  ints[TN_PLAYHEAD_PLACE] = to_int(position / (tn_transport_units_a_tick(t) / TN_FINE_A_TICK));
  ints[TN_PLAYHEAD_TEMPO] = to_int(tempo_of(t));
  ints[TN_PLAYHEAD_BEATS] = t->meter.numerator;
  ints[TN_PLAYHEAD_BEAT_NOTE] = t->meter.denominator;
}

static void notify(Tiento* self, uint32_t frames) {
  Output output = output_begin(&self->urids, self->ports[TN_PORT_NOTIFY]);
  const bool misfitted = self->notifier.misfits;
  News news = {
      .style = self->slot.present->path, .message = self->slot.message, .played = &self->played};
  read_playhead(&self->engine, news.playhead);
  notifier_run(&self->notifier, &output, &news, frames, self->engine.host.rate);
  if (self->notifier.misfits && !misfitted) {
    tell(self, "this host leaves too little room for what is told to the window");
  }
}

static void write_meters(const Tiento* self) {
  control_ports_write(self->ports, TN_PORT_LATE, (float)self->engine.late);
  control_ports_write(self->ports, TN_PORT_BAR, 0);
  control_ports_write(self->ports, TN_PORT_NOTES_PER_SECOND, 0);
  control_ports_write(self->ports, TN_PORT_TAKE, 0);
}

void tiento_run(Tiento* self, uint32_t frames) {
  const DenormalMode mode = denormals_flush();
  Output midi_out = output_begin(&self->urids, self->ports[TN_PORT_MIDI_OUT]);
  const TnMidiSink sink = {write_midi, &midi_out};
  receive_style(self);
  play_block(self, frames, sink);
  wake_worker(self);
  notify(self, frames);
  write_meters(self);
  denormals_restore(mode);
}
