// What midi_file writes, read back by a reader that is not ours.
#include "plugin/midi_file.h"

#include <dirent.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>
#include <smf.h>

typedef struct {
  char folder[64];
  char path[96];
  char reason[160];
  smf_t* smf; // of the last read_back()
} Fixture;

static int setup(void** state) {
  Fixture* f = calloc(1, sizeof *f);
  strcpy(f->folder, "/tmp/test_midi_file.XXXXXX");
  assert_non_null(mkdtemp(f->folder));
  (void)snprintf(f->path, sizeof f->path, "%s/tune.mid", f->folder);
  *state = f;
  return 0;
}

static int teardown(void** state) {
  Fixture* f = *state;
  if (f->smf) {
    smf_delete(f->smf);
  }
  (void)unlink(f->path);
  assert_int_equal(rmdir(f->folder), 0); // fails where something was left beside the file
  free(f);
  return 0;
}

static void read_back(Fixture* f, const MidiFile* file) {
  if (!midi_file_write(file, f->path, f->reason, sizeof f->reason)) {
    fail_msg("%s", f->reason);
  }
  f->smf = smf_load(f->path);
  assert_non_null(f->smf);
}

// Event `index` of track `track`, both from 1; checks its tick and its bytes.
static void assert_event(const Fixture* f, int track, int index, int tick, int size,
                         const unsigned char* bytes) {
  smf_track_t* smf_track = smf_get_track_by_number(f->smf, track);
  assert_non_null(smf_track);
  assert_in_range(index, 1, smf_track->number_of_events);
  const smf_event_t* event = smf_track_get_event_by_number(smf_track, index);
  assert_non_null(event);
  assert_int_equal(event->time_pulses, tick);
  assert_int_equal(event->midi_buffer_length, size);
  assert_memory_equal(event->midi_buffer, bytes, (size_t)size);
}

#define ASSERT_EVENT(f, track, index, tick, ...)                                                   \
  assert_event(f, track, index, tick, (int)sizeof((unsigned char[]){__VA_ARGS__}),                 \
               (unsigned char[]){__VA_ARGS__})

static int event_count(const Fixture* f, int track) {
  const smf_track_t* smf_track = smf_get_track_by_number(f->smf, track);
  assert_non_null(smf_track);
  return smf_track->number_of_events;
}

static void writes_one_track_for_each_part_with_its_name(void** state) {
  Fixture* f = *state;
  const MidiFileNote notes[] = {{96, 48, 3, 5, 64, 90}, {0, 24, 0, 0, 60, 100}};
  const char* names[16] = {[0] = "Soprano", [3] = "Bass", [7] = "Nobody"};
  const MidiFile file = {.ticks_per_quarter = 24,
                         .title = "Été",
                         .notes = notes,
                         .note_count = 2,
                         .track_names = names,
                         .end = 192};
  read_back(f, &file);
  assert_int_equal(f->smf->format, 1);
  assert_int_equal(f->smf->ppqn, 24);
  assert_int_equal(f->smf->number_of_tracks, 3);
  ASSERT_EVENT(f, 1, 1, 0, 0xFF, 0x03, 5, 0xC3, 0x89, 't', 0xC3, 0xA9);
  ASSERT_EVENT(f, 2, 1, 0, 0xFF, 0x03, 7, 'S', 'o', 'p', 'r', 'a', 'n', 'o');
  ASSERT_EVENT(f, 2, 2, 0, 0x90, 60, 100);
  ASSERT_EVENT(f, 2, 3, 24, 0x80, 60, 64);
  ASSERT_EVENT(f, 3, 1, 0, 0xFF, 0x03, 4, 'B', 'a', 's', 's');
  ASSERT_EVENT(f, 3, 2, 96, 0x95, 64, 90);
  ASSERT_EVENT(f, 3, 3, 144, 0x85, 64, 64);
  for (int track = 1; track <= 3; track++) {
    ASSERT_EVENT(f, track, event_count(f, track), 192, 0xFF, 0x2F, 0);
  }
}

static void writes_tempos_and_meters_where_they_change(void** state) {
  Fixture* f = *state;
  const MidiFileTempo tempos[] = {{0, 120.0}, {288, 91.0}};
  const MidiFileMeter meters[] = {{0, 3, 4}, {288, 6, 8}, {432, 7, 16}};
  const MidiFile file = {.ticks_per_quarter = 96,
                         .tempos = tempos,
                         .tempo_count = 2,
                         .meters = meters,
                         .meter_count = 3,
                         .end = 600};
  read_back(f, &file);
  ASSERT_EVENT(f, 1, 1, 0, 0xFF, 0x58, 4, 3, 2, 24, 8);
  ASSERT_EVENT(f, 1, 2, 0, 0xFF, 0x51, 3, 0x07, 0xA1, 0x20); // 500000 microseconds
  ASSERT_EVENT(f, 1, 3, 288, 0xFF, 0x58, 4, 6, 3, 36, 8);
  ASSERT_EVENT(f, 1, 4, 288, 0xFF, 0x51, 3, 0x0A, 0x0F, 0x8D); // 659340.66
  ASSERT_EVENT(f, 1, 5, 432, 0xFF, 0x58, 4, 7, 4, 6, 8);
  const smf_tempo_t* tempo = smf_get_tempo_by_pulses(f->smf, 500);
  assert_non_null(tempo);
  assert_int_equal(tempo->microseconds_per_quarter_note, 659341);
  assert_int_equal(tempo->numerator, 7);
  assert_int_equal(tempo->denominator, 16);
}

static void a_note_is_cut_where_its_key_is_struck_again(void** state) {
  Fixture* f = *state;
  const MidiFileNote notes[] = {{0, 100, 0, 2, 60, 80}, {40, 20, 0, 2, 60, 70}};
  const MidiFile file = {.ticks_per_quarter = 24, .notes = notes, .note_count = 2, .end = 0};
  read_back(f, &file);
  ASSERT_EVENT(f, 2, 1, 0, 0x92, 60, 80);
  ASSERT_EVENT(f, 2, 2, 40, 0x82, 60, 64);
  ASSERT_EVENT(f, 2, 3, 40, 0x92, 60, 70);
  ASSERT_EVENT(f, 2, 4, 60, 0x82, 60, 64);
  assert_int_equal(event_count(f, 2), 5);
}

static void the_same_pitch_on_another_channel_is_left_alone(void** state) {
  Fixture* f = *state;
  const MidiFileNote notes[] = {{0, 100, 0, 0, 60, 80}, {40, 20, 1, 1, 60, 70}};
  const MidiFile file = {.ticks_per_quarter = 24, .notes = notes, .note_count = 2, .end = 0};
  read_back(f, &file);
  ASSERT_EVENT(f, 2, 2, 100, 0x80, 60, 64);
}

static void of_two_notes_struck_together_on_one_key_the_longer_stays(void** state) {
  Fixture* f = *state;
  const MidiFileNote notes[] = {{0, 96, 0, 0, 60, 50}, {0, 24, 1, 0, 60, 99}};
  const MidiFile file = {.ticks_per_quarter = 24, .notes = notes, .note_count = 2, .end = 0};
  read_back(f, &file);
  assert_int_equal(f->smf->number_of_tracks, 2);
  ASSERT_EVENT(f, 2, 1, 0, 0x90, 60, 50);
  ASSERT_EVENT(f, 2, 2, 96, 0x80, 60, 64);
}

static void a_key_is_released_before_any_is_struck_at_the_same_tick(void** state) {
  Fixture* f = *state;
  const MidiFileNote notes[] = {
      {24, 24, 0, 0, 60, 80}, {24, 24, 0, 0, 72, 80}, {0, 24, 0, 0, 72, 80}, {0, 24, 0, 0, 60, 80}};
  const MidiFile file = {.ticks_per_quarter = 24, .notes = notes, .note_count = 4, .end = 0};
  read_back(f, &file);
  for (int i = 3; i <= 4; i++) {
    const smf_event_t* event = smf_track_get_event_by_number(smf_get_track_by_number(f->smf, 2), i);
    assert_int_equal(event->time_pulses, 24);
    assert_int_equal(event->midi_buffer[0], 0x80);
  }
}

static void the_end_is_never_before_the_last_note_or_tempo(void** state) {
  Fixture* f = *state;
  const MidiFileNote note = {70000, 20000, 0, 0, 60, 80};
  const MidiFileTempo tempo = {95000, 100.0};
  const MidiFile file = {.ticks_per_quarter = 480,
                         .notes = &note,
                         .note_count = 1,
                         .tempos = &tempo,
                         .tempo_count = 1,
                         .end = 10};
  read_back(f, &file);
  ASSERT_EVENT(f, 1, 2, 95000, 0xFF, 0x2F, 0);
  ASSERT_EVENT(f, 2, 3, 95000, 0xFF, 0x2F, 0);
}

static void a_song_without_notes_is_a_file_of_its_length(void** state) {
  Fixture* f = *state;
  const MidiFile file = {.ticks_per_quarter = 24, .end = 0x0FFFFFFF};
  read_back(f, &file);
  assert_int_equal(f->smf->number_of_tracks, 1);
  ASSERT_EVENT(f, 1, 1, 0x0FFFFFFF, 0xFF, 0x2F, 0);
}

static void a_long_title_is_cut_between_characters(void** state) {
  Fixture* f = *state;
  char title[201];
  for (size_t i = 0; i < 200; i += 2) {
    memcpy(title + i, "é", 2);
  }
  title[200] = '\0';
  const MidiFile file = {.ticks_per_quarter = 24, .title = title, .end = 24};
  read_back(f, &file);
  const smf_event_t* event = smf_track_get_event_by_number(smf_get_track_by_number(f->smf, 1), 1);
  assert_int_equal(event->midi_buffer_length, 3 + 126);
  assert_memory_equal(event->midi_buffer + 3, title, 126);
}

// Ten thousand notes of random lengths on few keys: what is read back never has a key struck
// while it is down, a release of a key that is up, or a key left down.
static void every_key_struck_is_released_once(void** state) {
  Fixture* f = *state;
  enum { COUNT = 10000 };
  MidiFileNote* notes = calloc(COUNT, sizeof *notes);
  uint32_t random = 1;
  for (int i = 0; i < COUNT; i++) {
    random = random * 1664525U + 1013904223U;
    notes[i] = (MidiFileNote){.onset = (int32_t)(random >> 12) % 50000,
                              .duration = 1 + (int32_t)(random >> 5) % 300,
                              .track = (uint8_t)(random >> 20 & 3),
                              .channel = (uint8_t)(random >> 20 & 3),
                              .pitch = (uint8_t)(60 + (random >> 24) % 12),
                              .velocity = 64};
  }
  const MidiFile file = {.ticks_per_quarter = 24, .notes = notes, .note_count = COUNT, .end = 0};
  read_back(f, &file);
  bool down[16][128] = {{false}};
  int struck = 0;
  int sounding = 0;
  for (smf_event_t* event; (event = smf_get_next_event(f->smf)) != NULL;) {
    if (smf_event_is_metadata(event)) {
      continue;
    }
    bool* key = &down[event->midi_buffer[0] & 15][event->midi_buffer[1]];
    const bool on = (event->midi_buffer[0] & 0xF0) == 0x90;
    assert_int_not_equal(*key, on);
    *key = on;
    struck += on;
    sounding += on ? 1 : -1;
  }
  assert_int_equal(sounding, 0);
  assert_in_range(struck, 8000, COUNT);
  free(notes);
}

static void assert_refused(Fixture* f, const MidiFile* file, const char* why) {
  strcpy(f->reason, "");
  assert_false(midi_file_write(file, f->path, f->reason, sizeof f->reason));
  assert_non_null(strstr(f->reason, why));
  assert_int_not_equal(access(f->path, F_OK), 0);
}

static void notes_that_no_file_can_hold_are_refused(void** state) {
  Fixture* f = *state;
  const MidiFileNote bad[] = {
      {-1, 1, 0, 0, 60, 64},         {0, 0, 0, 0, 60, 64},
      {0, 1, 16, 0, 60, 64},         {0, 1, 0, 16, 60, 64},
      {0, 1, 0, 0, 128, 64},         {0, 1, 0, 0, 60, 0},
      {0, 1, 0, 0, 60, 128},         {INT32_MAX, INT32_MAX, 0, 0, 60, 64},
      {0x0FFFFFFF, 1, 0, 0, 60, 64},
  };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    const MidiFileNote notes[] = {{0, 1, 0, 0, 60, 64}, bad[i]};
    const MidiFile file = {.ticks_per_quarter = 24, .notes = notes, .note_count = 2};
    assert_refused(f, &file, "note 1:");
  }
}

static void tempos_and_meters_that_no_file_can_hold_are_refused(void** state) {
  Fixture* f = *state;
  const MidiFileTempo tempos[] = {{-1, 100.0},      {0, 0.0}, {0, -5.0},
                                  {0, (double)NAN}, {0, 3.0}, {0, (double)INFINITY}};
  for (size_t i = 0; i < sizeof tempos / sizeof *tempos; i++) {
    const MidiFile file = {.ticks_per_quarter = 24, .tempos = &tempos[i], .tempo_count = 1};
    assert_refused(f, &file, "tempo 0:");
  }
  const MidiFileMeter meters[] = {{-1, 4, 4}, {0, 0, 4}, {0, 256, 4}, {0, 4, 3}, {0, 4, 256}};
  for (size_t i = 0; i < sizeof meters / sizeof *meters; i++) {
    const MidiFile file = {.ticks_per_quarter = 24, .meters = &meters[i], .meter_count = 1};
    assert_refused(f, &file, "meter 0:");
  }
  const MidiFileTempo unsorted[] = {{10, 100.0}, {9, 100.0}};
  assert_refused(f, &(MidiFile){.ticks_per_quarter = 24, .tempos = unsorted, .tempo_count = 2},
                 "tempo 1:");
  assert_refused(f, &(MidiFile){.ticks_per_quarter = 0}, "resolution");
  assert_refused(f, &(MidiFile){.ticks_per_quarter = 32768}, "resolution");
  assert_refused(f, &(MidiFile){.ticks_per_quarter = 24, .end = -1}, "end");
}

static void a_write_that_fails_leaves_the_old_file_and_says_why(void** state) {
  Fixture* f = *state;
  const MidiFileNote note = {0, 24, 0, 0, 60, 64};
  const MidiFile file = {.ticks_per_quarter = 24, .notes = &note, .note_count = 1};
  read_back(f, &file);
  struct rlimit before;
  assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
  void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &(struct rlimit){20, before.rlim_max}), 0);
  const MidiFile silent = {.ticks_per_quarter = 96, .end = 5};
  const bool ok = midi_file_write(&silent, f->path, f->reason, sizeof f->reason);
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
  (void)signal(SIGXFSZ, handler);
  assert_false(ok);
  assert_string_equal(f->reason, "cannot write: File too large");
  smf_delete(f->smf);
  f->smf = smf_load(f->path);
  assert_non_null(f->smf);
  assert_int_equal(f->smf->ppqn, 24);
}

static void a_folder_that_is_missing_is_named_as_the_reason(void** state) {
  Fixture* f = *state;
  const MidiFile file = {.ticks_per_quarter = 24};
  char path[128];
  (void)snprintf(path, sizeof path, "%s/none/tune.mid", f->folder);
  assert_false(midi_file_write(&file, path, f->reason, sizeof f->reason));
  assert_non_null(strstr(f->reason, "No such file or directory"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(writes_one_track_for_each_part_with_its_name),
      TEST(writes_tempos_and_meters_where_they_change),
      TEST(a_note_is_cut_where_its_key_is_struck_again),
      TEST(the_same_pitch_on_another_channel_is_left_alone),
      TEST(of_two_notes_struck_together_on_one_key_the_longer_stays),
      TEST(a_key_is_released_before_any_is_struck_at_the_same_tick),
      TEST(the_end_is_never_before_the_last_note_or_tempo),
      TEST(a_song_without_notes_is_a_file_of_its_length),
      TEST(a_long_title_is_cut_between_characters),
      TEST(every_key_struck_is_released_once),
      TEST(notes_that_no_file_can_hold_are_refused),
      TEST(tempos_and_meters_that_no_file_can_hold_are_refused),
      TEST(a_write_that_fails_leaves_the_old_file_and_says_why),
      TEST(a_folder_that_is_missing_is_named_as_the_reason),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
