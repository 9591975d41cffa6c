// Patch messages, positions, keys and states in any order and with any values, for clang's
// libFuzzer: each message is well-formed as an atom, and its parts are any.
//
// The input is a list of moves: a byte that says which, and what it needs.
#include "tests/fuzz/rig_bytes.h"
#include "tests/fuzz/rig_loan.h"

#include <lv2/atom/atom.h>
#include <lv2/atom/util.h>
#include <string.h>

// To read a style takes longer than all the rest, so few inputs have one read. In the others are
// only paths that cannot be.
enum { MOST_MOVES = 24, LAST_FRAMES = 64, WITH_STYLE_ONE_IN = 1024 };

typedef enum { RUN, SET, SET_STYLE, GET, POSITION, KEY, SAVE, RESTORE, MOVES } Move;

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size);

// An object, made property by property.
typedef struct {
  LV2_Atom_Object_Body head;
  uint8_t bytes[2048];
  uint32_t size;
} Message;

static void put(Message* message, LV2_URID key, LV2_URID type, const void* body, uint32_t size) {
  const LV2_Atom_Property_Body head = {key, 0, {size, type}};
  const uint32_t padded = lv2_atom_pad_size((uint32_t)sizeof head + size);
  if (padded <= sizeof message->bytes - message->size) {
    uint8_t* at = message->bytes + message->size;
    memset(at, 0, padded);
    memcpy(at, &head, sizeof head);
    memcpy(at + sizeof head, body, size);
    message->size += padded;
  }
}

static void send(Rig* rig, RigBytes* in, Message* message) {
  const Urids* u = rig_urids();
  const LV2_URID types[] = {u->atom_object, u->atom_blank, u->atom_resource, u->atom_sequence};
  const int64_t frame = (int64_t)rig_number(in, 2) - 16;
  const LV2_URID type = types[rig_number(in, 1) % 4];
  const uint32_t size = (uint32_t)sizeof message->head + message->size;
  uint8_t body[sizeof *message];
  memcpy(body, &message->head, sizeof message->head);
  memcpy(body + sizeof message->head, message->bytes, message->size);
  rig_send(rig, TN_PORT_CONTROL, frame, type, size, body, size);
}

// Any bytes, as a value of any of the types that there are.
static void put_any(Message* message, RigBytes* in, LV2_URID key) {
  const LV2_URID type = (LV2_URID)rig_number(in, 1);
  uint32_t size = (uint32_t)rig_number(in, 1);
  size = size < in->left ? size : (uint32_t)in->left;
  put(message, key, type, in->bytes, size);
  in->bytes += size;
  in->left -= size;
}

static void set(Rig* rig, RigBytes* in) {
  const Urids* u = rig_urids();
  Message message = {.head = {0, u->patch_set}};
  const LV2_URID property = (LV2_URID)rig_number(in, 1);
  put(&message, u->patch_property, u->atom_urid, &property, sizeof property);
  put_any(&message, in, u->patch_value);
  send(rig, in, &message);
}

static void set_style(Rig* rig, RigBytes* in, bool with_style) {
  const Urids* u = rig_urids();
  const char* paths[] = {"", "/nowhere", "/", "/dev/null", rig_style(false), rig_style(true)};
  const char* path = paths[rig_number(in, 1) % (with_style ? 6 : 4)];
  Message message = {.head = {0, u->patch_set}};
  put(&message, u->patch_property, u->atom_urid, &u->style, sizeof u->style);
  put(&message, u->patch_value, rig_number(in, 1) % 2 ? u->atom_path : u->atom_string, path,
      (uint32_t)(strlen(path) + rig_number(in, 1) % 2));
  send(rig, in, &message);
}

static void get(Rig* rig, RigBytes* in) {
  const Urids* u = rig_urids();
  Message message = {.head = {0, u->patch_get}};
  const int64_t number = (int64_t)rig_number(in, 8);
  put(&message, u->number, u->atom_long, &number, sizeof number);
  send(rig, in, &message);
}

static void position(Rig* rig, RigBytes* in) {
  const Urids* u = rig_urids();
  const LV2_URID keys[] = {u->time_bar,           u->time_bar_beat,         u->time_beat_unit,
                           u->time_beats_per_bar, u->time_beats_per_minute, u->time_frame,
                           u->time_speed};
  Message message = {.head = {0, u->time_position}};
  const unsigned present = (unsigned)rig_number(in, 1);
  for (unsigned i = 0; i < sizeof keys / sizeof keys[0]; ++i) {
    if (present >> i & 1) {
      put_any(&message, in, keys[i]);
    }
  }
  send(rig, in, &message);
}

static void key(Rig* rig, RigBytes* in) {
  uint8_t bytes[8];
  const int64_t frame = (int64_t)rig_number(in, 2) - 16;
  const uint32_t size = (uint32_t)rig_number(in, 1) % (sizeof bytes + 1);
  for (uint32_t i = 0; i < size; ++i) {
    bytes[i] = (uint8_t)rig_number(in, 1);
  }
  rig_send(rig, TN_PORT_MIDI_IN, frame, rig_urids()->midi_event, size, bytes, size);
}

static void move(Rig* rig, RigBytes* in, RigState* saved, bool with_style) {
  switch ((Move)(rig_number(in, 1) % MOVES)) {
  case RUN: {
    const uint32_t frames = rig_frames(in);
    const unsigned shift = (unsigned)rig_number(in, 1) % 14; // from the least room to the usual
    rig_run(rig, frames, (uint32_t)RIG_OUT_BYTES >> (13 - shift));
    break;
  }
  case SET:
    set(rig, in);
    break;
  case SET_STYLE:
    set_style(rig, in, with_style);
    break;
  case GET:
    get(rig, in);
    break;
  case POSITION:
    position(rig, in);
    break;
  case KEY:
    key(rig, in);
    break;
  case SAVE:
    rig_state_free(saved);
    *saved = rig_save(rig);
    if (!with_style) {
      rig_state_drop_style(saved, rig_urids());
    }
    break;
  case RESTORE:
    (void)rig_restore(rig, saved);
    break;
  case MOVES:
    break;
  }
}

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  RigBytes in = {bytes, size};
  RigState saved = {.count = 0};
  const bool with_style = rig_is_one_in(bytes, size, WITH_STYLE_ONE_IN);
  Rig* rig = rig_borrow();
  for (int i = 0; i < MOST_MOVES && in.left > 0; ++i) {
    move(rig, &in, &saved, with_style);
  }
  // What waits is sent: a key that is struck when the plugin is off goes out, and sounds.
  rig_run(rig, LAST_FRAMES, RIG_OUT_BYTES);
  rig_state_free(&saved);
  rig_give_back(rig);
  return 0;
}
