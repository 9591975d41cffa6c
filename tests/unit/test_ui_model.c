// The window without a display: where its parts lie and what it shows.
#include "tests/unit/ui_hand.h"

#include <string.h>

static void test_table_is_sound(void** state) {
  (void)state;
  for (UiPart part = 0; ui_is_knob(part); part++) {
    const UiPort* port = &UI_KNOBS[part];
    assert_true(port->minimum < port->maximum);
    assert_true(port->default_value >= port->minimum && port->default_value <= port->maximum);
    assert_true(port->drag_fine < port->drag);
    assert_true(port->wheel_fine <= port->wheel && port->wheel_fine > 0.0F);
    assert_true(port->decimals >= 0 && port->decimals <= 2);
    assert_true(strlen(port->name) > 0 && strlen(port->help) > 0);
  }
}

static void test_starts_at_the_defaults(void** state) {
  (void)state;
  UiModel model;
  ui_init(&model);
  assert_true(model.dirty);
  assert_near(model.values[TN_PORT_TEMPERATURE], 1.0F);
  assert_near(model.values[TN_PORT_LENGTH], 8.0F);
  assert_near(model.values[TN_PORT_ENABLED], 1.0F);
  assert_near(model.values[TN_PORT_SYNC], 0.0F);
}

static void test_parts_do_not_overlap_and_lie_inside(void** state) {
  (void)state;
  for (UiPart a = 0; a < UI_PART_COUNT; a++) {
    UiRect r = ui_part_rect(a);
    assert_true(r.x >= 0 && r.y >= 0 && r.width > 0 && r.height > 0);
    assert_true(r.x + r.width <= UI_WIDTH && r.y + r.height <= UI_HEIGHT);
    for (UiPart b = a + 1; b < UI_PART_COUNT; b++) {
      UiRect s = ui_part_rect(b);
      bool apart = r.x + r.width <= s.x || s.x + s.width <= r.x || r.y + r.height <= s.y ||
                   s.y + s.height <= r.y;
      assert_true(apart);
    }
  }
}

static void test_hit_follows_the_scale_and_the_centring(void** state) {
  (void)state;
  UiModel model;
  ui_init(&model);
  // Twice as wide and high, and 100 pixels more below and above together.
  ui_resize(&model, 2 * UI_WIDTH, 2 * UI_HEIGHT + 100);
  for (UiPart part = 0; part < UI_PART_COUNT; part++) {
    UiRect rect = ui_part_rect(part);
    double left = rect.x * 2;
    double top = rect.y * 2 + 50;
    assert_int_equal(ui_hit(&model, left, top), part);
    assert_int_equal(ui_hit(&model, left + 2 * rect.width - 1, top + 2 * rect.height - 1), part);
    assert_int_not_equal(ui_hit(&model, left - 1, top), part);
    assert_int_not_equal(ui_hit(&model, left, top + 2 * rect.height), part);
  }
  assert_int_equal(ui_hit(&model, 0, 0), UI_PART_NONE);
}

static void test_any_size_is_harmless(void** state) {
  (void)state;
  UiModel model;
  ui_init(&model);
  ui_resize(&model, 0, -7);
  assert_int_equal(model.width, 1);
  assert_int_equal(model.height, 1);
  assert_true(model.scale > 0);
}

static void test_host_values_are_shown_and_limited(void** state) {
  (void)state;
  UiModel model;
  ui_init(&model);
  ui_clean(&model);
  ui_set_value(&model, TN_PORT_TEMPO, 90.5F);
  assert_near(model.values[TN_PORT_TEMPO], 90.5F);
  assert_true(model.dirty);
  ui_set_value(&model, TN_PORT_TEMPERATURE, 1e30F);
  assert_near(model.values[TN_PORT_TEMPERATURE], 2.0F);
  ui_set_value(&model, TN_PORT_LENGTH, 11.6F);
  assert_near(model.values[TN_PORT_LENGTH], 12.0F);
}

static void test_nonsense_from_the_host_changes_nothing(void** state) {
  (void)state;
  UiModel model;
  ui_init(&model);
  ui_clean(&model);
  UiModel before = model;
  ui_set_value(&model, TN_PORT_TEMPERATURE, NAN);
  ui_set_value(&model, TN_PORT_TEMPERATURE, INFINITY);
  ui_set_value(&model, TN_PORT_FREEWHEEL, 1.0F);
  ui_set_value(&model, TN_PORT_COUNT, 1.0F);
  ui_set_value(&model, UINT32_MAX, 1.0F);
  assert_memory_equal(&model, &before, sizeof model);
}

static void test_the_same_value_asks_for_no_redraw(void** state) {
  (void)state;
  UiModel model;
  ui_init(&model);
  ui_set_style(&model, "Ragtime", false);
  ui_clean(&model);
  ui_set_value(&model, TN_PORT_TEMPERATURE, 1.0F);
  ui_set_style(&model, "Ragtime", false);
  ui_set_message(&model, "");
  ui_set_place(&model, 0, 0);
  ui_resize(&model, UI_WIDTH, UI_HEIGHT);
  assert_false(model.dirty);
}

static void test_values_read_well(void** state) {
  (void)state;
  static const struct {
    UiPart part;
    float value;
    const char *text, *unit;
  } cases[] = {{UI_PART_TEMPERATURE, 0.0F, "0.00", ""}, {UI_PART_TEMPERATURE, 1.999F, "2.00", ""},
               {UI_PART_TOP_P, 0.05F, "0.05", ""},      {UI_PART_LENGTH, 1.0F, "1", "bar"},
               {UI_PART_LENGTH, 64.0F, "64", "bars"},   {UI_PART_SEED, 9999.0F, "9999", ""},
               {UI_PART_KEY, 0.0F, "auto", ""},         {UI_PART_KEY, 1.0F, "C", ""},
               {UI_PART_KEY, 12.0F, "B", ""},           {UI_PART_KEY, 19.0F, "F#m", ""},
               {UI_PART_KEY, 24.0F, "Bm", ""},          {UI_PART_TEMPO, 119.96F, "120.0", "BPM"}};
  UiModel model;
  ui_init(&model);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[32];
    ui_set_value(&model, UI_KNOBS[cases[i].part].port, cases[i].value);
    ui_value_text(&model, cases[i].part, text, sizeof text);
    assert_string_equal(text, cases[i].text);
    assert_string_equal(ui_unit(&model, cases[i].part), cases[i].unit);
  }
}

static void test_what_has_no_effect_is_muted(void** state) {
  (void)state;
  UiModel model;
  ui_init(&model);
  assert_true(ui_part_active(&model, UI_PART_TEMPERATURE));
  assert_false(ui_part_active(&model, UI_PART_TEMPO)); // the host leads
  ui_set_value(&model, TN_PORT_SYNC, 1.0F);
  assert_true(ui_part_active(&model, UI_PART_TEMPO));
  ui_set_value(&model, TN_PORT_ENABLED, 0.0F);
  assert_false(ui_part_active(&model, UI_PART_TEMPERATURE));
  assert_true(ui_part_active(&model, UI_PART_ENABLED));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_table_is_sound),
      cmocka_unit_test(test_starts_at_the_defaults),
      cmocka_unit_test(test_parts_do_not_overlap_and_lie_inside),
      cmocka_unit_test(test_hit_follows_the_scale_and_the_centring),
      cmocka_unit_test(test_any_size_is_harmless),
      cmocka_unit_test(test_host_values_are_shown_and_limited),
      cmocka_unit_test(test_nonsense_from_the_host_changes_nothing),
      cmocka_unit_test(test_the_same_value_asks_for_no_redraw),
      cmocka_unit_test(test_values_read_well),
      cmocka_unit_test(test_what_has_no_effect_is_muted),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
