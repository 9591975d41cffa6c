#include "plugin/run.h"

#include "plugin/control_ports.h"
#include "plugin/denormals.h"
#include "plugin/output.h"
#include "plugin/position.h"
#include "plugin/requests.h"

#include <lv2/atom/util.h>

static TnComposer* present_composer(const Tiento* self) {
  const StyleDelivery* present = self->slot.present;
  if (style_slot_is_silent(&self->slot)) {
    return NULL; // another one is on its way
  }
  return present->composer ? present->composer : self->silent;
}

// No news is not told: some hosts complain about a property that they do not know.
static void receive_style(Tiento* self) {
  const bool had_message = self->slot.message[0] != '\0';
  const bool received = style_slot_receive(&self->slot);
  TnComposer* composer = present_composer(self);
  if (self->engine.composer != composer) {
    if (composer && composer != self->silent) {
      self->engine.free.meter = self->slot.present->meter;
    }
    tn_engine_set_composer(&self->engine, composer);
  }
  if (received) {
    self->notifier.must_tell_style = true;
    self->notifier.must_tell_message |= had_message || self->slot.message[0] != '\0';
  }
}

static uint32_t frame_of(const LV2_Atom_Event* event) {
  return event->time.frames > 0 ? (uint32_t)event->time.frames : 0;
}

static void handle_control(Tiento* self, const LV2_Atom_Event* event, TnMidiSink sink) {
  TnPosition position;
  if (position_read(&self->urids, &event->body, &position)) {
    tn_engine_locate(&self->engine, frame_of(event), &position, sink);
    return;
  }
  if (!position_is_object(&self->urids, &event->body)) {
    return;
  }
  const LV2_Atom_Object* object = (const LV2_Atom_Object*)&event->body;
  if (object->body.otype == self->urids.patch_set) {
    requests_set(self, object);
  } else if (object->body.otype == self->urids.patch_get) {
    requests_get(self, object);
  }
}

static bool write_midi(void* handle, uint32_t frame, const uint8_t message[3]) {
  return output_midi(handle, frame, message, 3);
}

// All sound off (120) and all notes off (123), by which hosts silence a plugin.
static bool asks_for_silence(const uint8_t* message, uint32_t size) {
  return size == 3 && (message[0] & 0xf0) == 0xb0 && (message[1] == 120 || message[1] == 123);
}

static void handle_midi(Tiento* self, const LV2_Atom_Event* event, TnMidiSink sink,
                        Output* midi_out) {
  const uint8_t* message = (const uint8_t*)(event + 1);
  const uint32_t frame = frame_of(event);
  if (event->body.type != self->urids.midi_event) {
    return;
  }
  if (asks_for_silence(message, event->body.size)) {
    tn_engine_release(&self->engine, frame, sink);
  }
  tn_engine_hear(&self->engine, frame, message, event->body.size, sink);
  thru_pass(&self->thru, midi_out, tn_engine_frame(&self->engine), message, event->body.size);
}

// The events of an input port that are still to come.
typedef struct {
  const LV2_Atom_Sequence* sequence; // NULL: none
  const LV2_Atom_Event* next;
} Input;

static Input input_of(const Tiento* self, TnPort port) {
  const LV2_Atom_Sequence* sequence = self->ports[port];
  const bool is_there = sequence && sequence->atom.size >= sizeof(LV2_Atom_Sequence_Body);
  return is_there ? (Input){sequence, lv2_atom_sequence_begin(&sequence->body)} : (Input){0};
}

// NULL at the end, or where what is left of the sequence is no whole event: a broken host's.
static const LV2_Atom_Event* peek(const Input* in) {
  const LV2_Atom_Sequence* s = in->sequence;
  const size_t used = s ? (size_t)((const char*)in->next - (const char*)&s->body) : 0;
  if (!s || used >= s->atom.size || s->atom.size - used < sizeof(LV2_Atom_Event)) {
    return NULL;
  }
  return in->next->body.size <= s->atom.size - used - sizeof(LV2_Atom_Event) ? in->next : NULL;
}

static void skip(Input* in) {
  in->next = lv2_atom_sequence_next(in->next);
}

// What comes in splits the block, in the order of time; a position goes before what is played
// there.
static void play_block(Tiento* self, uint32_t frames, TnMidiSink sink, Output* midi_out) {
  const TnControls controls = control_ports_read(self->ports);
  Input keys = input_of(self, TN_PORT_MIDI_IN);
  Input messages = input_of(self, TN_PORT_CONTROL);
  tn_engine_begin(&self->engine, &controls, frames, sink);
  thru_begin(&self->thru, self->engine.passes, midi_out);
  for (;;) {
    const LV2_Atom_Event* key = peek(&keys);
    const LV2_Atom_Event* message = peek(&messages);
    if (message && (!key || frame_of(message) <= frame_of(key))) {
      handle_control(self, message, sink);
      skip(&messages);
    } else if (key) {
      handle_midi(self, key, sink, midi_out);
      skip(&keys);
    } else {
      break;
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

static void list_locks(Tiento* self) {
  const TnEdits* edits = &self->engine.edits;
  for (int i = 0; self->locks_version != edits->version && i < edits->locks.count; ++i) {
    self->locks[i] = to_int(edits->locks.bars[i]);
  }
  self->locks_version = edits->version;
}

static void notify(Tiento* self, uint32_t frames) {
  Output output = output_begin(&self->urids, self->ports[TN_PORT_NOTIFY]);
  const bool misfitted = self->notifier.misfits;
  list_locks(self);
  News news = {.style = style_slot_is_silent(&self->slot) ? NULL : self->slot.present->path,
               .message = self->slot.message,
               .locks_version = self->locks_version,
               .lock_count = self->engine.edits.locks.count,
               .locks = self->locks,
               .played = &self->engine.log,
               .engine = &self->engine,
               .odds = &self->odds};
  read_playhead(&self->engine, news.playhead);
  notifier_run(&self->notifier, &output, &news, frames, self->engine.host.rate);
  if (self->notifier.misfits && !misfitted) {
    requests_answer(self, "this host leaves too little room for what is told to the window");
  }
}

static void write_meters(const Tiento* self) {
  control_ports_write(self->ports, TN_PORT_LATE, (float)self->engine.late);
  int bar_of_phrase = 0;
  int64_t bar = 0;
  const bool is_there = tn_engine_place(&self->engine, &bar_of_phrase, &bar);
  control_ports_write(self->ports, TN_PORT_BAR, (float)bar_of_phrase);
  control_ports_write(self->ports, TN_PORT_NOTES_PER_SECOND, self->engine.notes_a_second);
  control_ports_write(self->ports, TN_PORT_TAKE,
                      is_there ? (float)tn_edits_take(&self->engine.edits, bar) : 0.0F);
}

void tiento_run(Tiento* self, uint32_t frames) {
  const DenormalMode mode = denormals_flush();
  Output midi_out = output_begin(&self->urids, self->ports[TN_PORT_MIDI_OUT]);
  const TnMidiSink sink = {write_midi, &midi_out};
  receive_style(self);
  if (kept_slot_receive(&self->kept, &self->engine.edits, &self->engine.prompt)) {
    tn_engine_adopt(&self->engine);
  }
  play_block(self, frames, sink, &midi_out);
  kept_slot_tell(&self->kept, &self->engine.edits, &self->engine.prompt);
  wake_worker(self);
  notify(self, frames);
  write_meters(self);
  denormals_restore(mode);
}
