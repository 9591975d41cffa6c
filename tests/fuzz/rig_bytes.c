#include "tests/fuzz/rig_bytes.h"

uint64_t rig_number(RigBytes* bytes, size_t size) {
  uint64_t number = 0;
  for (size_t i = 0; i < size && bytes->left > 0; ++i) {
    number |= (uint64_t)*bytes->bytes++ << 8 * i;
    --bytes->left;
  }
  return number;
}

uint32_t rig_frames(RigBytes* bytes) {
  enum { USUAL = 24, LONGEST = 2048, LONG_FROM = 0xff00 };
  const uint32_t number = (uint32_t)rig_number(bytes, 2);
  return number % (number < LONG_FROM ? USUAL + 1 : LONGEST + 1);
}

bool rig_is_one_in(const uint8_t* bytes, size_t size, unsigned count) {
  uint64_t hash = UINT64_C(0xcbf29ce484222325); // FNV-1a
  for (size_t i = 0; i < size; ++i) {
    hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
  }
  return (hash >> 32) % count == 0;
}
