// Controls of any 32 bits, over some blocks of a song that rolls, stops and jumps, for clang's
// libFuzzer.
//
// A block is: the number of its frames (16 bits), where the song is (8 bits: the bar in three, the
// beat in two, and with the highest it stands), how many controls change (8 bits), and for each its
// port (8 bits) and its value (32 bits).
#include "tests/fuzz/rig_bytes.h"
#include "tests/fuzz/rig_loan.h"

#include <string.h>

// Where the host freewheels there is no bound to what a block composes, so in few inputs it may.
enum { MOST_BLOCKS = 4, FREEWHEELS_ONE_IN = 512 };

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size);

static void change(Rig* rig, RigBytes* in, bool may_freewheel) {
  const unsigned inputs = TN_PORT_COUNT - TN_PORT_ENABLED;
  const TnPort port = (TnPort)(TN_PORT_ENABLED + rig_number(in, 1) % inputs);
  const uint32_t bits = (uint32_t)rig_number(in, 4);
  if (port != TN_PORT_FREEWHEEL || may_freewheel) {
    memcpy(rig_control(rig, port), &bits, sizeof bits);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  RigBytes in = {bytes, size};
  const bool may_freewheel = rig_is_one_in(bytes, size, FREEWHEELS_ONE_IN);
  Rig* rig = rig_borrow();
  for (int i = 0; i < MOST_BLOCKS && in.left > 0; ++i) {
    const uint32_t frames = rig_frames(&in);
    const unsigned place = (unsigned)rig_number(&in, 1);
    rig_roll(rig, place & 0x07, (float)(place >> 3 & 3), 120, place & 0x80 ? 0 : 1);
    for (unsigned left = (unsigned)rig_number(&in, 1); left > 0 && in.left > 0; --left) {
      change(rig, &in, may_freewheel);
    }
    rig_run(rig, frames, RIG_OUT_BYTES);
  }
  rig_give_back(rig);
  return 0;
}
