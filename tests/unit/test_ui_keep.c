// Bars of the roll as MIDI files: read back by a reader that is not ours.
#include "plugin/uris.h"
#include "tests/unit/ui_hand.h"
#include "ui/keep.h"
#include "ui/take_file.h"

#include <dirent.h>
#include <smf.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BAR = 4 * UI_FINE_A_QUARTER, TICKS_A_BAR = 4 * 480 };

typedef struct {
  UiModel model;
  char folder[64];
  char path[128];
} Fixture;

static int set_up(void** state) {
  Fixture* f = calloc(1, sizeof *f);
  assert_non_null(f);
  ui_init(&f->model);
  snprintf(f->folder, sizeof f->folder, "/tmp/tiento-keep-XXXXXX");
  assert_non_null(mkdtemp(f->folder));
  snprintf(f->path, sizeof f->path, "%s/a.mid", f->folder);
  setenv("HOME", f->folder, 1);
  setenv("XDG_RUNTIME_DIR", f->folder, 1);
  *state = f;
  return 0;
}

static int tear_down(void** state) {
  Fixture* f = *state;
  remove(f->path);
  assert_int_equal(rmdir(f->folder), 0); // nothing else was left
  ui_free(&f->model);
  free(f);
  return 0;
}

static void take_note(UiRoll* roll, int32_t from, int32_t to, int part, int pitch) {
  const int64_t next = roll->next_number < 0 ? 0 : roll->next_number;
  const int32_t ints[2 * TN_NOTE_INTS] = {from, 100, part, pitch, 2, to, 0, part, pitch, 2};
  ui_roll_take_notes(roll, next, ints, 2 * TN_NOTE_INTS, 0);
}

// A note on each bar line, and the player's own.
static void play_bars(UiRoll* roll, int bars) {
  const int32_t playhead[TN_PLAYHEAD_INTS] = {bars * BAR, 90000, 4, 4};
  for (int32_t bar = 0; bar < bars; bar++) {
    take_note(roll, bar * BAR, bar * BAR + 960, bar % 2, 40 + bar);
    take_note(roll, bar * BAR + 960, bar * BAR + 1200, UI_PLAYER_PART, 100);
  }
  ui_roll_take_playhead(roll, playhead, TN_PLAYHEAD_INTS, 1);
}

// Pitches and ticks of all note-ons of the file; returns how many.
static int read_ons(const char* path, int pitches[128], int ticks[128]) {
  smf_t* smf = smf_load(path);
  int count = 0;
  assert_non_null(smf);
  for (smf_event_t* event = smf_get_next_event(smf); event; event = smf_get_next_event(smf)) {
    const unsigned char* bytes = event->midi_buffer;
    if ((bytes[0] & 0xf0) == 0x90 && bytes[2] > 0) {
      assert_int_equal(bytes[0] & 0x0f, 2);
      pitches[count] = bytes[1];
      ticks[count++] = event->time_pulses;
    }
  }
  smf_delete(smf);
  return count;
}

static void test_the_last_bars_are_written(void** state) {
  Fixture* f = *state;
  int pitches[128];
  int ticks[128];
  char reason[128];
  play_bars(&f->model.roll, 20);
  const TakeBars bars = take_last_bars(&f->model.roll, 8);
  assert_int_equal(bars.first, 12);
  assert_int_equal(bars.end, 20);
  assert_true(take_write(&f->model.roll, bars, "x", NULL, f->path, reason, sizeof reason));
  assert_int_equal(read_ons(f->path, pitches, ticks), 8);
  for (int i = 0; i < 8; i++) {
    assert_int_equal(pitches[i], 52 + i);
    assert_int_equal(ticks[i], i * TICKS_A_BAR);
  }
}

static void test_more_bars_than_were_played_are_all(void** state) {
  Fixture* f = *state;
  play_bars(&f->model.roll, 3);
  const TakeBars bars = take_last_bars(&f->model.roll, 64);
  assert_int_equal(bars.first, 0);
  assert_int_equal(bars.end, 3);
  assert_int_equal(take_count(&f->model.roll, bars), 3);
}

static void test_locked_bars_follow_each_other(void** state) {
  Fixture* f = *state;
  int pitches[128];
  int ticks[128];
  char reason[128];
  const int32_t locks[] = {3, 0, 2, 5, 9};
  play_bars(&f->model.roll, 12);
  ui_roll_take_locks(&f->model.roll, locks, 5);
  const TakeBars bars = take_locked_bars(&f->model.roll);
  assert_true(take_write(&f->model.roll, bars, "x", NULL, f->path, reason, sizeof reason));
  assert_int_equal(read_ons(f->path, pitches, ticks), 3);
  assert_int_equal(pitches[1], 45);
  assert_int_equal(ticks[1], TICKS_A_BAR);
  assert_int_equal(ticks[2], 2 * TICKS_A_BAR);
}

static void test_locked_bars_that_were_not_played_are_written_too(void** state) {
  Fixture* f = *state;
  int pitches[128];
  int ticks[128];
  char reason[128];
  const int32_t locks[] = {2, 0, 1, 30};
  const int32_t kept[] = {2, 0, BAR, 960, 1, 41, 80, 30 * BAR + 960, 960, 1, 77, 80};
  play_bars(&f->model.roll, 3);
  ui_roll_take_locks(&f->model.roll, locks, 4);
  ui_roll_take_kept(&f->model.roll, kept, sizeof kept / sizeof *kept);
  const TakeBars bars = take_locked_bars(&f->model.roll);
  assert_int_equal(take_count(&f->model.roll, bars), 2); // bar 1 once
  f->model.roll.notes[2].channel = 2;
  f->model.roll.kept[1].channel = 2;
  assert_true(take_write(&f->model.roll, bars, "x", NULL, f->path, reason, sizeof reason));
  assert_int_equal(read_ons(f->path, pitches, ticks), 2);
  assert_int_equal(pitches[1], 77);
  assert_int_equal(ticks[1], TICKS_A_BAR + 240);
}

static void test_nothing_played_is_nothing_written(void** state) {
  Fixture* f = *state;
  char reason[128] = "";
  const TakeBars bars = take_last_bars(&f->model.roll, 8);
  assert_false(take_write(&f->model.roll, bars, "x", NULL, f->path, reason, sizeof reason));
  assert_true(reason[0]);
  assert_int_equal(access(f->path, F_OK), -1);
}

static void test_tempo_and_meter_are_the_songs(void** state) {
  Fixture* f = *state;
  char reason[128];
  play_bars(&f->model.roll, 2);
  const TakeBars bars = take_last_bars(&f->model.roll, 2);
  assert_true(take_write(&f->model.roll, bars, "x", NULL, f->path, reason, sizeof reason));
  smf_t* smf = smf_load(f->path);
  const smf_tempo_t* tempo = smf_get_tempo_by_number(smf, 0);
  assert_in_range(tempo->microseconds_per_quarter_note, 60000000 / 90, 60000000 / 90 + 1);
  assert_int_equal(tempo->numerator, 4);
  smf_delete(smf);
}

// ---- the save sheet ----

static void test_saving_says_what_and_where(void** state) {
  Fixture* f = *state;
  Keep keep = {.folder = ""};
  play_bars(&f->model.roll, 20);
  f->model.save_choice = 1;
  ui_set_path(&f->model, "~/a");
  assert_true(keep_save(&keep, &f->model));
  assert_non_null(strstr(f->model.message, "8 bars"));
  assert_non_null(strstr(f->model.message, f->path));
  assert_int_equal(access(f->path, F_OK), 0);
}

static void test_a_file_that_is_there_is_replaced_only_when_asked_twice(void** state) {
  Fixture* f = *state;
  Keep keep = {.folder = ""};
  struct stat status;
  FILE* file = fopen(f->path, "w");
  assert_non_null(file);
  fclose(file);
  play_bars(&f->model.roll, 20);
  ui_set_path(&f->model, f->path);
  assert_false(keep_save(&keep, &f->model));
  assert_true(f->model.complains);
  assert_int_equal(stat(f->path, &status), 0);
  assert_int_equal(status.st_size, 0);
  assert_true(keep_save(&keep, &f->model));
  assert_int_equal(stat(f->path, &status), 0);
  assert_true(status.st_size > 0);
}

static void test_what_cannot_be_written_is_said(void** state) {
  Fixture* f = *state;
  Keep keep = {.folder = ""};
  play_bars(&f->model.roll, 20);
  ui_set_path(&f->model, "/nowhere/at/all.mid");
  assert_false(keep_save(&keep, &f->model));
  assert_true(f->model.complains);
  ui_set_path(&f->model, "all.mid");
  assert_false(keep_save(&keep, &f->model));
}

static void test_a_path_is_proposed_where_nothing_is(void** state) {
  Fixture* f = *state;
  char path[UI_ENTRY_SIZE];
  ui_set_style(&f->model, "Jigs/Reels", false);
  keep_propose(&f->model, path);
  assert_string_equal(path + strlen(f->folder), "/Jigs-Reels 1.mid");
}

static void test_a_drag_has_a_file_that_goes_with_the_window(void** state) {
  Fixture* f = *state;
  Keep keep = {.folder = ""};
  char uri[3 * KEEP_PATH];
  assert_false(keep_for_drag(&keep, &f->model, uri, sizeof uri)); // nothing was played
  play_bars(&f->model.roll, 20);
  ui_set_style(&f->model, "\xC3\x89tude 50%", false);
  assert_true(keep_for_drag(&keep, &f->model, uri, sizeof uri));
  assert_int_equal(strncmp(uri, "file:///tmp/", 12), 0);
  assert_non_null(strstr(uri, "%C3%89tude%2050%25%2C%20bars%2013%20to%2020.mid"));
  assert_int_equal(access(keep.dragged, F_OK), 0);
  keep_tidy(&keep); // tear_down() finds the folder empty
}

#define KEEP_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
  const struct CMUnitTest tests[] = {
      KEEP_TEST(test_the_last_bars_are_written),
      KEEP_TEST(test_more_bars_than_were_played_are_all),
      KEEP_TEST(test_locked_bars_follow_each_other),
      KEEP_TEST(test_locked_bars_that_were_not_played_are_written_too),
      KEEP_TEST(test_nothing_played_is_nothing_written),
      KEEP_TEST(test_tempo_and_meter_are_the_songs),
      KEEP_TEST(test_saving_says_what_and_where),
      KEEP_TEST(test_a_file_that_is_there_is_replaced_only_when_asked_twice),
      KEEP_TEST(test_what_cannot_be_written_is_said),
      KEEP_TEST(test_a_path_is_proposed_where_nothing_is),
      KEEP_TEST(test_a_drag_has_a_file_that_goes_with_the_window),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
