// What hosts do that has made plugins fail, each imitated by a test. TRAPS.md says which test has
// which; here are those that no other file has.
#include "tests/host/opened_host.h"
#include "tests/host/paths.h"

#include <stdio.h>
#include <string.h>

typedef struct {
  char folder[512];
  char own[4096];    // the plugin's own style
  char other[600];   // a copy of it, in the folder
  char session[600]; // for a state, in the folder
} Fixture;

static Fixture fixture_new(void) {
  Fixture fixture;
  assert_true(paths_make_folder(fixture.folder, sizeof fixture.folder));
  snprintf(fixture.other, sizeof fixture.other, "%s/other.safetensors", fixture.folder);
  snprintf(fixture.session, sizeof fixture.session, "%s/session", fixture.folder);
  Host* host = opened(HOST_ON_CHANGE);
  host_patch_get(host);
  settle(host);
  snprintf(fixture.own, sizeof fixture.own, "%s", host_notify(host)->style);
  host_close(host);
  assert_true(paths_copy(fixture.own, fixture.other));
  return fixture;
}

static void assert_plays(Host* host, const char* style) {
  host_patch_get(host);
  settle(host);
  assert_true(paths_same_file(host_notify(host)->style, style));
  assert_string_equal(host_notify(host)->message, "");
}

// ---- workers ----

// Qtractor says that a message was taken also where its ring is full.
static void test_a_worker_that_loses_messages_is_asked_again(void** state) {
  (void)state;
  const Fixture fixture = fixture_new();
  Host* host = opened(HOST_EVERY_BLOCK_ROUNDED);
  host_lose_work(host, 3);
  host_patch_set_style(host, fixture.other);
  settle(host);
  settle(host);
  assert_plays(host, fixture.other);
  stop_and_close(host);
  paths_remove(fixture.folder);
}

// Qtractor hands the messages of one instance to all.
static void test_messages_of_another_instance_do_nothing(void** state) {
  (void)state;
  const Fixture fixture = fixture_new();
  static const HostWorkerKind kinds[] = {HOST_WORKER_THREADED, HOST_WORKER_SYNCHRONOUS};
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
    Host* other = opened(HOST_EVERY_BLOCK_ROUNDED);
    Host* host = opened_with((HostOptions){.worker = kinds[i]});
    host_share_work(host, other);
    for (int k = 0; k < 8; k++) {
      host_patch_set_style(host, k % 2 ? fixture.other : fixture.own);
      settle(host);
      host_run(other, BLOCK);
    }
    host_share_work(host, NULL);
    assert_plays(host, fixture.other);
    assert_plays(other, fixture.own);
    stop_and_close(host);
    stop_and_close(other);
  }
  paths_remove(fixture.folder);
}

// ---- messages ----

// Events of windows may carry the block's length as their frame.
static void test_messages_at_the_end_of_a_block_count(void** state) {
  (void)state;
  const Fixture fixture = fixture_new();
  Host* host = opened(HOST_EVERY_BLOCK_ROUNDED);
  host_patch_late(host, true);
  host_patch_set_style(host, fixture.other);
  settle(host);
  assert_plays(host, fixture.other);
  stop_and_close(host);
  paths_remove(fixture.folder);
}

// Reaper's windows are told of a restored style by nobody else.
static void test_a_restored_style_is_told_unasked(void** state) {
  (void)state;
  const Fixture fixture = fixture_new();
  Host* host = opened(HOST_EVERY_BLOCK_ROUNDED);
  host_patch_set_style(host, fixture.other);
  settle(host);
  assert_true(host_save_state(host, fixture.session));
  host_patch_set_style(host, fixture.own);
  settle(host);
  const unsigned told = host_notify(host)->style_count;
  assert_true(host_restore_state(host, fixture.session));
  settle(host);
  assert_true(host_notify(host)->style_count > told);
  assert_true(paths_same_file(host_notify(host)->style, fixture.other));
  stop_and_close(host);
  paths_remove(fixture.folder);
}

// ---- controls ----

// Hosts save triggers with the other controls, and do not reset them.
static void test_triggers_that_a_state_holds_do_nothing(void** state) {
  (void)state;
  static const char* const triggers[] = {"reroll", "reroll_bar", "lock", "unlock"};
  const Fixture fixture = fixture_new();
  Host* host = opened(HOST_EVERY_BLOCK_ROUNDED);
  for (size_t i = 0; i < sizeof triggers / sizeof triggers[0]; i++) {
    host_set(host, triggers[i], 1);
  }
  assert_true(host_save_state(host, fixture.session)); // set, and not seen by a run yet
  host_close(host);
  host = opened_with(
      (HostOptions){.positions = HOST_EVERY_BLOCK_ROUNDED, .restore_dir = fixture.session});
  assert_float_equal(host_get(host, "reroll"), 1, 0);
  host_play(host);
  run_until_sounding(host);
  assert_float_equal(host_get(host, "take"), 0, 0);
  stop_and_close(host);
  paths_remove(fixture.folder);
}

static void test_a_trigger_that_stays_down_acts_once(void** state) {
  (void)state;
  Host* host = opened(HOST_EVERY_BLOCK_ROUNDED);
  host_play(host);
  run_until_sounding(host);
  host_set(host, "reroll", 1);
  host_run_frames(host, BLOCK, BLOCK);
  const float take = host_get(host, "take");
  assert_true(take > 0);
  host_run_frames(host, RATE / 2, BLOCK);
  assert_float_equal(host_get(host, "take"), take, 0);
  stop_and_close(host);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_worker_that_loses_messages_is_asked_again),
      cmocka_unit_test(test_messages_of_another_instance_do_nothing),
      cmocka_unit_test(test_messages_at_the_end_of_a_block_count),
      cmocka_unit_test(test_a_restored_style_is_told_unasked),
      cmocka_unit_test(test_triggers_that_a_state_holds_do_nothing),
      cmocka_unit_test(test_a_trigger_that_stays_down_acts_once),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
