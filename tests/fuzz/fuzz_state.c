// A state of any properties, restored while the song rolls, for clang's libFuzzer: what is then
// saved can be restored again and saves the same.
//
// The input is a list of properties: key (8 bits, of the five that a state has), type (8 bits),
// size (16 bits), bytes. Two kinds of a style are the paths of files that are there.
#include "tests/fuzz/rig_bytes.h"
#include "tests/fuzz/rig_loan.h"

#include <string.h>

// To read a style takes longer than all the rest, so few inputs may name one.
enum { WITH_STYLE_ONE_IN = 1024, LONG_ONE_IN = 61, SHORT_FRAMES = 64, LONG_FRAMES = 4096 };

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size);

static RigState read_state(RigBytes* in) {
  const Urids* u = rig_urids();
  const LV2_URID keys[] = {u->style, u->style_hash, u->kept_takes, u->kept_locks, u->kept_prompt};
  const LV2_URID types[] = {u->atom_string, u->atom_string, u->atom_string, u->atom_path};
  RigState state = {.count = 0};
  while (in->left > 0 && state.count < 5) {
    const LV2_URID key = keys[rig_number(in, 1) % 5];
    const unsigned kind = (unsigned)rig_number(in, 1);
    size_t size = (size_t)rig_number(in, 2);
    size = size < in->left ? size : in->left;
    if (key == u->style && kind < 2) {
      const char* path = rig_style(kind == 1);
      rig_state_add(&state, key, u->atom_path, 0, path, strlen(path) + 1);
    } else {
      rig_state_add(&state, key, kind < 240 ? types[kind % 4] : (LV2_URID)kind, 0, in->bytes, size);
    }
    in->bytes += size;
    in->left -= size;
  }
  return state;
}

// Restores a state, which it may refuse, and returns what is saved then, to be freed: before run()
// has taken that the same as after.
static RigState restore_and_save(Rig* rig, const RigState* state, LV2_State_Status* status) {
  *status = rig_restore(rig, state);
  RigState at_once = rig_save(rig);
  rig_run(rig, SHORT_FRAMES, RIG_OUT_BYTES);
  RigState later = rig_save(rig);
  rig_demand(rig_state_equal(&at_once, &later), "a state that is saved the same a block later");
  rig_state_free(&at_once);
  return later;
}

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  const bool with_style = rig_is_one_in(bytes, size, WITH_STYLE_ONE_IN);
  RigBytes in = {bytes, size};
  RigState state = read_state(&in);
  if (!with_style) {
    rig_state_drop_style(&state, rig_urids());
  }
  LV2_State_Status status;
  Rig* rig = rig_borrow();
  rig_roll(rig, 0, 0, 120, 1);
  rig_run(rig, SHORT_FRAMES, RIG_OUT_BYTES);
  RigState saved = restore_and_save(rig, &state, &status);
  rig_give_back(rig);
  rig = rig_borrow(); // without anything of it
  if (!with_style) {
    rig_state_drop_style(&saved, rig_urids());
  }
  RigState again = restore_and_save(rig, &saved, &status);
  if (!with_style) {
    rig_state_drop_style(&again, rig_urids());
  }
  rig_demand(status == LV2_STATE_SUCCESS, "what was saved can be restored");
  rig_demand(rig_state_equal(&saved, &again), "and is saved the same");
  rig_run(rig, rig_is_one_in(bytes, size, LONG_ONE_IN) ? LONG_FRAMES : SHORT_FRAMES, RIG_OUT_BYTES);
  rig_give_back(rig);
  rig_state_free(&state);
  rig_state_free(&saved);
  rig_state_free(&again);
  return 0;
}
