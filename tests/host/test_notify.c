// What a window is told on notify, by the plugin as it plays. The form of all messages is checked
// by host_capture_patch.c, when each is told by tests/unit/test_notifier.c.
#include "tests/host/opened_host.h"
#include "tests/host/paths.h"

#include <stdio.h>
#include <string.h>

enum { QUARTER = 1920 }; // in the places that are told

static void test_a_playhead_is_told_as_it_moves(void** state) {
  (void)state;
  Host* host = opened(HOST_EVERY_BLOCK_ROUNDED);
  host_set_tempo(host, 120);
  host_set_meter(host, 6, 8);
  host_patch_get_notes(host, 0);
  host_run(host, BLOCK);
  const HostNotify* notify = host_notify(host);
  assert_int_equal(notify->playhead[TN_PLAYHEAD_TEMPO], 0);
  assert_int_equal(notify->playhead[TN_PLAYHEAD_BEATS], 6);
  assert_int_equal(notify->playhead[TN_PLAYHEAD_BEAT_NOTE], 8);
  host_play(host);
  host_run(host, BLOCK);
  const unsigned before = notify->playhead_count;
  host_run_to(host, 5, 0, BLOCK);
  const int32_t late = 5 * 3 * QUARTER - notify->playhead[TN_PLAYHEAD_PLACE];
  assert_in_range(late, 0, QUARTER / 8);
  assert_int_equal(notify->playhead[TN_PLAYHEAD_TEMPO], 60000); // eighths at 120
  assert_in_range(notify->playhead_count - before, 15 * 15, 15 * 21);
  stop_and_close(host);
}

static void test_a_playhead_is_told_where_it_stops(void** state) {
  (void)state;
  Host* host = opened(HOST_ON_CHANGE);
  host_patch_get_notes(host, 0);
  host_play(host);
  host_run_to(host, 2, 0, BLOCK);
  host_stop(host);
  host_run(host, BLOCK);
  const HostNotify* notify = host_notify(host);
  assert_in_range(notify->playhead[TN_PLAYHEAD_PLACE], 8 * QUARTER - 1, 8 * QUARTER);
  assert_int_equal(notify->playhead[TN_PLAYHEAD_TEMPO], 0);
  host_locate(host, 7, 0);
  host_run(host, BLOCK);
  assert_int_equal(notify->playhead[TN_PLAYHEAD_PLACE], 28 * QUARTER);
  host_run_frames(host, RATE, BLOCK); // what plays first is composed, and told
  const unsigned count = notify->event_count;
  host_run_frames(host, RATE, BLOCK);
  assert_int_equal(notify->event_count, count); // nothing is new
  stop_and_close(host);
}

// The notes that came out, and the last of them.
static uint64_t count_notes(const Host* host, HostEvent* last) {
  size_t count;
  uint64_t notes = 0;
  const HostEvent* events = host_events(host, &count);
  for (size_t i = 0; i < count; i++) {
    if ((events[i].bytes[0] & 0xe0) == 0x80) {
      *last = events[i];
      notes++;
    }
  }
  return notes;
}

// After what is still under way.
static void assert_all_told(Host* host, uint64_t from) {
  HostEvent last = {.frame = 0};
  const HostNotify* notify = host_notify(host);
  host_stop(host);
  host_run_frames(host, 4 * RATE, BLOCK);
  assert_int_equal(notify->note_count, count_notes(host, &last) - from);
  assert_true(notify->note_count > 10);
  const int64_t place = (int64_t)(last.beats * QUARTER);
  assert_in_range(notify->note[TN_NOTE_PLACE] - place + 1, 0, 2);
  assert_int_equal(notify->note[TN_NOTE_PITCH], last.bytes[1]);
  assert_int_equal(notify->note[TN_NOTE_CHANNEL], last.bytes[0] & 0x0f);
  assert_int_equal(notify->note[TN_NOTE_VELOCITY], 0); // the last is released
}

static void test_a_window_is_told_of_every_note(void** state) {
  (void)state;
  Host* host = opened(HOST_EVERY_BLOCK_ROUNDED);
  host_patch_get_notes(host, 0);
  host_play(host);
  host_run_to(host, 8, 0, BLOCK);
  assert_all_told(host, 0);
  stop_and_close(host);
}

static void test_a_window_that_opens_late_has_the_last_64_bars(void** state) {
  (void)state;
  Host* host = opened(HOST_ON_CHANGE);
  host_set_tempo(host, 240);
  host_play(host);
  host_run_to(host, 64, 0, BLOCK);
  assert_int_equal(host_notify(host)->note_count, 0);
  host_patch_get_notes(host, 0);
  assert_all_told(host, 0);
  stop_and_close(host);
}

static void test_a_window_may_ask_again_from_any_number(void** state) {
  (void)state;
  Host* host = opened(HOST_ON_CHANGE);
  host_play(host);
  host_run_to(host, 8, 0, BLOCK);
  host_patch_get_notes(host, 40);
  assert_all_told(host, 40);
  stop_and_close(host);
}

static void test_a_host_without_a_window_is_told_of_no_notes(void** state) {
  (void)state;
  Host* host = opened(HOST_ON_CHANGE);
  host_patch_get(host);
  host_play(host);
  run_until_sounding(host);
  host_run_frames(host, RATE, BLOCK);
  assert_int_equal(host_notify(host)->playhead_count, 0);
  assert_int_equal(host_notify(host)->locks_count, 0);
  assert_int_equal(host_notify(host)->event_count, 2); // the style and the message
  stop_and_close(host);
}

// As Qtractor's buffers are for plugins that ask for no more.
static void test_a_small_port_delays_but_loses_nothing(void** state) {
  (void)state;
  Host* host = opened_with((HostOptions){.notify_capacity = 256});
  host_patch_get_notes(host, 0);
  host_play(host);
  host_run_frames(host, RATE * 10, BLOCK);
  assert_true(host_notify(host)->playhead_count > 10);
  assert_int_equal(host_notify(host)->locks_count, 1);
  stop_and_close(host);
}

// The path of the style does not fit: a message says so, once.
static void test_what_never_fits_is_said_once(void** state) {
  (void)state;
  char folder[512];
  char own[1024];
  char path[1024];
  Host* host = opened_with((HostOptions){.notify_capacity = 256});
  assert_true(paths_make_folder(folder, sizeof folder));
  snprintf(own, sizeof own, "%sstyles/hymns.safetensors", host_bundle_path(host));
  snprintf(path, sizeof path, "%s/%0200d", folder, 0);
  assert_true(paths_copy(own, path));
  host_patch_set_style(host, path);
  for (int i = 0; i < 10; i++) {
    host_run(host, BLOCK);
    host_wait_worker(host);
  }
  assert_int_equal(host_notify(host)->style_count, 0);
  assert_non_null(strstr(host_notify(host)->message, "room"));
  assert_int_equal(host_notify(host)->message_count, 1);
  host_play(host);
  run_until_sounding(host); // in the style that could not be told
  stop_and_close(host);
  paths_remove(folder);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_playhead_is_told_as_it_moves),
      cmocka_unit_test(test_a_playhead_is_told_where_it_stops),
      cmocka_unit_test(test_a_window_is_told_of_every_note),
      cmocka_unit_test(test_a_window_that_opens_late_has_the_last_64_bars),
      cmocka_unit_test(test_a_window_may_ask_again_from_any_number),
      cmocka_unit_test(test_a_host_without_a_window_is_told_of_no_notes),
      cmocka_unit_test(test_a_small_port_delays_but_loses_nothing),
      cmocka_unit_test(test_what_never_fits_is_said_once),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
