// Random damage and cuts, through the bounded pass and on to the score.
#include "tests/unit/clean_smf.h"
#include "tests/unit/smf_bytes.h"
#include "trainer/score.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void check_reason(const char* reason) {
  assert_true(reason[0] != '\0');
  for (; *reason; ++reason) {
    assert_true(*reason >= ' ' && *reason <= '~');
  }
}

// Two tracks with something of everything that the pass knows.
static SmfBytes rich_file(void) {
  SmfBytes file = smf_begin();
  smf_put_track(&file,
                BYTES(0, 0xFF, 0x58, 4, 3, 2, 24, 8, 0, 0xFF, 0x51, 3, 7, 0xA1, 0x20, 0, 0xFF, 0x03,
                      2, 'h', 'i', 0x83, 0, 0xFF, 0x51, 3, 6, 0, 0, END_OF_TRACK));
  smf_put_track(&file, BYTES(0, 0xC0, 5, 0, 0xB0, 7, 100, 0, 0x90, 60, 90, 0, 64, 90, 48, 60, 0, 0,
                             62, 80, 0, 0xF0, 3, 1, 2, 0xF7, 24, 0x80, 62, 0, 24, 64, 64, 0, 0xE0,
                             0, 64, 0x81, 0, 0x99, 36, 100, 96, 36, 0, 0, 0xD0, 1, END_OF_TRACK));
  smf_put_chunk_head(&file, "XFIH", 2);
  smf_put(&file, BYTES(1, 2));
  smf_put_track(&file, BYTES(0, 0x91, 40, 1, 96, 40, 2, 96, 40, 0, 0, 0xFF, 0x2F, 0));
  return file;
}

static void check_score(const Score* score) {
  assert_true(score->ticks_per_quarter >= 1 && score->ticks_per_quarter <= 32767);
  assert_true(score->note_count > 0);
  for (size_t i = 0; i < score->note_count; ++i) {
    const ScoreNote* note = &score->notes[i];
    assert_true(note->onset >= 0 && note->onset <= note->end && note->end <= score->end);
    assert_true(note->channel < 16 && note->program < 128 && note->pitch < 128);
    assert_true(note->velocity >= 1 && note->velocity < 128);
    assert_true(i == 0 || note[-1].onset < note->onset ||
                (note[-1].onset == note->onset && note[-1].track <= note->track));
  }
  for (size_t i = 0; i < score->meter_count; ++i) {
    const ScoreMeter* meter = &score->meters[i];
    assert_true(meter->numerator >= 1 && meter->numerator <= 255);
    assert_true(meter->denominator >= 1 && meter->denominator <= 64);
    assert_true((meter->denominator & (meter->denominator - 1)) == 0);
    assert_true(meter->tick >= 0 && (i == 0 || meter[-1].tick <= meter->tick));
  }
  for (size_t i = 0; i < score->tempo_count; ++i) {
    const ScoreTempo* tempo = &score->tempos[i];
    assert_true(isfinite(tempo->bpm) && tempo->bpm > 0.0);
    assert_true(tempo->tick >= 0 && (i == 0 || tempo[-1].tick <= tempo->tick));
  }
}

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
