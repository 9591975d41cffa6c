// Choosing a style in the window's browser.
#include "tests/ui/window_fixture.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void wait_for_style(Fixture* f) {
  for (int i = 0; i < 10; i++) {
    host_wait_worker(f->host);
    ui_stage_run(f->stage, 0.05, false);
  }
}

static void test_a_style_is_chosen_and_tried(void** state) {
  Fixture* f = *state;
  ui_stage_click(f->stage, 5, 5);
  ui_stage_key(f->stage, "ctrl+f");
  ui_stage_run(f->stage, 0.3, false);
  ui_stage_type(f->stage, "mine");
  host_clear_events(f->host);
  ui_stage_key(f->stage, "Down");
  wait_for_style(f);
  assert_string_equal(host_notify(f->host)->style, f->style);
  ui_stage_run(f->stage, 8, false); // two bars, though nothing rolls
  const size_t tried = fixture_count_ons_from(f, -1);
  assert_true(tried > 2);
  assert_int_equal(host_notes(f->host).hung, 0);
  ui_stage_run(f->stage, 4, false);
  assert_int_equal(fixture_count_ons_from(f, -1), tried); // and then silence
  ui_stage_key(f->stage, "Return");
  ui_stage_click_part(f->stage, UI_PART_STYLE_PREVIOUS, UI_MAIN, 0);
  wait_for_style(f);
  assert_non_null(strstr(host_notify(f->host)->style, "/styles/")); // the last of those that ship
}

static void test_a_style_that_cannot_be_read_says_why(void** state) {
  Fixture* f = *state;
  ui_stage_click_part(f->stage, UI_PART_STYLE, UI_MAIN, 0);
  ui_stage_run(f->stage, 0.3, false);
  ui_stage_type(f->stage, "broken");
  const UiRect list = ui_stage_part(f->stage, UI_PART_LIST, UI_BROWSE, 0);
  const uint64_t before = ui_stage_print(f->stage);
  ui_stage_click(f->stage, list.x + 80, list.y + 24 + 15);
  wait_for_style(f);
  assert_true(host_notify(f->host)->message_count > 0);
  assert_non_null(strstr(host_notify(f->host)->style, "hymns"));
  assert_int_not_equal(ui_stage_print(f->stage), before);
}

static void test_favourites_are_kept(void** state) {
  Fixture* f = *state;
  char path[256];
  ui_stage_click_part(f->stage, UI_PART_STYLE, UI_MAIN, 0);
  const UiRect list = ui_stage_part(f->stage, UI_PART_LIST, UI_BROWSE, 0);
  ui_stage_click(f->stage, list.x + 17, list.y + 24 + 15);
  snprintf(path, sizeof path, "%s/.config/tiento/favourites", f->home);
  assert_int_equal(access(path, F_OK), 0);
}

static void test_the_host_is_asked_for_a_file(void** state) {
  Fixture* f = *state;
  ui_stage_click_part(f->stage, UI_PART_STYLE, UI_MAIN, 0);
  ui_stage_click_part(f->stage, UI_PART_FILE, UI_BROWSE, 0);
  assert_int_equal(ui_stage_requests(f->stage), 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      WINDOW_TEST(test_a_style_is_chosen_and_tried),
      WINDOW_TEST(test_a_style_that_cannot_be_read_says_why),
      WINDOW_TEST(test_favourites_are_kept),
      WINDOW_TEST(test_the_host_is_asked_for_a_file),
  };
  return RUN_WINDOW_TESTS(tests);
}
