#include "tests/fuzz/rig_loan.h"

#include <string.h>

enum { MOST_USES = 2048, MOST_LAST_BLOCKS = 3, LAST_FRAMES = 64 };

static struct {
  Rig* spare;     // NULL: lent, or none
  RigState fresh; // of a new one
  RigState kept;  // the same without the style: to read one takes longest
  unsigned uses;
} loan;

static bool has_first_style(Rig* rig) {
  const LV2_URID key = rig_urids()->style;
  RigState state = rig_save(rig);
  const RigProperty* now = rig_state_find(&state, key);
  const RigProperty* first = rig_state_find(&loan.fresh, key);
  const bool same =
      now && first && now->size == first->size && memcmp(now->body, first->body, now->size) == 0;
  rig_state_free(&state);
  return same;
}

static void make_spare(void) {
  loan.spare = rig_open(false);
  loan.fresh = rig_save(loan.spare);
  loan.kept = rig_save(loan.spare);
  rig_state_drop_style(&loan.kept, rig_urids());
  loan.uses = 0;
}

Rig* rig_borrow(void) {
  if (!loan.spare) {
    make_spare();
  }
  Rig* rig = loan.spare;
  loan.spare = NULL;
  rig_reset_controls(rig);
  const RigState* state = has_first_style(rig) ? &loan.kept : &loan.fresh;
  rig_demand(rig_restore(rig, state) == LV2_STATE_SUCCESS, "a state can be restored");
  rig_run(rig, 0, RIG_OUT_BYTES);
  return rig;
}

// A block may have no room for all that is to be released.
static void switch_off(Rig* rig) {
  rig_reset_controls(rig);
  *rig_control(rig, TN_PORT_ENABLED) = 0;
  int blocks = 0;
  do {
    rig_run(rig, LAST_FRAMES, RIG_OUT_BYTES);
  } while (rig_sounds(rig) && ++blocks < MOST_LAST_BLOCKS);
  rig_demand(!rig_sounds(rig), "a note that hangs");
}

void rig_give_back(Rig* rig) {
  switch_off(rig);
  if (++loan.uses < MOST_USES) {
    loan.spare = rig;
  } else {
    rig_state_free(&loan.fresh);
    rig_state_free(&loan.kept);
    rig_close(rig);
  }
}
