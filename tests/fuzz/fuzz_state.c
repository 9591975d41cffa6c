// A state of any properties, restored while the song rolls, for clang's libFuzzer: what is then
// saved can be restored again and saves the same.
//
// The input is a list of properties: key (8 bits, of the five that a state has), type (8 bits),
// size (16 bits), bytes. Two kinds of a style are the paths of files that are there.
#include "tests/fuzz/rig.h"

#include <stdlib.h>
#include <string.h>

enum { WITH_STYLE_ONE_IN = 16 };

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

static void demand_same(const RigState* a, const RigState* b) {
  bool same = a->count == b->count;
  for (size_t i = 0; same && i < a->count; ++i) {
    const RigProperty* p = &a->properties[i];
    const RigProperty* q = &b->properties[i];
    same = p->key == q->key && p->type == q->type && p->size == q->size &&
           memcmp(p->body, q->body, p->size) == 0;
  }
  if (!same) {
    abort();
  }
}

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  RigBytes in = {bytes, size};
  RigState state = read_state(&in);
  Rig* rig = rig_borrow();
  rig_roll(rig, 0, 0, 120, 1);
  rig_run(rig, 512, RIG_OUT_BYTES);
  (void)rig_restore(rig, &state);
  RigState at_once = rig_save(rig);
  rig_run(rig, 512, RIG_OUT_BYTES);
  RigState later = rig_save(rig);
  demand_same(&at_once, &later);
  rig_give_back(rig);
  rig = rig_borrow(); // without anything of it
  const bool with_style = size % WITH_STYLE_ONE_IN == 0;
  if (!with_style) {
    rig_state_drop_style(&later);
  }
  if (rig_restore(rig, &later) != LV2_STATE_SUCCESS) {
    abort();
  }
  rig_run(rig, 512, RIG_OUT_BYTES);
  RigState again = rig_save(rig);
  if (!with_style) {
    rig_state_drop_style(&again);
  }
  demand_same(&later, &again);
  rig_run(rig, 4096, RIG_OUT_BYTES);
  rig_give_back(rig);
  rig_state_free(&state);
  rig_state_free(&at_once);
  rig_state_free(&later);
  rig_state_free(&again);
  return 0;
}
