// What the bounded pass refuses, with its reason, and up to which limits it reads.
#include "tests/unit/smf_bytes.h"
#include "trainer/midi_clean.h"
#include "trainer/score.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_refused(const uint8_t* bytes, size_t size, const char* why) {
  uint8_t* clean = (uint8_t*)&size;
  size_t clean_size = 1;
  char reason[128] = "";
  assert_false(midi_clean(bytes, size, &clean, &clean_size, reason, sizeof reason));
  assert_null(clean);
  assert_int_equal(clean_size, 0);
  assert_string_equal(reason, why);
}

static void assert_track_refused(const uint8_t* events, size_t count, const char* why) {
  SmfBytes file = smf_of_track(events, count);
  assert_refused(file.bytes, file.size, why);
}

static void test_a_file_inside_an_archive_is_refused(void** state) {
  (void)state;
  SmfBytes inside = smf_of_track(BYTES(0, 0x90, 60, 90, END_OF_TRACK));
  SmfBytes file = {.size = 0};
  smf_put(&file, BYTES('P', 'K', 3, 4));
  smf_put(&file, inside.bytes, inside.size);
  assert_refused(file.bytes, file.size, "not a MIDI file");
}

static void test_bad_headers_are_refused_with_their_reason(void** state) {
  (void)state;
  static const struct {
    uint8_t format;
    uint16_t division;
    const char* why;
  } CASES[] = {
      {2, 96, "format 2 (independent patterns, not a piece) is not supported"},
      {3, 96, "unknown file format"},
      {0, 0, "0 ticks a quarter"},
      {0, 0xE728, "SMPTE time, which has no beats, is not supported"},
      {0, 96, "no track in it"},
  };
  for (size_t i = 0; i < sizeof CASES / sizeof *CASES; ++i) {
    SmfBytes file = {.size = 0};
    smf_put_header(&file, CASES[i].format, 1, CASES[i].division);
    assert_refused(file.bytes, file.size, CASES[i].why);
  }
  assert_refused(NULL, 0, "an empty file");
  assert_refused(BYTES('M', 'T', 'h', 'd', 0, 0, 0, 6, 0, 1), "the file ends inside its header");
  assert_refused(BYTES('M', 'T', 'h', 'd', 0, 0, 0, 4, 0, 0, 0, 1, 0, 96),
                 "the header has an impossible length");
  assert_refused(BYTES('M', 'T', 'h', 'd', 6, 0, 0, 0, 0, 0, 0, 1, 0, 96),
                 "the header has an impossible length");
  assert_refused(BYTES('R', 'I', 'F', 'F', 4, 0, 0, 0, 'W', 'A', 'V', 'E'),
                 "a RIFF file, but without MIDI in it");
  assert_refused(BYTES('R', 'I', 'F', 'F', 4, 0, 0, 0, 'R', 'M', 'I', 'D'),
                 "a RIFF file, but without MIDI in it");
}

static void test_broken_events_are_refused_with_their_reason(void** state) {
  (void)state;
  assert_track_refused(BYTES(0, 60, 90, END_OF_TRACK),
                       "track 1: data where the first status byte should be");
  assert_track_refused(BYTES(0, 0x90, 200, 90, END_OF_TRACK),
                       "track 1: a pitch, velocity or program above 127");
  assert_track_refused(BYTES(0, 0x90, 60, 0x90, END_OF_TRACK),
                       "track 1: a pitch, velocity or program above 127");
  assert_track_refused(BYTES(0, 0xC0, 0xFF, END_OF_TRACK),
                       "track 1: a pitch, velocity or program above 127");
  assert_track_refused(BYTES(0x80, 0x80, 0x80, 0x80, 0, 0x90, 60, 90, END_OF_TRACK),
                       "track 1: a number of more than four bytes");
  assert_track_refused(BYTES(0, 0xFF, 0x03, 0x40, 'a', END_OF_TRACK),
                       "track 1: an event runs past the end of the track");
  assert_track_refused(BYTES(0, 0xF0, 0x40, 1, END_OF_TRACK),
                       "track 1: an event runs past the end of the track");
  assert_track_refused(BYTES(0, 0x90, 60), "track 1: an event runs past the end of the track");
}

static void test_ticks_stay_below_2_to_the_31(void** state) {
  (void)state;
  SmfBytes file = smf_begin();
  smf_put_chunk_head(&file, "MTrk", 9 * 7);
  for (int i = 0; i < 9; ++i) {
    smf_put(&file, BYTES(0xFF, 0xFF, 0xFF, 0x7F, 0xB0, 7, 1));
  }
  assert_refused(file.bytes, file.size, "track 1: longer than 2147483647 ticks");
}

// A track of `count` note-ons in running status, or `count` tracks without an event.
static uint8_t* big_file(size_t count, bool as_tracks, size_t* size) {
  SmfBytes begin = smf_of_track(BYTES(0, 0x90, 60, 90));
  *size = begin.size + count * (as_tracks ? 8 : 3);
  uint8_t* file = calloc(*size, 1);
  assert_non_null(file);
  memcpy(file, begin.bytes, begin.size);
  if (!as_tracks) {
    memset(file + 18, 0x7F, 4); // the length runs past the file: read to its end
  }
  for (size_t i = 0; as_tracks && i < count; ++i) {
    memcpy(file + begin.size + 8 * i, begin.bytes + 14, 4);
  }
  return file;
}

static void test_files_beyond_the_limits_are_refused(void** state) {
  (void)state;
  size_t size;
  uint8_t* file = big_file(MIDI_CLEAN_MAX_EVENTS, false, &size);
  assert_refused(file, size, "track 1: too many events in the file");
  free(file);
  file = big_file(MIDI_CLEAN_MAX_TRACKS, true, &size);
  assert_refused(file, size, "too many tracks");
  free(file);
  file = big_file(MIDI_CLEAN_MAX_SIZE / 8, true, &size);
  assert_refused(file, size, "larger than 16 MiB");
  free(file);
}

static void test_files_at_the_limits_are_read(void** state) {
  (void)state;
  size_t size;
  Score score;
  char reason[128];
  uint8_t* file = big_file(MIDI_CLEAN_MAX_EVENTS - 1, false, &size);
  assert_true(score_parse(file, size, &score, reason, sizeof reason));
  // All but the first have velocity 0.
  assert_int_equal(score.note_count, 1);
  score_free(&score);
  free(file);
  file = big_file(MIDI_CLEAN_MAX_TRACKS - 1, true, &size);
  assert_true(score_parse(file, size, &score, reason, sizeof reason));
  score_free(&score);
  free(file);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_file_inside_an_archive_is_refused),
      cmocka_unit_test(test_bad_headers_are_refused_with_their_reason),
      cmocka_unit_test(test_broken_events_are_refused_with_their_reason),
      cmocka_unit_test(test_ticks_stay_below_2_to_the_31),
      cmocka_unit_test(test_files_beyond_the_limits_are_refused),
      cmocka_unit_test(test_files_at_the_limits_are_read),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
