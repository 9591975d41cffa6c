// What the bounded pass hands on, drops and repairs.
#include "tests/unit/clean_smf.h"
#include "tests/unit/smf_bytes.h"

#include <stdlib.h>

// Asserts that `file` is rewritten into the track chunks `expected` behind a fresh header.
static void assert_cleaned(SmfBytes file, SmfBytes expected) {
  uint8_t* clean;
  size_t size;
  char reason[128] = "";
  assert_true(midi_clean(file.bytes, file.size, &clean, &size, reason, sizeof reason));
  check_clean(clean, size);
  assert_int_equal(size, expected.size);
  assert_memory_equal(clean, expected.bytes, size);
  free(clean);
}

// The same for the events of a single track.
static void assert_track(SmfBytes file, const uint8_t* events, size_t count) {
  assert_cleaned(file, smf_of_track(events, count));
}

static void test_clean_bytes_stay_as_they_are(void** state) {
  (void)state;
  SmfBytes file = smf_of_track(BYTES(0, 0xC3, 5, 0, 0x93, 60, 90, 96, 0x83, 60, 0, END_OF_TRACK));
  assert_cleaned(file, file);
}

static void test_running_status_is_written_out(void** state) {
  (void)state;
  assert_track(smf_of_track(BYTES(0, 0x90, 60, 90, 9, 60, 0, 9, 62, 90, END_OF_TRACK)),
               BYTES(0, 0x90, 60, 90, 9, 0x90, 60, 0, 9, 0x90, 62, 90, END_OF_TRACK));
}

static void test_running_status_outlives_a_meta(void** state) {
  (void)state;
  assert_track(smf_of_track(BYTES(0, 0x90, 60, 90, 0, 0xFF, 0x06, 1, 'A', 9, 60, 0, END_OF_TRACK)),
               BYTES(0, 0x90, 60, 90, 9, 0x90, 60, 0, END_OF_TRACK));
}

static void test_dropped_messages_leave_their_time(void** state) {
  (void)state;
  assert_track(smf_of_track(BYTES(1, 0xF0, 3, 1, 2, 0xF7, 1, 0xF7, 1, 0xF3, 1, 0xB0, 7, 200, 1,
                                  0xD0, 9, 1, 0xE0, 0, 64, 1, 0xFE, 1, 0xF2, 1, 2, 1, 0xFF, 0x03, 2,
                                  'h', 'i', 1, 0x90, 60, 90, 2, 0xFF, 0x7F, 0, 1, 0xFF, 0x2F, 0)),
               BYTES(9, 0x90, 60, 90, 3, 0xFF, 0x2F, 0));
}

static void test_a_long_text_is_dropped(void** state) {
  (void)state;
  SmfBytes file = smf_begin();
  smf_put_chunk_head(&file, "MTrk", 5 + 300 + 8);
  smf_put(&file, BYTES(0, 0xFF, 0x01, 0x82, 0x2C));
  static const uint8_t TEXT[300] = {'x'};
  smf_put(&file, TEXT, sizeof TEXT);
  smf_put(&file, BYTES(7, 0x90, 60, 90, END_OF_TRACK));
  assert_track(file, BYTES(7, 0x90, 60, 90, END_OF_TRACK));
}

static void test_tempos_and_meters_are_handed_on_as_private_metas(void** state) {
  (void)state;
  assert_track(smf_of_track(BYTES(0, 0xFF, 0x58, 4, 6, 3, 36, 8, 5, 0xFF, 0x51, 3, 7, 0xA1, 0x20,
                                  END_OF_TRACK)),
               BYTES(0, 0xFF, MIDI_CLEAN_META, 2, 6, 3, 5, 0xFF, MIDI_CLEAN_META, 3, 7, 0xA1, 0x20,
                     END_OF_TRACK));
}

static void test_tempos_and_meters_without_a_meaning_are_dropped(void** state) {
  (void)state;
  assert_track(smf_of_track(BYTES(0, 0xFF, 0x51, 3, 0, 0, 0, 0, 0xFF, 0x51, 2, 7, 0xA1, 0, 0xFF,
                                  0x58, 4, 0, 2, 24, 8, 0, 0xFF, 0x58, 4, 4, 7, 24, 8, 0, 0xFF,
                                  0x58, 4, 4, 255, 24, 8, 0, 0xFF, 0x58, 1, 4, END_OF_TRACK)),
               BYTES(END_OF_TRACK));
}

static void test_a_missing_end_of_track_is_added_at_the_last_event(void** state) {
  (void)state;
  assert_track(smf_of_track(BYTES(0, 0x90, 60, 90, 96, 0x80, 60, 0, 4, 0xB0, 64, 0)),
               BYTES(0, 0x90, 60, 90, 96, 0x80, 60, 0, 4, 0xFF, 0x2F, 0));
  assert_track(smf_of_track((const uint8_t*)"", 0), BYTES(END_OF_TRACK));
}

static void test_what_follows_the_end_of_track_is_dropped(void** state) {
  (void)state;
  assert_track(smf_of_track(BYTES(0, 0x90, 60, 90, END_OF_TRACK, 9, 0x90, 60, 0, END_OF_TRACK)),
               BYTES(0, 0x90, 60, 90, END_OF_TRACK));
}

static void test_time_too_long_for_one_delta_is_filled(void** state) {
  (void)state;
  assert_track(
      smf_of_track(BYTES(0xFF, 0xFF, 0xFF, 0x7F, 0xB0, 7, 1, 3, 0x90, 60, 90, END_OF_TRACK)),
      BYTES(0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0x01, 0, 3, 0x90, 60, 90, END_OF_TRACK));
}

static void test_alien_chunks_and_trailing_text_are_dropped(void** state) {
  (void)state;
  SmfBytes file = smf_begin();
  smf_put_chunk_head(&file, "XFIH", 3);
  smf_put(&file, BYTES(1, 2, 3));
  smf_put_track(&file, BYTES(0, 0x90, 60, 90, END_OF_TRACK));
  smf_put_chunk_head(&file, "junk", 0x7FFFFFFF);
  assert_track(file, BYTES(0, 0x90, 60, 90, END_OF_TRACK));
}

static void test_every_track_is_kept_whatever_the_header_says(void** state) {
  (void)state;
  SmfBytes file = smf_begin();
  smf_put_track(&file, BYTES(END_OF_TRACK));
  smf_put_track(&file, BYTES(0, 0x90, 60, 90, END_OF_TRACK));
  SmfBytes expected = file;
  expected.bytes[11] = 2;
  assert_cleaned(file, expected);
}

static void test_a_lying_track_length_ends_at_the_end_of_track(void** state) {
  (void)state;
  SmfBytes file = smf_begin();
  smf_put_chunk_head(&file, "MTrk", 0x7FFFFFFF);
  smf_put(&file, BYTES(0, 0x90, 60, 90, END_OF_TRACK));
  smf_put_track(&file, BYTES(0, 0x90, 62, 90, END_OF_TRACK));
  SmfBytes expected = smf_of_track(BYTES(0, 0x90, 60, 90, END_OF_TRACK));
  smf_put_track(&expected, BYTES(0, 0x90, 62, 90, END_OF_TRACK));
  expected.bytes[11] = 2;
  assert_cleaned(file, expected);
}

static void test_a_cut_off_track_keeps_its_whole_events(void** state) {
  (void)state;
  SmfBytes file = smf_of_track(BYTES(0, 0x90, 60, 90, 9, 0x90, 62, 90, END_OF_TRACK));
  file.size -= 5; // in the midst of the second note-on
  assert_track(file, BYTES(0, 0x90, 60, 90, END_OF_TRACK));
}

static void test_what_a_broken_event_leaves_over_is_no_track(void** state) {
  (void)state;
  SmfBytes file = smf_of_track(BYTES(0, 0x90, 60, 90, 9, 0xFF, 0x01, 100));
  smf_put_track(&file, BYTES(0, 0x90, 62, 90, END_OF_TRACK));
  file.bytes[21] = 100; // so long that the text, too long itself, is cut off by the file's end
  assert_track(file, BYTES(0, 0x90, 60, 90, END_OF_TRACK));
}

static void test_a_longer_header_is_read(void** state) {
  (void)state;
  SmfBytes file = {.size = 0};
  smf_put_chunk_head(&file, "MThd", 8);
  smf_put(&file, BYTES(0, 0, 0, 1, 0, 96, 1, 2));
  smf_put_track(&file, BYTES(END_OF_TRACK));
  assert_track(file, BYTES(END_OF_TRACK));
}

static void test_riff_containers_are_unwrapped(void** state) {
  (void)state;
  SmfBytes inside = smf_of_track(BYTES(0, 0x90, 60, 90, END_OF_TRACK));
  for (unsigned lie = 0; lie < 2; ++lie) {
    SmfBytes file = {.size = 0};
    smf_put(&file, BYTES('R', 'I', 'F', 'F', 1, 2, 3, 4, 'R', 'M', 'I', 'D'));
    smf_put(&file, BYTES('L', 'I', 'S', 'T', 3, 0, 0, 0, 'a', 'b', 'c', 0));
    uint8_t length = lie ? 255 : (uint8_t)inside.size;
    smf_put(&file, BYTES('d', 'a', 't', 'a', length, 0, 0, 0));
    smf_put(&file, inside.bytes, inside.size);
    assert_cleaned(file, inside);
  }
}

static void test_a_macbinary_prefix_is_skipped(void** state) {
  (void)state;
  SmfBytes inside = smf_of_track(BYTES(0, 0x90, 60, 90, END_OF_TRACK));
  static const uint8_t PREFIX[128] = {0, 4, 's', 'o', 'n', 'g'};
  SmfBytes file = {.size = 0};
  smf_put(&file, PREFIX, sizeof PREFIX);
  smf_put(&file, inside.bytes, inside.size);
  assert_cleaned(file, inside);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_clean_bytes_stay_as_they_are),
      cmocka_unit_test(test_running_status_is_written_out),
      cmocka_unit_test(test_running_status_outlives_a_meta),
      cmocka_unit_test(test_dropped_messages_leave_their_time),
      cmocka_unit_test(test_a_long_text_is_dropped),
      cmocka_unit_test(test_tempos_and_meters_are_handed_on_as_private_metas),
      cmocka_unit_test(test_tempos_and_meters_without_a_meaning_are_dropped),
      cmocka_unit_test(test_a_missing_end_of_track_is_added_at_the_last_event),
      cmocka_unit_test(test_what_follows_the_end_of_track_is_dropped),
      cmocka_unit_test(test_time_too_long_for_one_delta_is_filled),
      cmocka_unit_test(test_alien_chunks_and_trailing_text_are_dropped),
      cmocka_unit_test(test_every_track_is_kept_whatever_the_header_says),
      cmocka_unit_test(test_a_lying_track_length_ends_at_the_end_of_track),
      cmocka_unit_test(test_a_cut_off_track_keeps_its_whole_events),
      cmocka_unit_test(test_what_a_broken_event_leaves_over_is_no_track),
      cmocka_unit_test(test_a_longer_header_is_read),
      cmocka_unit_test(test_riff_containers_are_unwrapped),
      cmocka_unit_test(test_a_macbinary_prefix_is_skipped),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
