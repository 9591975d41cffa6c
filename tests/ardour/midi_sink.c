// An LV2 plugin that notes down what comes before it on a track, with the frame of the song at
// which it comes, and passes it on. The environment's MIDI_SINK names the file, to which an
// instance adds what it heard when the host lets go of it. A host that exports does not record, so
// this is how to hear what it exports.
#include "tests/host/note_log.h"

#include <lv2/atom/atom.h>
#include <lv2/atom/util.h>
#include <lv2/core/lv2.h>
#include <lv2/core/lv2_util.h>
#include <lv2/midi/midi.h>
#include <lv2/time/time.h>
#include <lv2/urid/urid.h>
#include <stdlib.h>
#include <string.h>

enum { MIDI_IN, CONTROL, MIDI_OUT, FREEWHEEL, PORTS };

typedef struct {
  void* ports[PORTS];
  LV2_URID midi_event, object, blank, atom_long, atom_float, position, frame, speed;
  int64_t song; // frame of the transport at the next block's beginning
  bool rolls;
  bool freewheels;
  NoteLog log;
} Sink;

static LV2_Handle instantiate(const LV2_Descriptor* descriptor, double rate, const char* bundle,
                              const LV2_Feature* const* features) {
  (void)descriptor;
  (void)rate;
  (void)bundle;
  const LV2_URID_Map* map = lv2_features_data(features, LV2_URID__map);
  Sink* sink = map ? calloc(1, sizeof *sink) : NULL;
  if (!sink) {
    return NULL;
  }
  sink->midi_event = map->map(map->handle, LV2_MIDI__MidiEvent);
  sink->object = map->map(map->handle, LV2_ATOM__Object);
  sink->blank = map->map(map->handle, LV2_ATOM__Blank);
  sink->atom_long = map->map(map->handle, LV2_ATOM__Long);
  sink->atom_float = map->map(map->handle, LV2_ATOM__Float);
  sink->position = map->map(map->handle, LV2_TIME__Position);
  sink->frame = map->map(map->handle, LV2_TIME__frame);
  sink->speed = map->map(map->handle, LV2_TIME__speed);
  return sink;
}

static void connect_port(LV2_Handle handle, uint32_t port, void* data) {
  Sink* sink = handle;
  if (port < PORTS) {
    sink->ports[port] = data;
  }
}

static void take_position(Sink* sink, const LV2_Atom_Object* object) {
  const LV2_Atom* frame = NULL;
  const LV2_Atom* speed = NULL;
  lv2_atom_object_get(object, sink->frame, &frame, sink->speed, &speed, 0);
  if (!frame || frame->type != sink->atom_long || !speed || speed->type != sink->atom_float) {
    return;
  }
  const int64_t song = ((const LV2_Atom_Long*)frame)->body;
  const bool rolls = ((const LV2_Atom_Float*)speed)->body != 0.0f;
  if (rolls != sink->rolls) {
    note_log_mark(&sink->log, song, rolls ? "roll" : "stop");
  } else if (song != sink->song) {
    note_log_mark(&sink->log, song, "jump");
  }
  sink->song = song;
  sink->rolls = rolls;
}

static void take_positions(Sink* sink) {
  const LV2_Atom_Sequence* control = sink->ports[CONTROL];
  LV2_ATOM_SEQUENCE_FOREACH(control, event) {
    const LV2_Atom_Object* object = (const LV2_Atom_Object*)&event->body;
    if ((event->body.type == sink->object || event->body.type == sink->blank) &&
        object->body.otype == sink->position) {
      take_position(sink, object);
    }
  }
}

static void take_messages(Sink* sink) {
  const LV2_Atom_Sequence* in = sink->ports[MIDI_IN];
  LV2_Atom_Sequence* out = sink->ports[MIDI_OUT];
  const uint32_t capacity = out->atom.size;
  lv2_atom_sequence_clear(out);
  out->atom.type = in->atom.type;
  LV2_ATOM_SEQUENCE_FOREACH(in, event) {
    if (event->body.type == sink->midi_event) {
      const int64_t offset = sink->rolls ? event->time.frames : 0;
      note_log_message(&sink->log, sink->song + offset, (const uint8_t*)(event + 1),
                       event->body.size);
      (void)lv2_atom_sequence_append_event(out, capacity, event);
    }
  }
}

static void run(LV2_Handle handle, uint32_t frames) {
  Sink* sink = handle;
  const bool freewheels = *(const float*)sink->ports[FREEWHEEL] > 0.0f;
  take_positions(sink);
  if (freewheels != sink->freewheels) {
    note_log_mark(&sink->log, sink->song, freewheels ? "freewheels" : "keeps time");
    sink->freewheels = freewheels;
  }
  take_messages(sink);
  sink->song += sink->rolls ? frames : 0;
}

static void cleanup(LV2_Handle handle) {
  Sink* sink = handle;
  const char* path = getenv("MIDI_SINK");
  if (path) {
    (void)note_log_write(&sink->log, path);
  }
  free(sink);
}

LV2_SYMBOL_EXPORT const LV2_Descriptor* lv2_descriptor(uint32_t index) {
  static const LV2_Descriptor DESCRIPTOR = {
      "urn:tiento:test:sink", instantiate, connect_port, NULL, run, NULL, cleanup, NULL};
  return index == 0 ? &DESCRIPTOR : NULL;
}
