#include "tests/fuzz/rig.h"

#include "plugin/run.h"
#include "plugin/uris.h"

#include <lv2/atom/atom.h>
#include <lv2/atom/forge.h>
#include <lv2/atom/util.h>
#include <lv2/core/lv2.h>
#include <lv2/state/state.h>
#include <lv2/worker/worker.h>
#include <pthread.h>
#include <sanitizer/asan_interface.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ATOM_PORTS = 4, INPUT_ROOM = 1 << 16, HEAD = sizeof(LV2_Atom_Sequence) };

// What a port of events is connected to. The same memory serves all blocks, as to take it takes
// longer than a block: what of it is beyond the port's bytes is poisoned, and between blocks all.
typedef struct {
  size_t room, size;
  uint8_t* bytes;
} Buffer;

struct Rig {
  const LV2_Descriptor* plugin;
  LV2_Handle handle;
  const LV2_Worker_Interface* worker;
  const LV2_State_Interface* state;
  LV2_Worker_Schedule schedule;
  bool has_thread;
  pthread_t thread;
  sem_t work_waits;
  atomic_bool ends;
  LV2_Feature map, work;
  const LV2_Feature* features[3];
  float controls[TN_PORT_COUNT];
  Buffer buffers[ATOM_PORTS]; // by port
  int sounding_count;
  bool sounding[16][128];
};

// ---- memory of ports ----

static Buffer buffer_new(size_t room) {
  const Buffer buffer = {.room = room, .bytes = calloc(1, room)};
  rig_demand(buffer.bytes != NULL, "memory");
  ASAN_POISON_MEMORY_REGION(buffer.bytes, room);
  return buffer;
}

static void buffer_free(Buffer* buffer) {
  ASAN_UNPOISON_MEMORY_REGION(buffer->bytes, buffer->room);
  free(buffer->bytes);
}

static void buffer_open(Buffer* buffer, size_t size) {
  ASAN_UNPOISON_MEMORY_REGION(buffer->bytes, size);
  buffer->size = size;
}

static void buffer_close(Buffer* buffer) {
  ASAN_POISON_MEMORY_REGION(buffer->bytes, buffer->size);
  buffer->size = 0;
}

static LV2_Atom_Sequence* sequence_of(const Buffer* buffer) {
  return (LV2_Atom_Sequence*)(void*)buffer->bytes;
}

// An input that has no event yet.
static void begin_input(Buffer* input) {
  buffer_open(input, HEAD);
  sequence_of(input)->body = (LV2_Atom_Sequence_Body){0, 0};
}

// ---- an instance ----

static LV2_Worker_Status respond(LV2_Worker_Respond_Handle handle, uint32_t size,
                                 const void* data) {
  const Rig* rig = handle;
  return rig->worker->work_response ? rig->worker->work_response(rig->handle, size, data)
                                    : LV2_WORKER_SUCCESS;
}

static void* work_in_a_thread(void* handle) {
  Rig* rig = handle;
  while (sem_wait(&rig->work_waits) == 0 && !atomic_load(&rig->ends)) {
    const WorkMessage message = {(uintptr_t)rig->handle};
    rig->worker->work(rig->handle, respond, rig, sizeof message, &message);
  }
  return NULL;
}

static LV2_Worker_Status schedule(LV2_Worker_Schedule_Handle handle, uint32_t size,
                                  const void* data) {
  Rig* rig = handle;
  if (rig->has_thread) {
    return sem_post(&rig->work_waits) == 0 ? LV2_WORKER_SUCCESS : LV2_WORKER_ERR_NO_SPACE;
  }
  return rig->worker->work(rig->handle, respond, rig, size, data);
}

void rig_reset_controls(Rig* rig) {
  static const struct {
    TnPort port;
    float value;
  } VALUES[] = {{TN_PORT_ENABLED, 1}, {TN_PORT_TEMPERATURE, 1},  {TN_PORT_TOP_P, 1},
                {TN_PORT_LENGTH, 2},  {TN_PORT_TEMPO, 120},      {TN_PORT_RATE, 1},
                {TN_PORT_HIGH, 127},  {TN_PORT_POLYPHONY, 16},   {TN_PORT_VELOCITY, 1},
                {TN_PORT_GATE, 1},    {TN_PORT_PART_1, 1},       {TN_PORT_PART_2, 1},
                {TN_PORT_PART_3, 1},  {TN_PORT_VELOCITY_MIN, 1}, {TN_PORT_VELOCITY_MAX, 127}};
  memset(rig->controls, 0, sizeof rig->controls);
  for (size_t i = 0; i < sizeof VALUES / sizeof VALUES[0]; ++i) {
    rig->controls[VALUES[i].port] = VALUES[i].value;
  }
}

Rig* rig_open(bool thread) {
  (void)rig_urids();
  Rig* rig = calloc(1, sizeof *rig);
  rig_demand(rig != NULL, "memory");
  rig->plugin = lv2_descriptor(0);
  rig->schedule = (LV2_Worker_Schedule){rig, schedule};
  rig->map = (LV2_Feature){LV2_URID__map, rig_map()};
  rig->work = (LV2_Feature){LV2_WORKER__schedule, &rig->schedule};
  rig->features[0] = &rig->map;
  rig->features[1] = &rig->work;
  char bundle[80];
  snprintf(bundle, sizeof bundle, "%s/", rig_folder());
  rig->handle = rig->plugin->instantiate(rig->plugin, RIG_RATE, bundle, rig->features);
  rig_demand(rig->handle != NULL, "an instance");
  rig->worker = rig->plugin->extension_data(LV2_WORKER__interface);
  rig->state = rig->plugin->extension_data(LV2_STATE__interface);
  for (uint32_t port = TN_PORT_ENABLED; port < TN_PORT_COUNT; ++port) {
    rig->plugin->connect_port(rig->handle, port, &rig->controls[port]);
  }
  rig_reset_controls(rig);
  for (uint32_t port = 0; port < ATOM_PORTS; ++port) {
    rig->buffers[port] = buffer_new(port < TN_PORT_MIDI_OUT ? INPUT_ROOM : RIG_OUT_BYTES);
  }
  begin_input(&rig->buffers[TN_PORT_MIDI_IN]);
  begin_input(&rig->buffers[TN_PORT_CONTROL]);
  rig->has_thread = thread;
  if (thread) {
    rig_demand(sem_init(&rig->work_waits, 0, 0) == 0 &&
                   pthread_create(&rig->thread, NULL, work_in_a_thread, rig) == 0,
               "a thread");
  }
  rig->plugin->activate(rig->handle);
  return rig;
}

void rig_close(Rig* rig) {
  if (rig->has_thread) {
    atomic_store(&rig->ends, true);
    sem_post(&rig->work_waits);
    pthread_join(rig->thread, NULL);
    sem_destroy(&rig->work_waits);
  }
  if (rig->plugin->deactivate) {
    rig->plugin->deactivate(rig->handle);
  }
  rig->plugin->cleanup(rig->handle);
  for (int port = 0; port < ATOM_PORTS; ++port) {
    buffer_free(&rig->buffers[port]);
  }
  free(rig);
}

float* rig_control(Rig* rig, TnPort port) {
  return &rig->controls[port];
}

// ---- what goes in ----

void rig_send_raw(Rig* rig, TnPort port, const uint8_t* bytes, size_t size) {
  Buffer* input = &rig->buffers[port];
  const size_t room = input->room - input->size;
  const size_t taken = size < room ? size : room;
  uint8_t* to = input->bytes + input->size;
  buffer_open(input, input->size + taken);
  if (taken > 0) {
    memcpy(to, bytes, taken);
  }
}

void rig_send(Rig* rig, TnPort port, int64_t frame, LV2_URID type, uint32_t claimed,
              const void* body, uint32_t size) {
  static const uint8_t PADDING[8] = {0};
  const LV2_Atom_Event event = {.time.frames = frame, .body = {claimed, type}};
  rig_send_raw(rig, port, (const uint8_t*)&event, sizeof event);
  rig_send_raw(rig, port, body, size);
  rig_send_raw(rig, port, PADDING, lv2_atom_pad_size(size) - size);
}

void rig_roll(Rig* rig, int64_t bar, float bar_beat, float bpm, float speed) {
  const Urids* u = rig_urids();
  uint8_t buffer[512];
  LV2_Atom_Forge forge = *rig_forge();
  LV2_Atom_Forge_Frame frame;
  lv2_atom_forge_set_buffer(&forge, buffer, sizeof buffer);
  lv2_atom_forge_object(&forge, &frame, 0, u->time_position);
  lv2_atom_forge_key(&forge, u->time_speed);
  lv2_atom_forge_float(&forge, speed);
  lv2_atom_forge_key(&forge, u->time_bar);
  lv2_atom_forge_long(&forge, bar);
  lv2_atom_forge_key(&forge, u->time_bar_beat);
  lv2_atom_forge_float(&forge, bar_beat);
  lv2_atom_forge_key(&forge, u->time_beats_per_bar);
  lv2_atom_forge_float(&forge, 4);
  lv2_atom_forge_key(&forge, u->time_beat_unit);
  lv2_atom_forge_int(&forge, 4);
  lv2_atom_forge_key(&forge, u->time_beats_per_minute);
  lv2_atom_forge_float(&forge, bpm);
  lv2_atom_forge_pop(&forge, &frame);
  const LV2_Atom* atom = (const LV2_Atom*)buffer;
  rig_send(rig, TN_PORT_CONTROL, 0, atom->type, atom->size, atom + 1, atom->size);
}

// ---- what comes out ----

static void check_message(Rig* rig, const uint8_t* bytes, uint32_t size) {
  rig_demand(size >= 1 && bytes[0] >= 0x80, "a message begins with a status");
  const uint8_t kind = bytes[0] & 0xf0;
  if (kind != 0x80 && kind != 0x90) {
    return;
  }
  rig_demand(size == 3 && bytes[1] < 128 && bytes[2] < 128, "a note message of three bytes");
  bool* sounds = &rig->sounding[bytes[0] & 0x0f][bytes[1]];
  const bool on = kind == 0x90 && bytes[2] > 0;
  rig_demand(*sounds != on, on ? "a note struck twice" : "a note released that did not sound");
  *sounds = on;
  rig->sounding_count += on ? 1 : -1;
}

static void check_output(Rig* rig, const LV2_Atom_Sequence* out, uint32_t room, uint32_t frames,
                         bool is_midi) {
  rig_demand(out->atom.type == rig_urids()->atom_sequence || room < sizeof(LV2_Atom_Sequence_Body),
             "an output is a sequence");
  rig_demand(out->atom.size <= room, "an output within its port");
  int64_t last = 0;
  if (out->atom.type != rig_urids()->atom_sequence) {
    return;
  }
  LV2_ATOM_SEQUENCE_FOREACH(out, event) {
    const uint8_t* end = (const uint8_t*)&out->body + out->atom.size;
    rig_demand((const uint8_t*)(event + 1) + event->body.size <= end,
               "an event within its sequence");
    rig_demand(event->time.frames >= last && event->time.frames < (frames ? frames : 1),
               "events in order and in the block");
    last = event->time.frames;
    if (is_midi) {
      rig_demand(event->body.type == rig_urids()->midi_event, "only MIDI on its port");
      check_message(rig, (const uint8_t*)(event + 1), event->body.size);
    }
  }
}

static void begin_ports(Rig* rig, uint32_t out_bytes) {
  for (uint32_t port = 0; port < ATOM_PORTS; ++port) {
    Buffer* buffer = &rig->buffers[port];
    LV2_Atom_Sequence* s = sequence_of(buffer);
    if (port >= TN_PORT_MIDI_OUT) {
      buffer_open(buffer, out_bytes > HEAD ? out_bytes : HEAD);
      s->atom =
          (LV2_Atom){out_bytes > sizeof s->atom ? out_bytes - (uint32_t)sizeof s->atom : 0, 0};
    } else {
      s->atom = (LV2_Atom){(uint32_t)(buffer->size - sizeof s->atom), rig_urids()->atom_sequence};
    }
    rig->plugin->connect_port(rig->handle, port, s);
  }
}

static void end_ports(Rig* rig) {
  for (uint32_t port = 0; port < ATOM_PORTS; ++port) {
    rig->plugin->connect_port(rig->handle, port, NULL);
    buffer_close(&rig->buffers[port]);
  }
  begin_input(&rig->buffers[TN_PORT_MIDI_IN]);
  begin_input(&rig->buffers[TN_PORT_CONTROL]);
}

void rig_run(Rig* rig, uint32_t frames, uint32_t out_bytes) {
  const LV2_Atom_Sequence* midi_out = sequence_of(&rig->buffers[TN_PORT_MIDI_OUT]);
  const LV2_Atom_Sequence* notify = sequence_of(&rig->buffers[TN_PORT_NOTIFY]);
  rig_demand(out_bytes <= RIG_OUT_BYTES, "ports that the rig has room for");
  begin_ports(rig, out_bytes);
  const uint32_t room = midi_out->atom.size;
  rig->plugin->run(rig->handle, frames);
  check_output(rig, midi_out, room, frames, true);
  check_output(rig, notify, room, frames, false);
  end_ports(rig);
}

bool rig_sounds(const Rig* rig) {
  return rig->sounding_count > 0;
}

// ---- states ----

RigState rig_save(Rig* rig) {
  RigState state = {.count = 0};
  rig_demand(rig->state->save(rig->handle, rig_state_store, &state, 0, rig->features) ==
                 LV2_STATE_SUCCESS,
             "a state can be saved");
  return state;
}

LV2_State_Status rig_restore(Rig* rig, const RigState* state) {
  RigState* const handle = (RigState*)(uintptr_t)state; // rig_state_retrieve() only reads
  return rig->state->restore(rig->handle, rig_state_retrieve, handle, 0, rig->features);
}
