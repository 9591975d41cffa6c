// The plugin by its C interface alone, for fuzzers and threads: what they send lies in blocks of
// exactly its size, so that a sanitizer sees whatever is read beyond it, and all that comes out is
// checked. A broken promise ends the process.
//
// Its worker works inside schedule_work, or is a thread that waits for nobody. Its style is a small
// one, in a folder of its own.
#ifndef TN_TESTS_FUZZ_RIG_H
#define TN_TESTS_FUZZ_RIG_H

#include "plugin/ports.h"
#include "plugin/urids.h"

#include <lv2/state/state.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RIG_RATE = 48000, RIG_MOST_FRAMES = 8192, RIG_OUT_BYTES = 8192 };

// A piece of a state.
typedef struct {
  LV2_URID key, type;
  uint32_t flags;
  size_t size;
  uint8_t* body; // owned by the state
} RigProperty;

enum { RIG_MOST_PROPERTIES = 16 };

typedef struct {
  size_t count;
  RigProperty properties[RIG_MOST_PROPERTIES];
} RigState;

typedef struct Rig Rig;

// Ends the process where memory or the disk fails. With `thread`, its worker is a thread of its
// own.
Rig* rig_open(bool thread);
void rig_close(Rig* rig);

// To make an instance takes longer than to run it, so a fuzzer takes one that was used before,
// which is as if it were new but for what it has composed; after so many it is a new one indeed. It
// is to be given back, when nothing may sound once it is switched off.
Rig* rig_borrow(void);
void rig_give_back(Rig* rig);

const Urids* rig_urids(void);
const char* rig_style(bool other); // path of the style it comes up with, or of another one

float* rig_control(Rig* rig, TnPort port);

// Messages for the next block: appended to the port's sequence as one event. The atom says that it
// has `claimed` bytes, whatever `size` it has.
void rig_send(Rig* rig, TnPort port, int64_t frame, LV2_URID type, uint32_t claimed,
              const void* body, uint32_t size);
// The same of bytes that need not be events at all.
void rig_send_raw(Rig* rig, TnPort port, const uint8_t* bytes, size_t size);
// A position that rolls, in 4/4.
void rig_roll(Rig* rig, int64_t bar, float bar_beat, float bpm, float speed);

// A block of up to RIG_MOST_FRAMES frames, with output ports of `out_bytes`.
void rig_run(Rig* rig, uint32_t frames, uint32_t out_bytes);

// The state is to be freed.
RigState rig_save(Rig* rig);
LV2_State_Status rig_restore(Rig* rig, const RigState* state);
void rig_state_add(RigState* state, LV2_URID key, LV2_URID type, uint32_t flags, const void* body,
                   size_t size);
void rig_state_free(RigState* state);
// Takes the style and its hash out: to read one takes longest.
void rig_state_drop_style(RigState* state);

// ---- bytes to be read as numbers ----

typedef struct {
  const uint8_t* bytes;
  size_t left;
} RigBytes;

// Little-endian, 0 where they have ended.
uint64_t rig_number(RigBytes* bytes, size_t size);

#endif
