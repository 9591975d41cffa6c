// The bytes of a fuzzer, read as what they stand for.
#ifndef TN_TESTS_FUZZ_RIG_BYTES_H
#define TN_TESTS_FUZZ_RIG_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  const uint8_t* bytes;
  size_t left;
} RigBytes;

// Little-endian, 0 where they have ended.
uint64_t rig_number(RigBytes* bytes, size_t size);

// Frames of a block, in 16 bits: mostly a short one, as most hosts have. Now and then it is as long
// as there are, which takes ten times as long.
uint32_t rig_frames(RigBytes* bytes);

// Whether an input is one of those, one in `count`, that are to do what takes long. It hangs on all
// its bytes: so no other share of what is mutated comes of it, and an input is always the same.
bool rig_is_one_in(const uint8_t* bytes, size_t size, unsigned count);

#endif
