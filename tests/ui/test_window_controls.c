// The window's controls under the pointer and the keys, seen in the plugin's ports.
#include "tests/ui/window_fixture.h"

#include <math.h>

// The page that has the control, in a window of the fixture's size.
static int open_page_of(Fixture* f, TnPort port_index) {
  const UiPart tab = (UiPart)(UI_PART_TAB + ui_card_of(port_index));
  ui_stage_click_part(f->stage, tab, UI_MAIN, 0);
  for (int page = 0; page < UI_CARDS; page++) {
    if (ui_stage_part(f->stage, ui_part_of_port(port_index), UI_MAIN, page).width > 0) {
      return page;
    }
  }
  fail_msg("port %d is on no page", (int)port_index);
  return 0;
}

static void test_a_knob_is_turned(void** state) {
  Fixture* f = *state;
  const UiRect rect = ui_stage_part(f->stage, ui_part_of_port(TN_PORT_TEMPERATURE), UI_MAIN, 0);
  const double x = rect.x + rect.width / 2;
  const double y = rect.y + 29;
  ui_stage_point(f->stage, x, y);
  ui_stage_button(f->stage, 1, true);
  ui_stage_point(f->stage, x, y - 10);
  assert_int_equal(ui_stage_touches(f->stage), 1);
  ui_stage_point(f->stage, x, y - 40);
  ui_stage_button(f->stage, 1, false);
  assert_port(f, "temperature", 1.4F);
  assert_int_equal(ui_stage_touches(f->stage), 0);
  ui_stage_point(f->stage, x, y);
  ui_stage_wheel(f->stage, -2);
  assert_port(f, "temperature", 1.3F);
}

static void test_double_clicks_reset(void** state) {
  Fixture* f = *state;
  const UiRect rect = ui_stage_part(f->stage, ui_part_of_port(TN_PORT_TOP_P), UI_MAIN, 0);
  host_set(f->host, "top_p", 0.5F);
  ui_stage_run(f->stage, 0.1, false);
  ui_stage_double_click(f->stage, rect.x + rect.width / 2, rect.y + 29);
  assert_port(f, "top_p", 0.95F);
}

static void test_a_value_is_typed(void** state) {
  Fixture* f = *state;
  const UiRect rect = ui_stage_part(f->stage, ui_part_of_port(TN_PORT_LENGTH), UI_MAIN, 0);
  ui_stage_click(f->stage, rect.x + rect.width / 2, rect.y + 64);
  ui_stage_type(f->stage, "12");
  ui_stage_key(f->stage, "Return");
  assert_port(f, "length", 12);
}

static void test_menus_and_switches(void** state) {
  Fixture* f = *state;
  const int page = open_page_of(f, TN_PORT_SCALE);
  ui_stage_click_part(f->stage, ui_part_of_port(TN_PORT_SCALE), UI_MAIN, page);
  ui_stage_key(f->stage, "Down");
  ui_stage_key(f->stage, "Down");
  ui_stage_key(f->stage, "Return");
  assert_port(f, "scale", 2);
  ui_stage_click_part(f->stage, ui_part_of_port(TN_PORT_LISTEN), UI_MAIN, page);
  assert_port(f, "listen", 1);
  ui_stage_click_part(f->stage, ui_part_of_port(TN_PORT_ENABLED), UI_MAIN, page);
  assert_port(f, "enabled", 0);
}

static void test_the_keyboard_reaches_all(void** state) {
  Fixture* f = *state;
  ui_stage_click(f->stage, 5, 5); // the window has the keyboard
  bool reached = false;
  for (int i = 0; i < 120 && !reached; i++) {
    ui_stage_key(f->stage, "Tab");
    ui_stage_key(f->stage, "Up");
    reached = fabsf(host_get(f->host, "humanize")) > 0;
  }
  assert_true(reached);
}

static void test_what_the_host_moves_is_seen(void** state) {
  Fixture* f = *state;
  const UiRect rect = ui_stage_part(f->stage, ui_part_of_port(TN_PORT_TEMPERATURE), UI_MAIN, 0);
  const double x = rect.x + rect.width / 2 + 23 * cos(0.3);
  const double y = rect.y + 29 + 23 * sin(0.3); // near the ring's end
  const uint32_t before = ui_stage_pixel(f->stage, x, y);
  host_set(f->host, "temperature", 2);
  ui_stage_run(f->stage, 0.1, false);
  assert_int_not_equal(ui_stage_pixel(f->stage, x, y), before);
}

static void test_triggers_rise_and_fall(void** state) {
  Fixture* f = *state;
  host_play(f->host);
  ui_stage_run(f->stage, 5, false);
  const float take = host_get(f->host, "take");
  ui_stage_click_part(f->stage, ui_part_of_port(TN_PORT_REROLL_BAR), UI_MAIN, 0);
  assert_port(f, "reroll_bar", 1);
  ui_stage_run(f->stage, 0.4, true);
  assert_port(f, "reroll_bar", 0);
  assert_true(host_get(f->host, "take") > take);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      WINDOW_TEST(test_a_knob_is_turned),         WINDOW_TEST(test_double_clicks_reset),
      WINDOW_TEST(test_a_value_is_typed),         WINDOW_TEST(test_menus_and_switches),
      WINDOW_TEST(test_the_keyboard_reaches_all), WINDOW_TEST(test_what_the_host_moves_is_seen),
      WINDOW_TEST(test_triggers_rise_and_fall),
  };
  return RUN_WINDOW_TESTS(tests);
}
