// Controls of any 32 bits, over some blocks of a song that rolls, stops and jumps, for clang's
// libFuzzer.
//
// A block is: the number of its frames (16 bits), where the song is (8 bits: from 0 on a bar, with
// the highest bit it stands), how many controls change (8 bits), and for each its port (8 bits) and
// its value (32 bits).
#include "tests/fuzz/rig_bytes.h"
#include "tests/fuzz/rig_loan.h"

#include <string.h>

enum { MOST_BLOCKS = 8 };

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size);

static void change(Rig* rig, RigBytes* in) {
  const unsigned inputs = TN_PORT_COUNT - TN_PORT_ENABLED;
  const TnPort port = (TnPort)(TN_PORT_ENABLED + rig_number(in, 1) % inputs);
  const uint32_t bits = (uint32_t)rig_number(in, 4);
  memcpy(rig_control(rig, port), &bits, sizeof bits);
}

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  RigBytes in = {bytes, size};
  Rig* rig = rig_borrow();
  for (int i = 0; i < MOST_BLOCKS && in.left > 0; ++i) {
    const uint32_t frames = rig_frames(&in);
    const unsigned place = (unsigned)rig_number(&in, 1);
    rig_roll(rig, place & 0x1f, (float)(place >> 5 & 3), 120, place & 0x80 ? 0 : 1);
    for (unsigned left = (unsigned)rig_number(&in, 1); left > 0 && in.left > 0; --left) {
      change(rig, &in);
    }
    rig_run(rig, frames, RIG_OUT_BYTES);
  }
  rig_give_back(rig);
  return 0;
}
