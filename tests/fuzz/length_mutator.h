// Mutates the bytes of a safetensors file and mostly sets the length of its header right again:
// else nearly every change would end in the same refusal.
#ifndef TN_TESTS_LENGTH_MUTATOR_H
#define TN_TESTS_LENGTH_MUTATOR_H

#include <stddef.h>
#include <stdint.h>

size_t LLVMFuzzerMutate(uint8_t* bytes, size_t size, size_t max_size);

enum { LENGTH_BYTES = 8, LEFT_AS_IT_IS_ONE_IN = 4 };

// Where the header's outermost brace closes, or 0.
static inline size_t header_end(const uint8_t* bytes, size_t size) {
  int depth = 0;
  int in_string = 0;
  for (size_t i = LENGTH_BYTES; i < size; ++i) {
    if (in_string && bytes[i] == '\\') {
      ++i;
    } else if (bytes[i] == '"') {
      in_string = !in_string;
    } else if (!in_string && bytes[i] == '{') {
      ++depth;
    } else if (!in_string && bytes[i] == '}' && --depth <= 0) {
      return i + 1;
    }
  }
  return 0;
}

static inline size_t mutate_behind_length(uint8_t* bytes, size_t size, size_t max_size,
                                          unsigned seed) {
  const size_t mutated = LLVMFuzzerMutate(bytes, size, max_size);
  size_t end = seed % LEFT_AS_IT_IS_ONE_IN ? header_end(bytes, mutated) : 0;
  for (int i = 0; end > 0 && i < LENGTH_BYTES; ++i) {
    bytes[i] = (uint8_t)((uint64_t)(end - LENGTH_BYTES) >> 8 * i);
  }
  return mutated;
}

#endif
