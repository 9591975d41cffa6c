// MIDI files as notes: pairing, order, programs, meters, tempos, the end, and what is refused.
#include "tests/unit/smf_bytes.h"
#include "trainer/score.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static Score parse(SmfBytes file) {
  Score score;
  char reason[128] = "";
  bool ok = score_parse(file.bytes, file.size, &score, reason, sizeof reason);
  if (!ok) {
    fail_msg("%s", reason);
  }
  return score;
}

static void assert_note(const Score* score, size_t index, int64_t onset, int64_t end, int pitch) {
  assert_true(index < score->note_count);
  assert_int_equal(score->notes[index].onset, onset);
  assert_int_equal(score->notes[index].end, end);
  assert_int_equal(score->notes[index].pitch, pitch);
}

static void test_a_note_has_what_the_file_says(void** state) {
  (void)state;
  Score score = parse(smf_of_track(BYTES(5, 0x9B, 60, 90, 96, 0x8B, 60, 64, END_OF_TRACK)));
  assert_int_equal(score.ticks_per_quarter, 96);
  assert_int_equal(score.note_count, 1);
  assert_note(&score, 0, 5, 101, 60);
  assert_int_equal(score.notes[0].channel, 11);
  assert_int_equal(score.notes[0].velocity, 90);
  assert_int_equal(score.notes[0].track, 0);
  assert_int_equal(score.notes[0].program, 0);
  assert_int_equal(score.meter_count, 0);
  assert_int_equal(score.tempo_count, 0);
  score_free(&score);
  assert_null(score.notes);
}

static void test_velocity_0_releases_and_lone_releases_are_ignored(void** state) {
  (void)state;
  Score score = parse(smf_of_track(BYTES(0, 0x80, 60, 0, 0, 0x90, 60, 90, 0, 0x91, 60, 0, 9, 0x90,
                                         60, 0, 9, 0x90, 60, 0, END_OF_TRACK)));
  assert_int_equal(score.note_count, 1);
  assert_note(&score, 0, 0, 9, 60);
  score_free(&score);
}

static void test_a_note_without_release_ends_with_its_own_track(void** state) {
  (void)state;
  SmfBytes file = smf_of_track(BYTES(0, 0x90, 60, 90, 48, 0xFF, 0x2F, 0));
  smf_put_track(&file, BYTES(96, 0xFF, 0x2F, 0));
  Score score = parse(file);
  assert_note(&score, 0, 0, 48, 60);
  assert_int_equal(score.end, 96);
  score_free(&score);
}

static void test_a_key_struck_again_closes_its_note(void** state) {
  (void)state;
  Score score =
      parse(smf_of_track(BYTES(0, 0x90, 60, 90, 10, 60, 90, 10, 60, 0, 10, 60, 0, END_OF_TRACK)));
  assert_int_equal(score.note_count, 2);
  assert_note(&score, 0, 0, 10, 60);
  assert_note(&score, 1, 10, 20, 60);
  score_free(&score);
}

static void test_a_release_behind_the_next_strike_ends_the_earlier_note(void** state) {
  (void)state;
  Score score =
      parse(smf_of_track(BYTES(0, 0x90, 60, 90, 10, 60, 90, 0, 60, 0, 10, 60, 0, END_OF_TRACK)));
  assert_int_equal(score.note_count, 2);
  assert_note(&score, 0, 0, 10, 60);
  assert_note(&score, 1, 10, 20, 60);
  score_free(&score);
}

static void test_two_voices_in_one_key_last_as_long_as_the_longer(void** state) {
  (void)state;
  Score score = parse(smf_of_track(BYTES(0, 0x90, 60, 90, 0, 60, 80, 10, 60, 0, 10, 60, 0, 20, 60,
                                         70, 10, 60, 0, END_OF_TRACK)));
  assert_int_equal(score.note_count, 3);
  assert_note(&score, 0, 0, 20, 60);
  assert_note(&score, 1, 0, 0, 60);
  assert_note(&score, 2, 40, 50, 60);
  score_free(&score);
}

static void test_a_doubled_note_with_one_release_does_not_hang(void** state) {
  (void)state;
  Score score =
      parse(smf_of_track(BYTES(0, 0x90, 60, 90, 0, 60, 80, 10, 60, 0, 90, 0xFF, 0x2F, 0)));
  assert_int_equal(score.note_count, 2);
  assert_note(&score, 0, 0, 10, 60);
  score_free(&score);
}

static void test_channels_and_tracks_have_keys_of_their_own(void** state) {
  (void)state;
  SmfBytes file = smf_of_track(
      BYTES(0, 0x90, 60, 90, 0, 0x91, 60, 90, 10, 0x81, 60, 0, 10, 0x80, 60, 0, END_OF_TRACK));
  smf_put_track(&file, BYTES(5, 0x90, 60, 90, 30, 0x80, 60, 0, END_OF_TRACK));
  Score score = parse(file);
  assert_int_equal(score.note_count, 3);
  assert_note(&score, 0, 0, 20, 60);
  assert_note(&score, 1, 0, 10, 60);
  assert_note(&score, 2, 5, 35, 60);
  score_free(&score);
}

static void test_notes_are_sorted_by_onset_then_track_then_file_order(void** state) {
  (void)state;
  SmfBytes file = smf_of_track(BYTES(0, 0x90, 72, 90, 0, 48, 90, 96, 50, 90, END_OF_TRACK));
  smf_put_track(&file, BYTES(0, 0x91, 60, 90, 0, 59, 90, 50, 58, 90, 46, 40, 90, END_OF_TRACK));
  Score score = parse(file);
  const struct {
    int64_t onset;
    int pitch;
    int track;
  } expected[] = {{0, 72, 0},  {0, 48, 0},  {0, 60, 1}, {0, 59, 1},
                  {50, 58, 1}, {96, 50, 0}, {96, 40, 1}};
  assert_int_equal(score.note_count, sizeof expected / sizeof *expected);
  for (size_t i = 0; i < score.note_count; ++i) {
    assert_int_equal(score.notes[i].onset, expected[i].onset);
    assert_int_equal(score.notes[i].pitch, expected[i].pitch);
    assert_int_equal(score.notes[i].track, expected[i].track);
  }
  score_free(&score);
}

static void test_a_program_holds_on_its_channel_whichever_track_set_it(void** state) {
  (void)state;
  SmfBytes file =
      smf_of_track(BYTES(0, 0x92, 60, 90, 48, 62, 90, 48, 64, 90, 0, 0x93, 65, 90, END_OF_TRACK));
  smf_put_track(&file, BYTES(0, 0xC2, 10, 50, 0xC2, 20, 46, 0xC2, 30, END_OF_TRACK));
  Score score = parse(file);
  const int expected[] = {10, 10, 30, 0};
  assert_int_equal(score.note_count, 4);
  for (size_t i = 0; i < 4; ++i) {
    assert_int_equal(score.notes[i].program, expected[i]);
  }
  score_free(&score);
}

static void test_meters_and_tempos_come_from_all_tracks_in_order(void** state) {
  (void)state;
  SmfBytes file = smf_of_track(BYTES(0, 0xFF, 0x58, 4, 3, 2, 24, 8, 96, 0xFF, 0x51, 3, 0x07, 0xA1,
                                     0x20, 0, 0x90, 60, 90, END_OF_TRACK));
  smf_put_track(&file, BYTES(48, 0xFF, 0x51, 3, 0x0F, 0x42, 0x40, 96, 0xFF, 0x58, 4, 255, 6, 24, 8,
                             END_OF_TRACK));
  Score score = parse(file);
  assert_int_equal(score.meter_count, 2);
  assert_int_equal(score.meters[0].tick, 0);
  assert_int_equal(score.meters[0].numerator, 3);
  assert_int_equal(score.meters[0].denominator, 4);
  assert_int_equal(score.meters[1].tick, 144);
  assert_int_equal(score.meters[1].numerator, 255);
  assert_int_equal(score.meters[1].denominator, 64);
  assert_int_equal(score.tempo_count, 2);
  assert_int_equal(score.tempos[0].tick, 48);
  assert_true(score.tempos[0].bpm == 60.0);
  assert_int_equal(score.tempos[1].tick, 96);
  assert_true(score.tempos[1].bpm == 120.0);
  score_free(&score);
}

static void test_the_end_is_the_last_end_of_track(void** state) {
  (void)state;
  SmfBytes file =
      smf_of_track(BYTES(0, 0x90, 60, 90, 96, 60, 0, 10, 0xB0, 64, 0, 0x83, 0x60, 0xFF, 0x2F, 0));
  smf_put_track(&file, BYTES(7, 0xFF, 0x2F, 0));
  Score score = parse(file);
  assert_int_equal(score.end, 96 + 10 + 480);
  score_free(&score);
}

static void test_times_of_31_bits_are_exact(void** state) {
  (void)state;
  SmfBytes file = smf_begin();
  smf_put_chunk_head(&file, "MTrk", 7 * 7 + 4 + 4 + 8);
  for (int i = 0; i < 7; ++i) {
    smf_put(&file, BYTES(0xFF, 0xFF, 0xFF, 0x7F, 0xB0, 7, 1));
  }
  smf_put(&file, BYTES(0, 0x90, 60, 90, 1, 60, 0));
  smf_put(&file, BYTES(0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0x2F, 0));
  file.bytes[21] = (uint8_t)(file.size - 22);
  Score score = parse(file);
  assert_note(&score, 0, 7 * INT64_C(0x0FFFFFFF), 7 * INT64_C(0x0FFFFFFF) + 1, 60);
  assert_int_equal(score.end, 8 * INT64_C(0x0FFFFFFF) + 1);
  score_free(&score);
}

static void assert_read_fails(const char* path, const char* why) {
  Score score;
  char reason[128] = "";
  assert_false(score_read(path, &score, reason, sizeof reason));
  assert_string_equal(reason, why);
  assert_null(score.notes);
  assert_int_equal(score.note_count, 0);
  assert_int_equal(score.end, 0);
}

static void test_a_file_without_a_note_is_refused(void** state) {
  (void)state;
  SmfBytes file = smf_of_track(BYTES(0, 0xC0, 5, 0, 0xFF, 0x58, 4, 3, 2, 24, 8, END_OF_TRACK));
  Score score;
  char reason[128] = "";
  assert_false(score_parse(file.bytes, file.size, &score, reason, sizeof reason));
  assert_string_equal(reason, "no notes");
  assert_null(score.meters);
}

static void test_a_reason_fits_where_there_is_little_room(void** state) {
  (void)state;
  Score score;
  char reason[4] = "???";
  assert_false(score_parse(NULL, 0, &score, reason, sizeof reason));
  assert_string_equal(reason, "an ");
  assert_false(score_parse(NULL, 0, &score, NULL, 0));
}

static void write_file(const char* path, const uint8_t* bytes, size_t size) {
  FILE* file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(bytes, 1, size, file), size);
  assert_int_equal(fclose(file), 0);
}

static int make_folder(void** state) {
  static char folder[] = "/tmp/tiento-score-XXXXXX";
  *state = mkdtemp(folder);
  return *state && chdir(*state) == 0 ? 0 : -1;
}

static int remove_folder(void** state) {
  return chdir("/") == 0 && rmdir(*state) == 0 ? 0 : -1;
}

static void test_a_file_is_read_from_disk(void** state) {
  (void)state;
  SmfBytes file = smf_of_track(BYTES(0, 0x90, 60, 90, 96, 60, 0, END_OF_TRACK));
  write_file("good.mid", file.bytes, file.size);
  Score score;
  char reason[128];
  assert_true(score_read("good.mid", &score, reason, sizeof reason));
  assert_int_equal(score.note_count, 1);
  assert_note(&score, 0, 0, 96, 60);
  score_free(&score);
  assert_int_equal(unlink("good.mid"), 0);
}

static void test_what_is_no_midi_file_on_disk_is_refused(void** state) {
  (void)state;
  assert_read_fails("missing.mid", "No such file or directory");
  assert_read_fails(".", "not a regular file");
  write_file("empty.mid", (const uint8_t*)"", 0);
  assert_read_fails("empty.mid", "an empty file");
  assert_int_equal(truncate("empty.mid", (16 << 20) + 1), 0);
  assert_read_fails("empty.mid", "larger than 16 MiB");
  assert_int_equal(unlink("empty.mid"), 0);
  assert_int_equal(mkfifo("pipe.mid", 0600), 0);
  assert_read_fails("pipe.mid", "not a regular file");
  assert_int_equal(unlink("pipe.mid"), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_note_has_what_the_file_says),
      cmocka_unit_test(test_velocity_0_releases_and_lone_releases_are_ignored),
      cmocka_unit_test(test_a_note_without_release_ends_with_its_own_track),
      cmocka_unit_test(test_a_key_struck_again_closes_its_note),
      cmocka_unit_test(test_a_release_behind_the_next_strike_ends_the_earlier_note),
      cmocka_unit_test(test_two_voices_in_one_key_last_as_long_as_the_longer),
      cmocka_unit_test(test_a_doubled_note_with_one_release_does_not_hang),
      cmocka_unit_test(test_channels_and_tracks_have_keys_of_their_own),
      cmocka_unit_test(test_notes_are_sorted_by_onset_then_track_then_file_order),
      cmocka_unit_test(test_a_program_holds_on_its_channel_whichever_track_set_it),
      cmocka_unit_test(test_meters_and_tempos_come_from_all_tracks_in_order),
      cmocka_unit_test(test_the_end_is_the_last_end_of_track),
      cmocka_unit_test(test_times_of_31_bits_are_exact),
      cmocka_unit_test(test_a_file_without_a_note_is_refused),
      cmocka_unit_test(test_a_reason_fits_where_there_is_little_room),
      cmocka_unit_test(test_a_file_is_read_from_disk),
      cmocka_unit_test(test_what_is_no_midi_file_on_disk_is_refused),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
