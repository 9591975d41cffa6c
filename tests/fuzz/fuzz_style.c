// A style file of any bytes, by the reader that the plugin has, for clang's libFuzzer. What it
// takes is composed with; what it refuses, it refuses with a line and leaves nothing.
#include "tests/fuzz/length_mutator.h"
#include "tests/unit/style_file.h"

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t* bytes, size_t size, size_t max_size, unsigned seed);

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  TnStyle style;
  char reason[160] = "";
  if (tn_style_parse(bytes, size, &style, reason, sizeof reason) != TN_OK) {
    assert_empty(&style);
    assert_says_why(reason);
    return 0;
  }
  assert_plays(&style);
  tn_style_free(&style);
  return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t* bytes, size_t size, size_t max_size, unsigned seed) {
  return mutate_behind_length(bytes, size, max_size, seed);
}
