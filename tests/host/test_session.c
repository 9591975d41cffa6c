// Styles and states: what is loaded, refused, saved and brought back, as hosts do it.
#include "tests/host/opened_host.h"
#include "tests/host/paths.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  char folder[512];
  char own[4096];     // the plugin's own style
  char other[1024];   // a copy of it, in the folder
  char broken[1024];  // not a style, in the folder
  char session[1024]; // for a state, in the folder; not made yet
} Fixture;

static const char* ask_style(Host* host) {
  const unsigned before = host_notify(host)->style_count;
  host_patch_get(host);
  settle(host);
  assert_true(host_notify(host)->style_count > before);
  return host_notify(host)->style;
}

static int make_fixture(void** state) {
  Fixture* fixture = calloc(1, sizeof *fixture);
  *state = fixture;
  if (!fixture || !paths_make_folder(fixture->folder, sizeof fixture->folder)) {
    return -1;
  }
  snprintf(fixture->other, sizeof fixture->other, "%s/other one.safetensors", fixture->folder);
  snprintf(fixture->broken, sizeof fixture->broken, "%s/broken.safetensors", fixture->folder);
  snprintf(fixture->session, sizeof fixture->session, "%s/session", fixture->folder);
  Host* host = opened(HOST_ON_CHANGE);
  snprintf(fixture->own, sizeof fixture->own, "%s", ask_style(host));
  host_close(host);
  FILE* broken = fopen(fixture->broken, "wb");
  if (!broken) {
    return -1;
  }
  fclose(broken);
  return paths_copy(fixture->own, fixture->other) ? 0 : -1;
}

static int remove_fixture(void** state) {
  Fixture* fixture = *state;
  paths_remove(fixture->folder);
  free(fixture);
  return 0;
}

// ---- styles ----

static void test_style_changes_while_playing(void** state) {
  const Fixture* fixture = *state;
  static const HostWorkerKind kinds[] = {HOST_WORKER_THREADED, HOST_WORKER_SYNCHRONOUS};
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
    Host* host = opened_with((HostOptions){.worker = kinds[i]});
    host_play(host);
    run_until_sounding(host);
    host_patch_set_style(host, fixture->other);
    settle(host);
    assert_true(paths_same_file(ask_style(host), fixture->other));
    assert_string_equal(host_notify(host)->message, "");
    const unsigned before = host_notes(host).note_ons;
    host_run_frames(host, RATE * 10, BLOCK);
    assert_true(host_notes(host).note_ons > before);
    stop_and_close(host);
  }
}

static void assert_refused(const Fixture* fixture, const char* path) {
  Host* host = opened(HOST_EVERY_BLOCK_ROUNDED);
  host_play(host);
  run_until_sounding(host);
  host_patch_set_style(host, path);
  settle(host);
  assert_true(host_notify(host)->message_count > 0);
  assert_true(host_notify(host)->message[0] != '\0');
  assert_null(strchr(host_notify(host)->message, '\n'));
  assert_true(paths_same_file(ask_style(host), fixture->own));
  const unsigned before = host_notes(host).note_ons;
  host_run_frames(host, RATE * 10, BLOCK);
  assert_true(host_notes(host).note_ons > before); // the old one plays on
  stop_and_close(host);
}

static void test_missing_style_is_refused(void** state) {
  assert_refused(*state, "/nowhere/at all.safetensors");
}

static void test_broken_style_is_refused(void** state) {
  const Fixture* fixture = *state;
  assert_refused(fixture, fixture->broken);
}

static void test_folder_as_style_is_refused(void** state) {
  const Fixture* fixture = *state;
  assert_refused(fixture, fixture->folder);
}

static void test_overlong_path_is_refused(void** state) {
  char path[3000];
  memset(path, 'x', sizeof path);
  path[0] = '/';
  path[sizeof path - 1] = '\0';
  assert_refused(*state, path);
}

static void test_good_style_takes_the_message_back(void** state) {
  const Fixture* fixture = *state;
  Host* host = opened(HOST_ON_CHANGE);
  host_patch_set_style(host, fixture->broken);
  settle(host);
  assert_true(host_notify(host)->message[0] != '\0');
  host_patch_set_style(host, fixture->other);
  settle(host);
  host_patch_get(host);
  settle(host);
  assert_string_equal(host_notify(host)->message, "");
  stop_and_close(host);
}

static void test_style_survives_a_worker_that_refuses(void** state) {
  const Fixture* fixture = *state;
  Host* host = opened(HOST_ON_CHANGE);
  host_refuse_work(host, 3);
  host_patch_set_style(host, fixture->other);
  settle(host);
  settle(host);
  assert_true(paths_same_file(ask_style(host), fixture->other));
  stop_and_close(host);
}

static void test_last_of_many_styles_wins(void** state) {
  const Fixture* fixture = *state;
  Host* host = opened(HOST_ON_CHANGE);
  host_play(host);
  for (int i = 0; i < 40; i++) {
    host_patch_set_style(host, i % 2 ? fixture->other : fixture->own);
    host_run(host, 64);
  }
  settle(host);
  settle(host);
  assert_true(paths_same_file(ask_style(host), fixture->other));
  stop_and_close(host);
}

// ---- states ----

static void test_state_brings_style_and_controls_back(void** state) {
  const Fixture* fixture = *state;
  Host* host = opened(HOST_ON_CHANGE);
  host_patch_set_style(host, fixture->other);
  host_set(host, "temperature", 0.625f);
  host_set(host, "length", 12);
  settle(host);
  assert_true(host_save_state(host, fixture->session));
  stop_and_close(host);

  host = opened_with((HostOptions){.restore_dir = fixture->session});
  assert_true(paths_same_file(ask_style(host), fixture->other));
  assert_float_equal(host_get(host, "temperature"), 0.625f, 0);
  assert_float_equal(host_get(host, "length"), 12, 0);
  assert_string_equal(host_notify(host)->message, "");
  host_play(host);
  run_until_sounding(host);
  stop_and_close(host);
}

static void test_state_restores_while_playing(void** state) {
  const Fixture* fixture = *state;
  Host* host = opened(HOST_EVERY_BLOCK_ROUNDED);
  assert_true(host_save_state(host, fixture->session));
  host_patch_set_style(host, fixture->other);
  settle(host);
  host_play(host);
  run_until_sounding(host);
  assert_true(host_restore_state(host, fixture->session));
  settle(host);
  assert_true(paths_same_file(ask_style(host), fixture->own));
  run_until_sounding(host);
  stop_and_close(host);
}

static void test_state_without_its_style_says_so(void** state) {
  const Fixture* fixture = *state;
  Host* host = opened(HOST_ON_CHANGE);
  host_patch_set_style(host, fixture->other);
  settle(host);
  assert_true(host_save_state(host, fixture->session));
  stop_and_close(host);
  unlink(fixture->other);

  host = opened_with((HostOptions){.restore_dir = fixture->session});
  host_patch_get(host);
  settle(host);
  assert_true(host_notify(host)->message[0] != '\0');
  host_play(host);
  host_run_frames(host, RATE * 10, BLOCK);
  assert_int_equal(host_notes(host).note_ons, 0); // no other style plays in its place
  stop_and_close(host);
}

// The session keeps the name of a lost style: the file may come back with the next start.
static void test_state_keeps_the_name_of_a_lost_style(void** state) {
  const Fixture* fixture = *state;
  char again[1100];
  Host* host = opened(HOST_ON_CHANGE);
  host_patch_set_style(host, fixture->other);
  settle(host);
  assert_true(host_save_state(host, fixture->session));
  stop_and_close(host);
  unlink(fixture->other);

  snprintf(again, sizeof again, "%s again", fixture->session);
  host = opened_with((HostOptions){.restore_dir = fixture->session});
  assert_true(host_save_state(host, again));
  stop_and_close(host);
  assert_true(paths_copy(fixture->own, fixture->other));

  host = opened_with((HostOptions){.restore_dir = again});
  assert_true(paths_same_file(ask_style(host), fixture->other));
  stop_and_close(host);
}

#define session_test(function)                                                                     \
  cmocka_unit_test_setup_teardown(function, make_fixture, remove_fixture)

int main(void) {
  const struct CMUnitTest tests[] = {
      session_test(test_style_changes_while_playing),
      session_test(test_missing_style_is_refused),
      session_test(test_broken_style_is_refused),
      session_test(test_folder_as_style_is_refused),
      session_test(test_overlong_path_is_refused),
      session_test(test_good_style_takes_the_message_back),
      session_test(test_style_survives_a_worker_that_refuses),
      session_test(test_last_of_many_styles_wins),
      session_test(test_state_brings_style_and_controls_back),
      session_test(test_state_restores_while_playing),
      session_test(test_state_without_its_style_says_so),
      session_test(test_state_keeps_the_name_of_a_lost_style),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
