// The roll under the pointer: bars are locked, unlocked and composed anew.
#include "tests/ui/window_fixture.h"

#include <math.h>
#include <stdio.h>

// The middle of a bar on the roll, `bars` before that of the playhead, which stands.
static void point_at_bar(const Fixture* f, double bars_back, double* x, double* y) {
  const UiRect roll = ui_stage_part(f->stage, UI_PART_ROLL, UI_MAIN, 0);
  *x = roll.x + floor(roll.width * 0.7) - bars_back * 160 + 80;
  *y = roll.y + roll.height / 2;
}

static bool is_locked(const Fixture* f, int32_t bar) {
  const HostNotify* notify = host_notify(f->host);
  for (int i = 0; i < notify->lock_count; i++) {
    if (notify->locks[i] == bar) {
      return true;
    }
  }
  return false;
}

static void test_a_click_locks_a_bar_and_another_unlocks_it(void** state) {
  Fixture* f = *state;
  double x;
  double y;
  fixture_play_and_stop(f, 6);
  point_at_bar(f, 2, &x, &y);
  ui_stage_click(f->stage, x, y);
  ui_stage_run(f->stage, 0.3, false);
  assert_int_equal(host_notify(f->host)->lock_count, 1);
  assert_true(is_locked(f, 4));
  ui_stage_click(f->stage, x, y);
  ui_stage_run(f->stage, 0.3, false);
  assert_int_equal(host_notify(f->host)->lock_count, 0);
  ui_stage_key(f->stage, "ctrl+z");
  ui_stage_run(f->stage, 0.3, false);
  assert_true(is_locked(f, 4));
  ui_stage_key(f->stage, "ctrl+shift+z");
  ui_stage_run(f->stage, 0.3, false);
  assert_false(is_locked(f, 4));
  ui_stage_click_part(f->stage, UI_PART_UNDO, UI_MAIN, 0);
  ui_stage_run(f->stage, 0.3, false);
  assert_true(is_locked(f, 4));
}

// What the bar sounds like: its notes one after the other.
static uint64_t hear_bar(Fixture* f, int64_t bar) {
  size_t count;
  uint64_t hash = 7;
  host_locate(f->host, bar, 0);
  host_clear_events(f->host);
  host_play(f->host);
  ui_stage_run(f->stage, 2, false);
  const HostEvent* events = host_events(f->host, &count);
  for (size_t i = 0; i < count; i++) {
    if ((events[i].bytes[0] & 0xf0) == 0x90) {
      hash = hash * 31 + events[i].bytes[1];
    }
  }
  host_stop(f->host);
  return hash;
}

static void test_a_bar_is_rerolled_by_its_button(void** state) {
  Fixture* f = *state;
  double x;
  double y;
  const uint64_t before = hear_bar(f, 4);
  host_locate(f->host, 6, 0);
  ui_stage_run(f->stage, 0.5, false);
  point_at_bar(f, 2, &x, &y);
  const UiRect roll = ui_stage_part(f->stage, UI_PART_ROLL, UI_MAIN, 0);
  ui_stage_click(f->stage, x + 80 - 11, roll.y - 9);
  ui_stage_run(f->stage, 0.3, false);
  assert_int_equal(host_notify(f->host)->lock_count, 0);
  assert_int_not_equal(hear_bar(f, 4), before);
}

static void test_a_window_that_opens_late_shows_what_was_played(void** state) {
  Fixture* f = *state;
  ui_stage_hide(f->stage);
  ui_stage_show(f->stage);
  ui_stage_run(f->stage, 0.3, false);
  const uint64_t empty = ui_stage_print(f->stage);
  ui_stage_hide(f->stage);
  host_play(f->host);
  ui_stage_run(f->stage, 12, false);
  host_stop(f->host);
  host_locate(f->host, 0, 0);
  ui_stage_run(f->stage, 0.2, false);
  host_locate(f->host, 6, 0);
  ui_stage_run(f->stage, 0.2, false);
  ui_stage_show(f->stage);
  ui_stage_run(f->stage, 1, false);
  assert_int_not_equal(ui_stage_print(f->stage), empty);
  char path[200];
  snprintf(path, sizeof path, "%s/late.mid", f->home);
  ui_stage_click(f->stage, 5, 5);
  ui_stage_key(f->stage, "ctrl+s");
  ui_stage_type(f->stage, path);
  ui_stage_key(f->stage, "Return");
  assert_true(fixture_count_ons_of_file(path) > 0); // it has the notes
}

int main(void) {
  const struct CMUnitTest tests[] = {
      WINDOW_TEST(test_a_click_locks_a_bar_and_another_unlocks_it),
      WINDOW_TEST(test_a_bar_is_rerolled_by_its_button),
      WINDOW_TEST(test_a_window_that_opens_late_shows_what_was_played),
  };
  return RUN_WINDOW_TESTS(tests);
}
