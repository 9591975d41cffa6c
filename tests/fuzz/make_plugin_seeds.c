// make_plugin_seeds DIR: writes what the fuzzers of the plugin can begin with, into a folder of DIR
// for each: style, state, kept, atoms, patch and ports.
#include "tests/fuzz/rig.h"
#include "tests/fuzz/seed_file.h"
#include "tests/unit/style_file.h"

#include <lv2/atom/atom.h>
#include <lv2/atom/util.h>

typedef struct {
  size_t size;
  uint8_t bytes[1 << 16];
} Seed;

static void put(Seed* seed, const void* bytes, size_t size) {
  if (size <= sizeof seed->bytes - seed->size) {
    memcpy(seed->bytes + seed->size, bytes, size);
    seed->size += size;
  }
}

static void put_number(Seed* seed, uint64_t number, size_t size) {
  for (size_t i = 0; i < size; ++i) {
    const uint8_t byte = (uint8_t)(number >> 8 * i);
    put(seed, &byte, 1);
  }
}

static bool write_in(const char* folder, const char* part, const char* name, const Seed* seed) {
  char path[512];
  snprintf(path, sizeof path, "%s/%s", folder, part);
  return seed_folder(path) && seed_file(path, name, seed->bytes, seed->size);
}

// ---- a style ----

static bool write_styles(const char* folder) {
  static Seed seed;
  void* fixture;
  if (setup(&fixture) != 0) {
    return false;
  }
  const Fixture* f = fixture;
  put(&seed, f->file.data, f->file.size);
  bool ok = write_in(folder, "style", "small", &seed);
  Bytes other =
      with_header(f->file, "\"vocabulary.has_end\":\"0\"", "\"vocabulary.has_end\":\"1\"");
  seed.size = 0;
  put(&seed, other.data, other.size);
  ok = write_in(folder, "style", "refused", &seed) && ok;
  free(other.data);
  return teardown(&fixture) == 0 && ok;
}

// ---- a state ----

// Plays a phrase while Learn is on, locks a bar and rolls another one anew.
static void make_something_to_keep(Rig* rig) {
  *rig_control(rig, TN_PORT_LEARN) = 1;
  rig_roll(rig, 0, 0, 120, 1);
  for (uint8_t i = 0; i < 8; ++i) {
    const uint8_t on[3] = {0x90, (uint8_t)(60 + i), 90};
    const uint8_t off[3] = {0x80, (uint8_t)(60 + i), 0};
    rig_send(rig, TN_PORT_MIDI_IN, 0, rig_urids()->midi_event, 3, on, 3);
    rig_send(rig, TN_PORT_MIDI_IN, 6000, rig_urids()->midi_event, 3, off, 3);
    rig_run(rig, 8000, RIG_OUT_BYTES);
  }
  *rig_control(rig, TN_PORT_LEARN) = 0;
  for (int i = 0; i < 12; ++i) {
    *rig_control(rig, TN_PORT_LOCK) = (float)(i % 3 == 1);
    *rig_control(rig, TN_PORT_REROLL_BAR) = (float)(i % 4 == 2);
    rig_run(rig, 8000, RIG_OUT_BYTES);
  }
}

static void put_state(Seed* seed, const RigState* state) {
  const Urids* u = rig_urids();
  const LV2_URID keys[] = {u->style, u->style_hash, u->kept_takes, u->kept_locks, u->kept_prompt};
  for (size_t i = 0; i < state->count; ++i) {
    const RigProperty* p = &state->properties[i];
    for (unsigned k = 0; k < 5; ++k) {
      if (keys[k] == p->key) {
        const size_t size = p->key == u->style ? 0 : p->size; // its path is another one each time
        put_number(seed, k, 1);
        put_number(seed, 0, 1);
        put_number(seed, size, 2);
        put(seed, p->body, size);
      }
    }
  }
}

// Each of its texts behind a byte that says which it is.
static bool write_kept(const char* folder, const RigState* state) {
  const Urids* u = rig_urids();
  const LV2_URID keys[] = {u->kept_takes, u->kept_locks, u->kept_prompt};
  static const char* const NAMES[] = {"takes", "locks", "prompt"};
  bool ok = true;
  for (size_t i = 0; i < state->count; ++i) {
    const RigProperty* p = &state->properties[i];
    for (uint8_t k = 0; k < 3; ++k) {
      if (keys[k] == p->key) {
        static Seed seed;
        seed.size = 0;
        put_number(&seed, k, 1);
        put(&seed, p->body, p->size - 1);
        ok = write_in(folder, "kept", NAMES[k], &seed) && ok;
      }
    }
  }
  return ok;
}

static bool write_states(const char* folder) {
  static Seed seed;
  Rig* rig = rig_open(false);
  RigState empty = rig_save(rig);
  make_something_to_keep(rig);
  RigState full = rig_save(rig);
  put_state(&seed, &empty);
  bool ok = write_in(folder, "state", "empty", &seed);
  seed.size = 0;
  put_state(&seed, &full);
  ok = write_in(folder, "state", "full", &seed) && ok;
  ok = write_kept(folder, &full) && ok;
  rig_state_free(&empty);
  rig_state_free(&full);
  rig_close(rig);
  return ok;
}

// ---- atoms ----

// One event: a header, and a body of whole numbers of 32 bits.
static void put_event(Seed* seed, int64_t frame, LV2_URID type, const uint32_t* body,
                      uint32_t size) {
  static const uint8_t PADDING[8] = {0};
  const LV2_Atom_Event event = {.time.frames = frame, .body = {size, type}};
  put(seed, &event, sizeof event);
  put(seed, body, size);
  put(seed, PADDING, lv2_atom_pad_size(size) - size);
}

static bool write_atoms(const char* folder) {
  static Seed keys, control, seed;
  const Urids* u = rig_urids();
  const uint32_t note = 0x5a3c90;  // 90 3c 5a
  const uint32_t one = 0x3f800000; // 1 as a float
  const uint32_t position[] = {0,
                               u->time_position,
                               u->time_speed,
                               0,
                               4,
                               u->atom_float,
                               one,
                               0,
                               u->time_bar,
                               0,
                               8,
                               u->atom_long,
                               3,
                               0};
  const uint32_t set[] = {
      0, u->patch_set, u->patch_property, 0, 4, u->atom_urid, u->style, 0, u->patch_value, 0,
      4, u->atom_path, 0x2f2f2f2f,        0};
  const uint32_t get[] = {0, u->patch_get, u->number, 0, 8, u->atom_long, 0, 0};
  put_event(&keys, 3, u->midi_event, &note, 3);
  put_event(&control, 0, u->atom_object, position, sizeof position);
  put_event(&control, 5, u->atom_blank, set, sizeof set);
  put_event(&control, 9, u->atom_resource, get, sizeof get);
  for (int i = 0; i < 2; ++i) {
    put_number(&seed, 512, 2);
    put_number(&seed, keys.size, 2);
    put_number(&seed, control.size, 2);
    put(&seed, keys.bytes, keys.size);
    put(&seed, control.bytes, control.size);
  }
  return write_in(folder, "atoms", "all", &seed);
}

// ---- lists of moves, and of controls ----

enum { MOVE_RUN, MOVE_SET, MOVE_KEY = 5 }; // of fuzz_patch.c

static void put_run(Seed* seed) {
  put_number(seed, MOVE_RUN, 1);
  put_number(seed, 512, 2);
  put_number(seed, 13, 1);
}

// All that a window asks for by a number, and the end of all that sounds.
static bool write_requests(const char* folder) {
  static Seed seed;
  const Urids* u = rig_urids();
  const LV2_URID properties[] = {u->audition, u->lock, u->reroll, u->undo, u->redo, u->unlock};
  for (size_t i = 0; i < sizeof properties / sizeof properties[0]; ++i) {
    const uint8_t size = i % 2 ? 4 : 8;
    put_number(&seed, MOVE_SET, 1);
    put_number(&seed, properties[i], 1);
    put_number(&seed, size == 4 ? u->atom_int : u->atom_long, 1);
    put_number(&seed, size, 1);
    put_number(&seed, 1, size);
    put_number(&seed, 16, 2); // frame 0
    put_number(&seed, 0, 1);  // an object
    put_run(&seed);
  }
  put_number(&seed, MOVE_KEY, 1);
  put_number(&seed, 24, 2);
  put_number(&seed, 3, 1);
  put_number(&seed, 0x007bb0, 3); // all notes off
  put_run(&seed);
  return write_in(folder, "patch", "requests", &seed);
}

static bool write_moves(const char* folder) {
  static Seed seed;
  for (uint8_t move = 0; move < 8; ++move) {
    put_number(&seed, move, 1);
    put_number(&seed, 0x7f20, 2);
    put_number(&seed, UINT64_C(0x0d0d0d0d0d0d0d0d), 8);
    put_number(&seed, 0, 1); // run
    put_number(&seed, 2048, 2);
    put_number(&seed, 13, 1);
  }
  return write_in(folder, "patch", "all", &seed) && write_requests(folder);
}

static bool write_ports(const char* folder) {
  static const uint32_t VALUES[] = {0,          0x3f800000, 0x7fc00000, 0x7f800000, 0xff800000,
                                    0x7f7fffff, 0x00000001, 0xbf800000, 0x4f000000};
  static Seed seed;
  for (uint8_t block = 0; block < 8; ++block) {
    put_number(&seed, 2048, 2);
    put_number(&seed, block, 1);
    put_number(&seed, 9, 1);
    for (size_t i = 0; i < 9; ++i) {
      put_number(&seed, 2 + block * 5U + i, 1);
      put_number(&seed, VALUES[(block + i) % 9], 4);
    }
  }
  return write_in(folder, "ports", "all", &seed);
}

int main(int argc, char** argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: make_plugin_seeds DIR\n");
    return 2;
  }
  const char* folder = argv[1];
  const bool ok = seed_folder(folder) && write_styles(folder) && write_states(folder) &&
                  write_atoms(folder) && write_moves(folder) && write_ports(folder);
  return ok ? 0 : 1;
}
