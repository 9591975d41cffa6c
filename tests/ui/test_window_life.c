// The window comes, grows and goes, alone and beside another one.
#include "tests/ui/window_fixture.h"

#include <math.h>

static void test_it_resizes(void** state) {
  Fixture* f = *state;
  static const int sizes[][2] = {{480, 320}, {1600, 1000}, {200, 100}, {3840, 2160}, {900, 560}};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    ui_stage_resize(f->stage, sizes[i][0], sizes[i][1]);
    ui_stage_run(f->stage, 0.2, false);
    assert_true(ui_stage_pixel(f->stage, 1, 1) >> 16 < 0x20); // the ground, not the host's grey
    const float before = host_get(f->host, "temperature");
    const UiRect rect = ui_stage_part(f->stage, ui_part_of_port(TN_PORT_TEMPERATURE), UI_MAIN, 0);
    ui_stage_point(f->stage, rect.x + rect.width / 2, rect.y + 29);
    ui_stage_wheel(f->stage, i % 2 ? -1 : 1);
    assert_true(fabsf(host_get(f->host, "temperature") - before) > 0.04F);
  }
}

static int set_up_scaled(void** state) {
  return fixture_set_up_with(state, (UiStageOptions){.scale = 2});
}

static void test_it_opens_at_the_hosts_scale(void** state) {
  Fixture* f = *state;
  const UiRect rect = ui_stage_part(f->stage, ui_part_of_port(TN_PORT_LENGTH), UI_MAIN, 0);
  ui_stage_point(f->stage, rect.x + rect.width / 2, rect.y + 29);
  ui_stage_wheel(f->stage, 1);
  assert_port(f, "length", 9);
}

// Measured while it is closed: how much of its picture an open one has drawn so far is up to time.
static void test_it_opens_and_closes_fifty_times(void** state) {
  Fixture* f = *state;
  size_t settled = 0;
  host_play(f->host);
  for (int i = 0; i < 50; i++) {
    ui_stage_run(f->stage, 0.2, false);
    ui_stage_hide(f->stage);
    host_clear_events(f->host);
    ui_stage_run(f->stage, 0.1, false);
    if (i == 9) { // fonts and the like are there
      settled = fixture_memory_in_use();
    }
    const size_t now = fixture_memory_in_use();
    if (settled > 0 && now > settled + 100000) {
      fail_msg("%zu bytes more after %d windows", now - settled, i - 9);
    }
    ui_stage_show(f->stage);
  }
}

static void test_the_host_takes_the_window_away(void** state) {
  Fixture* f = *state;
  host_play(f->host);
  ui_stage_run(f->stage, 1, false);
  assert_true(ui_stage_destroy(f->stage));
  ui_stage_show(f->stage);
  ui_stage_run(f->stage, 1, false);
}

static void test_two_windows_stand_side_by_side(void** state) {
  Fixture* f = *state;
  UiStage* other = ui_stage_open((UiStageOptions){.width = 800, .height = 500});
  ui_stage_move(other, 1000, 600);
  ui_stage_show(other);
  const UiRect rect = ui_stage_part(other, ui_part_of_port(TN_PORT_TEMPERATURE), UI_MAIN, 0);
  ui_stage_point(other, rect.x + rect.width / 2, rect.y + 29);
  ui_stage_wheel(other, 1);
  assert_port(f, "temperature", 1);
  assert_true(fabsf(host_get(ui_stage_host(other), "temperature") - 1.05F) < 1e-3F);
  host_play(f->host);
  for (int i = 0; i < 20; i++) {
    ui_stage_run(f->stage, 0.1, false);
    ui_stage_run(other, 0.1, false);
  }
  ui_stage_close(other);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      WINDOW_TEST(test_it_resizes),
      cmocka_unit_test_setup_teardown(test_it_opens_at_the_hosts_scale, set_up_scaled,
                                      fixture_tear_down),
      WINDOW_TEST(test_it_opens_and_closes_fifty_times),
      WINDOW_TEST(test_the_host_takes_the_window_away),
      WINDOW_TEST(test_two_windows_stand_side_by_side),
  };
  return RUN_WINDOW_TESTS(tests);
}
