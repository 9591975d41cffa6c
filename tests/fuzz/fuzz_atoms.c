// Bytes of any kind on both event inputs, as they might come from a host that is broken, over some
// blocks, for clang's libFuzzer.
//
// A block begins with the number of its frames (16 bits), of the bytes on midi_in and of those on
// control (16 bits each); the bytes follow.
#include "tests/fuzz/rig_bytes.h"
#include "tests/fuzz/rig_loan.h"

enum { MOST_BLOCKS = 4 };

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size);

static void send(Rig* rig, TnPort port, RigBytes* in, size_t size) {
  const size_t taken = size < in->left ? size : in->left;
  rig_send_raw(rig, port, in->bytes, taken);
  in->bytes += taken;
  in->left -= taken;
}

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  RigBytes in = {bytes, size};
  Rig* rig = rig_borrow();
  for (int i = 0; i < MOST_BLOCKS && in.left > 0; ++i) {
    const uint32_t frames = rig_frames(&in);
    const size_t sizes[2] = {(size_t)rig_number(&in, 2), (size_t)rig_number(&in, 2)};
    send(rig, TN_PORT_MIDI_IN, &in, sizes[0]);
    send(rig, TN_PORT_CONTROL, &in, sizes[1]);
    rig_run(rig, frames, RIG_OUT_BYTES);
  }
  rig_give_back(rig);
  return 0;
}
