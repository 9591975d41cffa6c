// The plugin by its C interface alone, for fuzzers and threads: all that comes out is checked, and
// a sanitizer sees whatever is read or written beyond what a port has, or after its block. A broken
// promise ends the process.
//
// Its worker works inside schedule_work, or is a thread that waits for nobody. Its style is a small
// one: rig_home.h.
#ifndef TN_TESTS_FUZZ_RIG_H
#define TN_TESTS_FUZZ_RIG_H

#include "plugin/ports.h"
#include "tests/fuzz/rig_demand.h"
#include "tests/fuzz/rig_home.h"
#include "tests/fuzz/rig_state.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RIG_RATE = 48000, RIG_OUT_BYTES = 8192 };

typedef struct Rig Rig;

// Ends the process where memory or the disk fails. With `thread`, its worker is a thread of its
// own.
Rig* rig_open(bool thread);
void rig_close(Rig* rig);

float* rig_control(Rig* rig, TnPort port);
void rig_reset_controls(Rig* rig); // to what they are at first

// Messages for the next block: appended to the port's sequence as one event. The atom says that it
// has `claimed` bytes, whatever `size` it has.
void rig_send(Rig* rig, TnPort port, int64_t frame, LV2_URID type, uint32_t claimed,
              const void* body, uint32_t size);
// The same of bytes that need not be events at all.
void rig_send_raw(Rig* rig, TnPort port, const uint8_t* bytes, size_t size);
// A position that rolls, in 4/4.
void rig_roll(Rig* rig, int64_t bar, float bar_beat, float bpm, float speed);

// A block, with output ports of up to RIG_OUT_BYTES.
void rig_run(Rig* rig, uint32_t frames, uint32_t out_bytes);

// Whether a note has been struck that was not released.
bool rig_sounds(const Rig* rig);

// The state is to be freed.
RigState rig_save(Rig* rig);
LV2_State_Status rig_restore(Rig* rig, const RigState* state);

#endif
