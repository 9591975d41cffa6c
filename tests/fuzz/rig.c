#include "tests/fuzz/rig.h"

#include "plugin/run.h"
#include "plugin/uris.h"
#include "tests/host/small_style.h"

#include <lv2/atom/atom.h>
#include <lv2/atom/forge.h>
#include <lv2/atom/util.h>
#include <lv2/core/lv2.h>
#include <lv2/patch/patch.h>
#include <lv2/time/time.h>
#include <lv2/worker/worker.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_URIS = 128, INPUT_ROOM = 1 << 16, MOST_USES = 512 };

typedef struct {
  size_t size;
  uint8_t bytes[INPUT_ROOM];
} Sequence;

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
  Sequence inputs[2]; // by port
  uint8_t sounding[16][128];
};

// What is the same for all of them, and never changes once it is made.
static struct {
  bool made;
  char folder[64];
  char styles[80];
  char style[128], other[128];
  size_t uri_count;
  const char* uris[MOST_URIS];
  Urids urids;
  Rig* spare;     // NULL: lent, or none
  RigState fresh; // of a new one
  RigState kept;  // the same without the style
  unsigned uses;
} common;

static void demand(bool good, const char* what) {
  if (!good) {
    fprintf(stderr, "broken: %s\n", what);
    abort();
  }
}

// ---- what is common ----

static LV2_URID map_uri(LV2_URID_Map_Handle handle, const char* uri) {
  (void)handle;
  for (size_t i = 0; i < common.uri_count; ++i) {
    if (strcmp(common.uris[i], uri) == 0) {
      return (LV2_URID)(i + 1);
    }
  }
  demand(common.uri_count < MOST_URIS, "few URIs");
  common.uris[common.uri_count++] = uri; // all are literals
  return (LV2_URID)common.uri_count;
}

static LV2_URID_Map the_map = {NULL, map_uri};

static void remove_folder(void) {
  (void)unlink(common.style);
  (void)unlink(common.other);
  (void)rmdir(common.styles);
  (void)rmdir(common.folder);
}

static void make_common(void) {
  snprintf(common.folder, sizeof common.folder, "/tmp/tiento-fuzz.XXXXXX");
  demand(mkdtemp(common.folder) != NULL, "a folder");
  snprintf(common.styles, sizeof common.styles, "%s/styles", common.folder);
  snprintf(common.style, sizeof common.style, "%s/hymns.safetensors", common.styles);
  snprintf(common.other, sizeof common.other, "%s/other.safetensors", common.folder);
  // As small as a style gets that plays: they are read often.
  const TnSizes sizes = {.embedding = 2, .layers = 1, .hidden = 2, .head = 2};
  TnVocabulary vocabulary = tn_vocabulary_for_grid();
  vocabulary.dt_values = 14;
  vocabulary.pitch_low = 48;
  vocabulary.pitch_count = 24;
  vocabulary.duration_count = 12;
  demand(mkdir(common.styles, 0777) == 0 &&
             small_style_write_sized(common.style, &vocabulary, sizes),
         "a style");
  vocabulary.parts = 2;
  vocabulary.drum_part = 1;
  vocabulary.drum_count = TN_MAX_PITCHES;
  demand(small_style_write_sized(common.other, &vocabulary, sizes), "another style");
  (void)atexit(remove_folder);
  urids_map(&common.urids, &the_map);
  common.made = true;
}

const Urids* rig_urids(void) {
  if (!common.made) {
    make_common();
  }
  return &common.urids;
}

const char* rig_style(bool other) {
  (void)rig_urids();
  return other ? common.other : common.style;
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

static void set_controls(Rig* rig) {
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
  demand(rig != NULL, "memory");
  rig->plugin = lv2_descriptor(0);
  rig->schedule = (LV2_Worker_Schedule){rig, schedule};
  rig->map = (LV2_Feature){LV2_URID__map, &the_map};
  rig->work = (LV2_Feature){LV2_WORKER__schedule, &rig->schedule};
  rig->features[0] = &rig->map;
  rig->features[1] = &rig->work;
  char bundle[80];
  snprintf(bundle, sizeof bundle, "%s/", common.folder);
  rig->handle = rig->plugin->instantiate(rig->plugin, RIG_RATE, bundle, rig->features);
  demand(rig->handle != NULL, "an instance");
  rig->worker = rig->plugin->extension_data(LV2_WORKER__interface);
  rig->state = rig->plugin->extension_data(LV2_STATE__interface);
  for (uint32_t port = TN_PORT_ENABLED; port < TN_PORT_COUNT; ++port) {
    rig->plugin->connect_port(rig->handle, port, &rig->controls[port]);
  }
  set_controls(rig);
  rig->has_thread = thread;
  if (thread) {
    demand(sem_init(&rig->work_waits, 0, 0) == 0 &&
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
  free(rig);
}

float* rig_control(Rig* rig, TnPort port) {
  return &rig->controls[port];
}

// ---- what goes in ----

void rig_send_raw(Rig* rig, TnPort port, const uint8_t* bytes, size_t size) {
  Sequence* input = &rig->inputs[port];
  const size_t room = sizeof input->bytes - input->size;
  const size_t taken = size < room ? size : room;
  if (taken > 0) {
    memcpy(input->bytes + input->size, bytes, taken);
  }
  input->size += taken;
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
  LV2_Atom_Forge forge;
  LV2_Atom_Forge_Frame frame;
  lv2_atom_forge_init(&forge, &the_map);
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
  demand(size >= 1 && bytes[0] >= 0x80, "a message begins with a status");
  const uint8_t kind = bytes[0] & 0xf0;
  if (kind != 0x80 && kind != 0x90) {
    return;
  }
  demand(size == 3 && bytes[1] < 128 && bytes[2] < 128, "a note message of three bytes");
  uint8_t* sounds = &rig->sounding[bytes[0] & 0x0f][bytes[1]];
  const bool on = kind == 0x90 && bytes[2] > 0;
  demand(*sounds != on, on ? "a note struck twice" : "a note released that did not sound");
  *sounds = on;
}

static void check_output(Rig* rig, const LV2_Atom_Sequence* out, uint32_t room, uint32_t frames,
                         bool is_midi) {
  demand(out->atom.type == common.urids.atom_sequence || room < sizeof(LV2_Atom_Sequence_Body),
         "an output is a sequence");
  demand(out->atom.size <= room, "an output within its port");
  int64_t last = 0;
  if (out->atom.type != common.urids.atom_sequence) {
    return;
  }
  LV2_ATOM_SEQUENCE_FOREACH(out, event) {
    const uint8_t* end = (const uint8_t*)&out->body + out->atom.size;
    demand((const uint8_t*)(event + 1) + event->body.size <= end, "an event within its sequence");
    demand(event->time.frames >= last && event->time.frames < (frames ? frames : 1),
           "events in order and in the block");
    last = event->time.frames;
    if (is_midi) {
      demand(event->body.type == common.urids.midi_event, "only MIDI on its port");
      check_message(rig, (const uint8_t*)(event + 1), event->body.size);
    }
  }
}

static LV2_Atom_Sequence* new_input(const Sequence* from) {
  LV2_Atom_Sequence* s = malloc(sizeof *s + from->size);
  demand(s != NULL, "memory");
  s->atom.type = common.urids.atom_sequence;
  s->atom.size = (uint32_t)(sizeof s->body + from->size);
  s->body = (LV2_Atom_Sequence_Body){0, 0};
  memcpy(s + 1, from->bytes, from->size);
  return s;
}

static LV2_Atom_Sequence* new_output(uint32_t bytes) {
  const size_t whole = sizeof(LV2_Atom_Sequence);
  LV2_Atom_Sequence* s = malloc(bytes > whole ? bytes : whole);
  demand(s != NULL, "memory");
  s->atom = (LV2_Atom){bytes > sizeof s->atom ? bytes - (uint32_t)sizeof s->atom : 0, 0};
  return s;
}

void rig_run(Rig* rig, uint32_t frames, uint32_t out_bytes) {
  LV2_Atom_Sequence* ports[4];
  for (uint32_t port = 0; port < 4; ++port) {
    ports[port] = port < 2 ? new_input(&rig->inputs[port]) : new_output(out_bytes);
    rig->plugin->connect_port(rig->handle, port, ports[port]);
  }
  const uint32_t room = ports[2]->atom.size;
  rig->plugin->run(rig->handle, frames);
  check_output(rig, ports[TN_PORT_MIDI_OUT], room, frames, true);
  check_output(rig, ports[TN_PORT_NOTIFY], room, frames, false);
  for (uint32_t port = 0; port < 4; ++port) {
    rig->plugin->connect_port(rig->handle, port, NULL);
    free(ports[port]);
  }
  rig->inputs[0].size = 0;
  rig->inputs[1].size = 0;
}

// ---- states ----

void rig_state_add(RigState* state, LV2_URID key, LV2_URID type, uint32_t flags, const void* body,
                   size_t size) {
  if (state->count == RIG_MOST_PROPERTIES) {
    return;
  }
  uint8_t* copy = malloc(size ? size : 1);
  demand(copy != NULL, "memory");
  memcpy(copy, body, size);
  state->properties[state->count++] = (RigProperty){key, type, flags, size, copy};
}

void rig_state_free(RigState* state) {
  while (state->count > 0) {
    free(state->properties[--state->count].body);
  }
}

void rig_state_drop_style(RigState* state) {
  size_t count = 0;
  for (size_t i = 0; i < state->count; ++i) {
    const RigProperty* p = &state->properties[i];
    if (p->key == common.urids.style || p->key == common.urids.style_hash) {
      free(p->body);
    } else {
      state->properties[count++] = *p;
    }
  }
  state->count = count;
}

static LV2_State_Status store(LV2_State_Handle handle, uint32_t key, const void* value, size_t size,
                              uint32_t type, uint32_t flags) {
  RigState* state = handle;
  demand(state->count < RIG_MOST_PROPERTIES && size > 0, "a state of few properties");
  rig_state_add(state, key, type, flags, value, size);
  return LV2_STATE_SUCCESS;
}

static const void* retrieve(LV2_State_Handle handle, uint32_t key, size_t* size, uint32_t* type,
                            uint32_t* flags) {
  const RigState* state = handle;
  for (size_t i = 0; i < state->count; ++i) {
    const RigProperty* p = &state->properties[i];
    if (p->key == key) {
      *size = p->size;
      *type = p->type;
      *flags = p->flags;
      return p->body;
    }
  }
  return NULL;
}

RigState rig_save(Rig* rig) {
  RigState state = {.count = 0};
  demand(rig->state->save(rig->handle, store, &state, 0, rig->features) == LV2_STATE_SUCCESS,
         "a state can be saved");
  return state;
}

LV2_State_Status rig_restore(Rig* rig, const RigState* state) {
  RigState* const handle = (RigState*)(uintptr_t)state; // retrieve() only reads
  return rig->state->restore(rig->handle, retrieve, handle, 0, rig->features);
}

// ---- instances that are used again ----

static bool has_first_style(Rig* rig) {
  RigState state = rig_save(rig);
  size_t size[2] = {0, 1};
  uint32_t type, flags;
  const void* now = retrieve(&state, common.urids.style, &size[0], &type, &flags);
  const void* first = retrieve(&common.fresh, common.urids.style, &size[1], &type, &flags);
  const bool same = size[0] == size[1] && memcmp(now, first, size[0]) == 0;
  rig_state_free(&state);
  return same;
}

Rig* rig_borrow(void) {
  if (!common.spare) {
    common.spare = rig_open(false);
    common.fresh = rig_save(common.spare);
    common.kept = rig_save(common.spare);
    rig_state_drop_style(&common.kept);
    common.uses = 0;
  }
  Rig* rig = common.spare;
  common.spare = NULL;
  set_controls(rig);
  const RigState* state = has_first_style(rig) ? &common.kept : &common.fresh;
  demand(rig_restore(rig, state) == LV2_STATE_SUCCESS, "a state can be restored");
  rig_run(rig, 0, RIG_OUT_BYTES);
  return rig;
}

void rig_give_back(Rig* rig) {
  set_controls(rig);
  rig->controls[TN_PORT_ENABLED] = 0;
  for (int i = 0; i < 3; ++i) {
    rig_run(rig, 64, RIG_OUT_BYTES);
  }
  for (size_t i = 0; i < sizeof rig->sounding; ++i) {
    demand(!((const uint8_t*)rig->sounding)[i], "a note that hangs");
  }
  if (++common.uses < MOST_USES) {
    common.spare = rig;
  } else {
    rig_state_free(&common.fresh);
    rig_state_free(&common.kept);
    rig_close(rig);
  }
}

// ---- numbers ----

uint64_t rig_number(RigBytes* bytes, size_t size) {
  uint64_t number = 0;
  for (size_t i = 0; i < size && bytes->left > 0; ++i) {
    number |= (uint64_t)*bytes->bytes++ << 8 * i;
    --bytes->left;
  }
  return number;
}
