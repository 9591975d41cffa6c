// Random damage and cuts, through the bounded pass and on to the score.
#include "tests/unit/clean_smf.h"
#include "tests/unit/rich_smf.h"
#include "tests/unit/score_promises.h"

#include <stdlib.h>
#include <string.h>

// Takes bytes in any state through both readers and returns whether they gave a score.
static bool check_readers(const uint8_t* bytes, size_t size) {
  uint8_t* clean;
  size_t clean_size;
  char reason[128] = "";
  if (midi_clean(bytes, size, &clean, &clean_size, reason, sizeof reason)) {
    check_clean(clean, clean_size);
    free(clean);
  } else {
    check_reason(reason);
  }
  Score score;
  bool read = score_parse(bytes, size, &score, reason, sizeof reason);
  if (read) {
    check_score(&score);
  } else {
    check_reason(reason);
    assert_null(score.notes);
  }
  score_free(&score);
  return read;
}

static void test_a_file_cut_at_any_byte_does_no_harm(void** state) {
  (void)state;
  SmfBytes file = rich_file();
  assert_true(check_readers(file.bytes, file.size));
  for (size_t size = 0; size < file.size; ++size) {
    // A copy of its own size, so that a sanitizer sees a read past the end.
    uint8_t* cut = malloc(size + 1);
    assert_non_null(cut);
    memcpy(cut, file.bytes, size);
    check_readers(cut, size);
    free(cut);
  }
}

static uint32_t xorshift(uint32_t* random) {
  *random ^= *random << 13;
  *random ^= *random >> 17;
  *random ^= *random << 5;
  return *random;
}

// Sets, flips, deletes, doubles or moves a byte; bytes that mean much in a MIDI file come up often.
static void damage(SmfBytes* file, uint32_t* random) {
  static const uint8_t TELLING[] = {0x00, 0x7F, 0x80, 0x90, 0xC0, 0xF0, 0xF7, 0xFF, 0x2F, 0x51};

  size_t at = xorshift(random) % file->size;
  size_t end = file->size;
  switch (xorshift(random) % 5) {
  case 0:
    file->bytes[at] = (uint8_t)xorshift(random);
    break;
  case 1:
    file->bytes[at] ^= (uint8_t)(1U << xorshift(random) % 8);
    break;
  case 2:
    file->bytes[at] = TELLING[xorshift(random) % sizeof TELLING];
    break;
  case 3:
    memmove(file->bytes + at, file->bytes + at + 1, end - at - 1);
    file->size--;
    break;
  default:
    memmove(file->bytes + at + 1, file->bytes + at, end - at);
    file->size++;
    break;
  }
}

static void test_random_damage_does_no_harm(void** state) {
  (void)state;
  const SmfBytes good = rich_file();
  uint32_t random = 0x2545F491;
  int read = 0;
  for (int i = 0; i < 20000; ++i) {
    SmfBytes file = good;
    for (uint32_t count = 1 + xorshift(&random) % 6; count > 0; --count) {
      damage(&file, &random);
    }
    uint8_t* bytes = malloc(file.size);
    assert_non_null(bytes);
    memcpy(bytes, file.bytes, file.size);
    read += check_readers(bytes, file.size);
    free(bytes);
  }
  // Both outcomes must be common, or the damage tests only one of them.
  assert_true(read > 4000 && read < 16000);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_file_cut_at_any_byte_does_no_harm),
      cmocka_unit_test(test_random_damage_does_no_harm),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
