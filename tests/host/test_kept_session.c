// Takes and locks in states, as hosts save and restore them.
#include "plugin/uris.h"
#include "tests/host/opened_host.h"
#include "tests/host/paths.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TEXT_BYTES = 1 << 20 };

#define NO_TAKES "1 0 0 end"
#define NO_LOCKS "1 0 end"
#define LOCKS    "1 1 1 1 0 24 0 60 80 0 0 end"

typedef struct {
  char folder[512];
  char session[600]; // a state; not made yet
  char again[600];   // another
  char text[TEXT_BYTES];
} Fixture;

static int set_up(void** state) {
  Fixture* f = calloc(1, sizeof *f);
  *state = f;
  if (!f || !paths_make_folder(f->folder, sizeof f->folder)) {
    return -1;
  }
  snprintf(f->session, sizeof f->session, "%s/session", f->folder);
  snprintf(f->again, sizeof f->again, "%s/again", f->folder);
  return 0;
}

static int tear_down(void** state) {
  Fixture* f = *state;
  paths_remove(f->folder);
  free(f);
  return 0;
}

// ---- the file of a state ----

static void read_state(Fixture* f, const char* session) {
  char path[700];
  snprintf(path, sizeof path, "%s/state.ttl", session);
  FILE* file = fopen(path, "r");
  assert_non_null(file);
  f->text[fread(f->text, 1, sizeof f->text - 1, file)] = '\0';
  fclose(file);
}

// Where the value of a property begins and ends in f->text.
static char* find_value(Fixture* f, const char* property, size_t* length) {
  char* at = strstr(f->text, property);
  assert_non_null(at);
  at = strchr(at, '"');
  assert_non_null(at);
  *length = strcspn(++at, "\"");
  return at;
}

static void assert_kept(Fixture* f, const char* session, const char* property, const char* value) {
  size_t length;
  read_state(f, session);
  char* at = find_value(f, property, &length);
  at[length] = '\0';
  assert_string_equal(at, value);
}

static void change_state(Fixture* f, const char* session, const char* property, const char* value) {
  char path[700];
  size_t length;
  read_state(f, session);
  const char* at = find_value(f, property, &length);
  snprintf(path, sizeof path, "%s/state.ttl", session);
  FILE* file = fopen(path, "w");
  assert_non_null(file);
  fwrite(f->text, 1, (size_t)(at - f->text), file);
  fputs(value, file);
  fputs(at + length, file);
  fclose(file);
}

// ---- tests ----

// A state with one locked bar.
static void make_session(Fixture* f) {
  Host* host = opened(HOST_ON_CHANGE);
  assert_true(host_save_state(host, f->session));
  stop_and_close(host);
  assert_kept(f, f->session, TN_URI_KEPT_TAKES, NO_TAKES);
  assert_kept(f, f->session, TN_URI_KEPT_LOCKS, NO_LOCKS);
  change_state(f, f->session, TN_URI_KEPT_LOCKS, LOCKS);
}

static void press(Host* host, const char* trigger) {
  host_set(host, trigger, 1);
  host_run(host, BLOCK);
  host_set(host, trigger, 0);
  host_run_frames(host, RATE, BLOCK);
}

static void test_what_was_asked_for_comes_back(void** state) {
  Fixture* f = *state;
  char locks[8192];
  size_t length;
  Host* host = opened(HOST_ON_CHANGE);
  host_play(host);
  run_until_sounding(host);
  press(host, "lock");
  press(host, "reroll");
  assert_true(host_save_state(host, f->session));
  stop_and_close(host);
  read_state(f, f->session);
  const char* at = find_value(f, TN_URI_KEPT_LOCKS, &length);
  snprintf(locks, sizeof locks, "%.*s", (int)length, at);
  assert_string_not_equal(locks, NO_LOCKS);

  host = opened_with((HostOptions){.restore_dir = f->session});
  assert_true(host_save_state(host, f->again));
  stop_and_close(host);
  assert_kept(f, f->again, TN_URI_KEPT_LOCKS, locks);
  read_state(f, f->again);
  assert_true(strncmp(find_value(f, TN_URI_KEPT_TAKES, &length), "1 1 1 ", 6) == 0);
}

static void test_changes_are_undone_by_messages(void** state) {
  Fixture* f = *state;
  Host* host = opened(HOST_ON_CHANGE);
  host_play(host);
  run_until_sounding(host);
  press(host, "reroll_bar");
  assert_true(host_save_state(host, f->session));
  host_patch_set(host, TN_URI_UNDO);
  host_run(host, BLOCK);
  assert_true(host_save_state(host, f->again));
  read_state(f, f->session);
  size_t length;
  assert_true(strncmp(find_value(f, TN_URI_KEPT_TAKES, &length), "1 1 1 ", 6) == 0);
  assert_kept(f, f->again, TN_URI_KEPT_TAKES, "1 1 0 end");
  host_patch_set(host, TN_URI_REDO);
  host_run(host, BLOCK);
  assert_true(host_save_state(host, f->again));
  read_state(f, f->again);
  assert_true(strncmp(find_value(f, TN_URI_KEPT_TAKES, &length), "1 1 1 ", 6) == 0);
  stop_and_close(host);
}

// Restored before activate, after it, before and after a run, by every kind of worker.
static void test_states_come_in_any_order(void** state) {
  Fixture* f = *state;
  static const HostWorkerKind kinds[] = {HOST_WORKER_THREADED, HOST_WORKER_SYNCHRONOUS,
                                         HOST_WORKER_NONE};
  make_session(f);
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; ++i) {
    for (int order = 0; order < 5; ++order) {
      const HostOptions options = {.worker = kinds[i],
                                   .restore_dir = order == 0 ? f->session : NULL};
      Host* host = host_open(&options);
      assert_non_null(host);
      if (order >= 2) {
        host_run(host, order == 2 ? 0 : BLOCK);
      }
      if (order == 4) {
        host_cycle(host);
      }
      if (order > 0) {
        assert_true(host_restore_state(host, f->session));
      }
      assert_true(host_save_state(host, f->again)); // before any run that could take it
      assert_kept(f, f->again, TN_URI_KEPT_LOCKS, LOCKS);
      settle(host);
      assert_true(host_save_state(host, f->again));
      assert_kept(f, f->again, TN_URI_KEPT_LOCKS, LOCKS);
      host_play(host);
      run_until_sounding(host);
      stop_and_close(host);
    }
  }
}

// A state in which the value of a property has changed plays, and is told of.
static Host* opened_changed(Fixture* f, const char* property, const char* value,
                            const char* message) {
  make_session(f);
  change_state(f, f->session, property, value);
  Host* host = opened_with((HostOptions){.restore_dir = f->session});
  host_patch_get(host);
  settle(host);
  assert_non_null(strstr(host_notify(host)->message, message));
  host_play(host);
  run_until_sounding(host);
  return host;
}

static void test_damaged_text_is_told_of_and_not_lost(void** state) {
  Fixture* f = *state;
  Host* host = opened_changed(f, TN_URI_KEPT_LOCKS, "1 1 1 7", "locked bars");
  assert_true(host_save_state(host, f->again));
  assert_kept(f, f->again, TN_URI_KEPT_LOCKS, "1 1 1 7");
  stop_and_close(host);
}

static void test_changed_style_is_told_of_and_plays(void** state) {
  stop_and_close(opened_changed(*state, TN_URI_STYLE_HASH, "0123456789abcdef", "has changed"));
}

// A style of which nothing is left, neither where it was nor in the state's folder.
static void make_lost_session(Fixture* f) {
  char own[1024];
  char style[1024];
  char linked[1024];
  Host* host = opened(HOST_ON_CHANGE);
  snprintf(own, sizeof own, "%sstyles/hymns.safetensors", host_bundle_path(host));
  snprintf(style, sizeof style, "%s/lost.safetensors", f->folder);
  snprintf(linked, sizeof linked, "%s/lost.safetensors", f->session);
  assert_true(paths_copy(own, style));
  host_patch_set_style(host, style);
  settle(host);
  assert_true(host_save_state(host, f->session));
  stop_and_close(host);
  change_state(f, f->session, TN_URI_KEPT_LOCKS, LOCKS);
  assert_int_equal(unlink(style), 0);
  (void)unlink(linked);
}

static void test_locked_bars_play_where_the_style_is_lost(void** state) {
  Fixture* f = *state;
  size_t count;
  make_lost_session(f);
  Host* host = opened_with((HostOptions){.restore_dir = f->session});
  settle(host);
  host_play(host);
  host_run_frames(host, 6 * RATE, BLOCK); // three bars
  const HostEvent* events = host_events(host, &count);
  assert_int_equal(count, 2); // its one note
  assert_int_equal(events[0].bytes[0] & 0xf0, 0x90);
  assert_int_equal(events[0].bytes[1], 60);
  assert_int_equal(events[0].frame, host_frame_of_tick(host, 0, 96));
  stop_and_close(host);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(test_what_was_asked_for_comes_back),
      TEST(test_changes_are_undone_by_messages),
      TEST(test_states_come_in_any_order),
      TEST(test_damaged_text_is_told_of_and_not_lost),
      TEST(test_changed_style_is_told_of_and_plays),
      TEST(test_locked_bars_play_where_the_style_is_lost),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
