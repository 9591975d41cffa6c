// Mutates the bytes of a MIDI file and mostly sets the lengths of its tracks right again: else
// nearly every change would end in the same refusals.
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { CHUNK_HEAD = 8, HEADER = 14, LEFT_AS_IT_IS_ONE_IN = 4 };

size_t LLVMFuzzerMutate(uint8_t* bytes, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t* bytes, size_t size, size_t max_size, unsigned seed);

static bool is_track(const uint8_t* bytes, size_t left) {
  return left >= CHUNK_HEAD && memcmp(bytes, "MTrk", 4) == 0;
}

static void set_length(uint8_t* head, size_t length) {
  for (int i = 0; i < 4; ++i) {
    head[4 + i] = (uint8_t)(length >> (24 - 8 * i));
  }
}

static void repair(uint8_t* bytes, size_t size) {
  size_t track = 0;
  if (size < HEADER + CHUNK_HEAD) {
    return;
  }
  memcpy(bytes, "MThd\0\0\0\6\0\1", 10);
  for (size_t at = HEADER; at < size; ++at) {
    if (is_track(bytes + at, size - at)) {
      if (track > 0) {
        set_length(bytes + track, at - track - CHUNK_HEAD);
      }
      track = at;
      at += CHUNK_HEAD - 1;
    }
  }
  if (track > 0) {
    set_length(bytes + track, size - track - CHUNK_HEAD);
  }
}

size_t LLVMFuzzerCustomMutator(uint8_t* bytes, size_t size, size_t max_size, unsigned seed) {
  const size_t mutated = LLVMFuzzerMutate(bytes, size, max_size);
  if (seed % LEFT_AS_IT_IS_ONE_IN != 0) {
    repair(bytes, mutated);
  }
  return mutated;
}
