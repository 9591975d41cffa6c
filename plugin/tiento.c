// The LV2 plugin: ports, run(), and what connects them with the engine.
#include "plugin/denormals.h"
#include "plugin/engine/engine.h"
#include "plugin/output.h"
#include "plugin/ports.h"
#include "plugin/position.h"
#include "plugin/state.h"
#include "plugin/style_slot.h"
#include "plugin/uris.h"

#include <lv2/atom/util.h>
#include <lv2/core/lv2.h>
#include <lv2/core/lv2_util.h>
#include <lv2/worker/worker.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_STYLE "styles/hymns.safetensors"

typedef struct {
  void* ports[TN_PORT_COUNT];
  Urids urids;
  LV2_Worker_Schedule* schedule; // NULL where the host has no worker
  StyleSlot slot;
  TnEngine engine;
  bool must_tell_style;
  bool must_tell_message;
} Tiento;

// A message to the worker: look at your slot. Some hosts hand it to every instance, so it says
// whose it is.
typedef struct {
  uintptr_t instance;
} WorkMessage;

static LV2_Handle instantiate(const LV2_Descriptor* descriptor, double rate,
                              const char* bundle_path, const LV2_Feature* const* features) {
  (void)descriptor;
  LV2_URID_Map* map = NULL;
  LV2_Worker_Schedule* schedule = NULL;
  const char* missing = lv2_features_query(features, LV2_URID__map, &map, true,
                                           LV2_WORKER__schedule, &schedule, false, NULL);
  Tiento* self = !missing && rate >= 1.0 && rate <= 1e6 ? calloc(1, sizeof *self) : NULL;
  if (!self) {
    return NULL;
  }
  char style[STYLE_PATH_BYTES];
  snprintf(style, sizeof style, "%s%s%s", bundle_path,
           bundle_path[0] && bundle_path[strlen(bundle_path) - 1] == '/' ? "" : "/", DEFAULT_STYLE);
  if (!style_slot_init(&self->slot, style)) {
    free(self);
    return NULL;
  }
  urids_map(&self->urids, map);
  self->schedule = schedule;
  tn_engine_init(&self->engine, (uint32_t)(rate + 0.5));
  self->engine.free.meter = self->slot.present->style.meter;
  tn_engine_set_composer(&self->engine, self->slot.present->composer);
  self->must_tell_message = self->slot.message[0] != '\0';
  return self;
}

static void connect_port(LV2_Handle handle, uint32_t port, void* data) {
  Tiento* self = handle;
  if (port < TN_PORT_COUNT) {
    self->ports[port] = data;
  }
}

// What sounded when the plugin was deactivated is released by the next run().
static void activate(LV2_Handle handle) {
  Tiento* self = handle;
  self->engine.must_release = true;
}

static void cleanup(LV2_Handle handle) {
  Tiento* self = handle;
  style_slot_free(&self->slot);
  free(self);
}

static float control(const Tiento* self, TnPort port) {
  const float* value = self->ports[port];
  return value ? *value : 0.0F;
}

static TnControls read_controls(const Tiento* self) {
  return (TnControls){.enabled = control(self, TN_PORT_ENABLED),
                      .freewheel = control(self, TN_PORT_FREEWHEEL),
                      .temperature = control(self, TN_PORT_TEMPERATURE),
                      .top_p = control(self, TN_PORT_TOP_P),
                      .length = control(self, TN_PORT_LENGTH),
                      .tempo = control(self, TN_PORT_TEMPO),
                      .sync = control(self, TN_PORT_SYNC),
                      .seed = control(self, TN_PORT_SEED)};
}

// No news is not told: some hosts complain about a property that they do not know.
static void receive_style(Tiento* self) {
  const bool had_message = self->slot.message[0] != '\0';
  if (style_slot_receive(&self->slot)) {
    const StyleDelivery* present = self->slot.present;
    if (self->engine.composer != present->composer) {
      self->engine.free.meter = present->style.meter;
      tn_engine_set_composer(&self->engine, present->composer);
    }
    self->must_tell_style = true;
    self->must_tell_message |= had_message || self->slot.message[0] != '\0';
  }
}

static void tell(Tiento* self, const char* message) {
  const size_t length = strlen(message); // of a text below: fits
  memcpy(self->slot.message, message, length + 1);
  self->must_tell_message = true;
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

static void handle_get(Tiento* self) {
  self->must_tell_style = true;
  self->must_tell_message = true;
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
    handle_get(self);
  }
}

static bool write_midi(void* handle, uint32_t frame, const uint8_t message[3]) {
  return output_midi(handle, frame, message);
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
  const TnControls controls = read_controls(self);
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

// What does not fit waits for the next block.
static void notify(Tiento* self) {
  Output output = output_begin(&self->urids, self->ports[TN_PORT_NOTIFY]);
  const Urids* u = &self->urids;
  if (self->must_tell_style) {
    self->must_tell_style =
        !output_property(&output, u->style, u->atom_path, self->slot.present->path);
  }
  if (self->must_tell_message) {
    self->must_tell_message =
        !output_property(&output, u->message, u->atom_string, self->slot.message);
  }
}

static void run(LV2_Handle handle, uint32_t frames) {
  Tiento* self = handle;
  const DenormalMode mode = denormals_flush();
  Output midi_out = output_begin(&self->urids, self->ports[TN_PORT_MIDI_OUT]);
  const TnMidiSink sink = {write_midi, &midi_out};
  receive_style(self);
  play_block(self, frames, sink);
  wake_worker(self);
  notify(self);
  denormals_restore(mode);
}

static LV2_Worker_Status work(LV2_Handle handle, LV2_Worker_Respond_Function respond,
                              LV2_Worker_Respond_Handle respond_handle, uint32_t size,
                              const void* data) {
  (void)respond;
  (void)respond_handle;
  Tiento* self = handle;
  const WorkMessage* message = data;
  if (size == sizeof *message && message->instance == (uintptr_t)self) {
    style_slot_work(&self->slot);
  }
  return LV2_WORKER_SUCCESS;
}

static LV2_Worker_Status work_response(LV2_Handle handle, uint32_t size, const void* data) {
  (void)handle;
  (void)size;
  (void)data;
  return LV2_WORKER_SUCCESS; // the style comes through the slot
}

static LV2_State_Status save(LV2_Handle handle, LV2_State_Store_Function store,
                             LV2_State_Handle state, uint32_t flags,
                             const LV2_Feature* const* features) {
  (void)flags;
  Tiento* self = handle;
  return state_save(&self->slot, &self->urids, store, state, features);
}

static LV2_State_Status restore(LV2_Handle handle, LV2_State_Retrieve_Function retrieve,
                                LV2_State_Handle state, uint32_t flags,
                                const LV2_Feature* const* features) {
  (void)flags;
  Tiento* self = handle;
  return state_restore(&self->slot, &self->urids, retrieve, state, features);
}

static const void* extension_data(const char* uri) {
  static const LV2_Worker_Interface WORKER = {work, work_response, NULL};
  static const LV2_State_Interface STATE = {save, restore};
  if (strcmp(uri, LV2_WORKER__interface) == 0) {
    return &WORKER;
  }
  return strcmp(uri, LV2_STATE__interface) == 0 ? &STATE : NULL;
}

LV2_SYMBOL_EXPORT const LV2_Descriptor* lv2_descriptor(uint32_t index) {
  static const LV2_Descriptor DESCRIPTOR = {
      TN_URI_PLUGIN, instantiate, connect_port, activate, run, NULL, cleanup, extension_data};
  return index == 0 ? &DESCRIPTOR : NULL;
}
