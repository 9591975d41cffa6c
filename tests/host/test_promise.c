// The notes are a function of the song position: byte for byte the same however the playhead came
// there, in a fresh instance with the saved state, and after the folder of the session has moved.
#include "tests/host/opened_host.h"
#include "tests/host/paths.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BARS = 8, MOST_CONTROLS = 6 };

typedef struct {
  const char* symbol;
  float value;
} Setting;

// Each ends with a setting without a symbol.
static const Setting SETTINGS[][MOST_CONTROLS + 1] = {
    {{"length", 4}},
    {{"length", 3}, {"offset", 2}, {"seed", 17}},
    {{"temperature", 1.6f}, {"top_p", 1}, {"seed", 4242}},
    {{"mode", 1}, {"length", 2}},
    {{"mode", 2}, {"variation", 0.4f}, {"length", 2}},
    {{"rate", 2}, {"swing", 0.5f}, {"swing_grid", 1}},
    {{"rate", 0}, {"humanize", 0.8f}, {"gate", 0.4f}},
    {{"scale", 2}, {"scale_root", 9}, {"low", 45}, {"high", 84}, {"transpose", -5}},
    {{"polyphony", 2}, {"density", 0.5f}, {"rest", 0.2f}},
    {{"key", 14}, {"velocity", 1.4f}, {"velocity_max", 110}, {"channel", 3}, {"part_2", 0}}};

typedef struct {
  char folder[512]; // of the session: the state, and the style that it names
  char moved[600];
  char style[600];
  char state[600];
  char moved_state[700];
} Fixture;

typedef struct {
  HostEvent* events; // owned; frames count from the first bar line
  size_t count;
} Heard;

static int make_fixture(void** state) {
  Fixture* fixture = calloc(1, sizeof *fixture);
  *state = fixture;
  if (!fixture || !paths_make_folder(fixture->folder, sizeof fixture->folder)) {
    return -1;
  }
  snprintf(fixture->moved, sizeof fixture->moved, "%s moved", fixture->folder);
  snprintf(fixture->style, sizeof fixture->style, "%s/a style.safetensors", fixture->folder);
  snprintf(fixture->state, sizeof fixture->state, "%s/state", fixture->folder);
  snprintf(fixture->moved_state, sizeof fixture->moved_state, "%s/state", fixture->moved);
  Host* host = opened(HOST_ON_CHANGE);
  host_patch_get(host);
  host_run(host, BLOCK);
  const bool copied = paths_copy(host_notify(host)->style, fixture->style);
  host_close(host);
  return copied ? 0 : -1;
}

static int remove_fixture(void** state) {
  Fixture* fixture = *state;
  paths_remove(fixture->folder);
  paths_remove(fixture->moved);
  free(fixture);
  return 0;
}

// What is heard from bar 0 to bar BARS.
static Heard play(Host* host, uint32_t block) {
  host_stop(host);
  host_clear_loop(host);
  host_run(host, BLOCK);
  host_locate(host, 0, 0);
  host_run_frames(host, RATE, BLOCK);
  host_clear_events(host);
  const uint64_t start = host_frame(host);
  host_play(host);
  host_run_to(host, BARS, 0, block);
  host_stop(host);
  host_run(host, BLOCK);
  Heard heard;
  const HostEvent* events = host_events(host, &heard.count);
  heard.events = calloc(heard.count + 1, sizeof *events);
  assert_non_null(heard.events);
  for (size_t i = 0; i < heard.count; i++) {
    heard.events[i] = events[i];
    heard.events[i].frame -= start;
  }
  return heard;
}

// Whether the music is other music: another number of messages, or one that differs.
static bool differs(const Heard* heard, const Heard* first) {
  bool same = heard->count == first->count;
  for (size_t i = 0; same && i < heard->count; i++) {
    same = heard->events[i].frame == first->events[i].frame &&
           memcmp(heard->events[i].bytes, first->events[i].bytes, 3) == 0;
  }
  return !same;
}

static void assert_same(Heard heard, const Heard* first) {
  assert_int_equal(heard.count, first->count);
  for (size_t i = 0; i < heard.count; i++) {
    assert_int_equal(heard.events[i].frame, first->events[i].frame);
    assert_memory_equal(heard.events[i].bytes, first->events[i].bytes, 3);
  }
  free(heard.events);
}

// Plays, loops and jumps about, so that other phrases are kept than those that are asked for.
static void wander(Host* host) {
  host_set_loop(host, 4, 7.5);
  host_play(host);
  host_run_frames(host, RATE * 20, 1000);
  host_clear_loop(host);
  for (int i = 0; i < 12; i++) {
    host_locate(host, (i * 7 + 3) % 31, i % 4);
    host_run_frames(host, RATE, 333);
  }
  host_set(host, "freewheel", 1);
  host_locate(host, 5, 1);
  host_run_frames(host, RATE * 8, 8192);
  host_set(host, "freewheel", 0);
}

static Host* restored(const char* state) {
  return opened_with((HostOptions){.restore_dir = state, .positions = HOST_EVERY_BLOCK_ROUNDED});
}

static Host* opened_under(const Fixture* fixture, const Setting* settings) {
  Host* host = opened(HOST_ON_CHANGE);
  host_patch_set_style(host, fixture->style);
  for (int i = 0; i < 4; i++) {
    host_run(host, BLOCK);
    host_wait_worker(host);
  }
  for (; settings->symbol; settings++) {
    assert_true(host_set(host, settings->symbol, settings->value));
  }
  host_run(host, BLOCK);
  return host;
}

static void check_edited(Host* host, void (*prepare)(Host*)) {
  Heard before = play(host, BLOCK);
  host_locate(host, 0, 0);
  prepare(host);
  Heard after = play(host, BLOCK);
  assert_true(differs(&after, &before));
  free(before.events);
  free(after.events);
}

// `prepare` edits the music, and may be NULL.
static void check_promise(Fixture* fixture, const Setting* settings, void (*prepare)(Host*)) {
  Host* host = opened_under(fixture, settings);
  if (prepare) {
    check_edited(host, prepare);
  }
  Heard first = play(host, BLOCK);
  assert_true(first.count > 16);
  wander(host);
  assert_same(play(host, 4096), &first);
  assert_true(host_save_state(host, fixture->state));
  stop_and_close(host);

  host = restored(fixture->state);
  assert_same(play(host, 64), &first);
  wander(host);
  assert_same(play(host, 777), &first);
  stop_and_close(host);

  assert_int_equal(rename(fixture->folder, fixture->moved), 0);
  host = restored(fixture->moved_state);
  assert_string_equal(host_notify(host)->message, "");
  assert_same(play(host, 1024), &first);
  stop_and_close(host);
  assert_int_equal(rename(fixture->moved, fixture->folder), 0);
  paths_remove(fixture->state);
  free(first.events);
}

static void test_notes_depend_on_the_position_alone(void** state) {
  for (size_t i = 0; i < sizeof SETTINGS / sizeof SETTINGS[0]; i++) {
    check_promise(*state, SETTINGS[i], NULL);
  }
}

// Presses a trigger where the playhead is.
static void press(Host* host, const char* symbol) {
  host_set(host, symbol, 1);
  host_run(host, BLOCK);
  host_set(host, symbol, 0);
  host_run(host, BLOCK);
}

// Another take from bar 4 on, of bar 1 alone, and bar 2 locked.
static void edit(Host* host) {
  host_play(host);
  host_run_to(host, 1, 1, BLOCK);
  press(host, "reroll_bar");
  host_run_to(host, 2, 1, BLOCK);
  press(host, "lock");
  host_run_to(host, 4, 1, BLOCK);
  press(host, "reroll");
  host_run_to(host, 6, 0, BLOCK);
}

static void test_takes_and_locks_are_part_of_it(void** state) {
  check_promise(*state, SETTINGS[0], edit);
}

// What is played while `learn` is on becomes the prompt.
static void teach(Host* host) {
  static const uint8_t pitches[] = {60, 64, 67, 72, 71, 67};
  host_set(host, "learn", 1);
  host_play(host);
  for (size_t i = 0; i < sizeof pitches; i++) {
    const uint8_t on[] = {0x90, pitches[i], 90};
    const uint8_t off[] = {0x80, pitches[i], 64};
    host_send_midi(host, 0, on, sizeof on);
    host_run_frames(host, RATE / 3, BLOCK);
    host_send_midi(host, 0, off, sizeof off);
    host_run_frames(host, RATE / 6, BLOCK);
  }
  host_set(host, "learn", 0);
  host_run_frames(host, RATE, BLOCK);
}

static void test_a_prompt_is_part_of_it(void** state) {
  check_promise(*state, SETTINGS[0], teach);
}

#define promise_test(function)                                                                     \
  cmocka_unit_test_setup_teardown(function, make_fixture, remove_fixture)

int main(void) {
  const struct CMUnitTest tests[] = {
      promise_test(test_notes_depend_on_the_position_alone),
      promise_test(test_takes_and_locks_are_part_of_it),
      promise_test(test_a_prompt_is_part_of_it),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
