// The window without a display: port values, hits, drags, clicks, texts.
#include "ui/model.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "ui/text.h"

static UiPointer pointer_at(UiPart part, uint32_t time) {
  UiRect rect = ui_part_rect(part);
  return (UiPointer){.x = rect.x + rect.width / 2, .y = rect.y + rect.height / 2, .time = time};
}

static void press(UiModel* model, UiPart part, uint32_t time, UiActions* actions) {
  UiPointer pointer = pointer_at(part, time);
  ui_press(model, &pointer, actions);
}

static void release(UiModel* model, UiPart part, UiActions* actions) {
  UiPointer pointer = pointer_at(part, 0);
  ui_release(model, &pointer, actions);
}

// Drags the held knob `pixels` up from the middle of `part`, in one move.
static void drag(UiModel* model, UiPart part, double pixels, bool shift, UiActions* actions) {
  UiPointer pointer = pointer_at(part, 0);
  pointer.y -= pixels;
  pointer.shift = shift;
  ui_motion(model, &pointer, actions);
}

static void assert_near(float value, float expected) {
  assert_true(fabsf(value - expected) < 1e-4F);
}

static void assert_action(const UiActions* actions, size_t index, UiActionKind kind, TnPort port) {
  assert_true(index < actions->count);
  assert_int_equal(actions->items[index].kind, kind);
  assert_int_equal(actions->items[index].port, port);
}

// A change at one stroke: held, set, let go.
static void assert_stroke(const UiActions* actions, TnPort port, float value) {
  assert_int_equal(actions->count, 3);
  assert_action(actions, 0, UI_ACTION_TOUCH, port);
  assert_action(actions, 1, UI_ACTION_SET, port);
  assert_action(actions, 2, UI_ACTION_RELEASE, port);
  assert_near(actions->items[1].value, value);
}

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

static void test_drag_up_raises_the_value_between_touch_and_release(void** state) {
  (void)state;
  UiModel model;
  UiActions actions;
  ui_init(&model);
  press(&model, UI_PART_TEMPERATURE, 0, &actions);
  assert_int_equal(actions.count, 1);
  assert_action(&actions, 0, UI_ACTION_TOUCH, TN_PORT_TEMPERATURE);
  drag(&model, UI_PART_TEMPERATURE, 20, false, &actions);
  assert_int_equal(actions.count, 1);
  assert_action(&actions, 0, UI_ACTION_SET, TN_PORT_TEMPERATURE);
  assert_near(actions.items[0].value, 1.2F);
  assert_near(model.values[TN_PORT_TEMPERATURE], 1.2F);
  release(&model, UI_PART_TEMPERATURE, &actions);
  assert_int_equal(actions.count, 1);
  assert_action(&actions, 0, UI_ACTION_RELEASE, TN_PORT_TEMPERATURE);
  drag(&model, UI_PART_TEMPERATURE, 50, false, &actions);
  assert_int_equal(actions.count, 0);
}

static void test_shift_drags_ten_times_finer_without_a_jump(void** state) {
  (void)state;
  UiModel model;
  UiActions actions;
  ui_init(&model);
  press(&model, UI_PART_TEMPERATURE, 0, &actions);
  drag(&model, UI_PART_TEMPERATURE, 20, false, &actions);
  drag(&model, UI_PART_TEMPERATURE, 20, true, &actions);
  assert_int_equal(actions.count, 0);
  drag(&model, UI_PART_TEMPERATURE, 30, true, &actions);
  assert_near(model.values[TN_PORT_TEMPERATURE], 1.21F);
}

static void test_drag_turns_back_at_once_from_the_end(void** state) {
  (void)state;
  UiModel model;
  UiActions actions;
  ui_init(&model);
  press(&model, UI_PART_TEMPERATURE, 0, &actions);
  drag(&model, UI_PART_TEMPERATURE, 5000, false, &actions);
  assert_near(model.values[TN_PORT_TEMPERATURE], 2.0F);
  drag(&model, UI_PART_TEMPERATURE, 4990, false, &actions);
  assert_near(model.values[TN_PORT_TEMPERATURE], 1.9F);
}

static void test_slow_drags_reach_the_next_whole_number(void** state) {
  (void)state;
  UiModel model;
  UiActions actions;
  ui_init(&model);
  press(&model, UI_PART_LENGTH, 0, &actions);
  size_t changes = 0;
  for (int pixel = 1; pixel <= 10; pixel++) {
    drag(&model, UI_PART_LENGTH, pixel, false, &actions);
    changes += actions.count;
    assert_near(model.values[TN_PORT_LENGTH], rintf(model.values[TN_PORT_LENGTH]));
  }
  assert_near(model.values[TN_PORT_LENGTH], 11.0F); // 8 + 10 * 0.32, rounded
  assert_int_equal(changes, 3);
}

static void test_a_drag_spans_the_same_way_at_every_scale(void** state) {
  (void)state;
  UiModel model;
  UiActions actions;
  ui_init(&model);
  ui_resize(&model, 2 * UI_WIDTH, 2 * UI_HEIGHT);
  UiRect rect = ui_part_rect(UI_PART_TOP_P);
  UiPointer pointer = {.x = 2 * rect.x + 10, .y = 2 * rect.y + 10};
  ui_press(&model, &pointer, &actions);
  pointer.y += 40;
  ui_motion(&model, &pointer, &actions);
  assert_near(model.values[TN_PORT_TOP_P], 0.85F);
}

static void test_echoes_do_not_move_the_knob_in_the_hand(void** state) {
  (void)state;
  UiModel model;
  UiActions actions;
  ui_init(&model);
  press(&model, UI_PART_TEMPERATURE, 0, &actions);
  drag(&model, UI_PART_TEMPERATURE, 20, false, &actions);
  ui_set_value(&model, TN_PORT_TEMPERATURE, 1.1F);
  ui_set_value(&model, TN_PORT_TOP_P, 0.5F);
  assert_near(model.values[TN_PORT_TEMPERATURE], 1.2F);
  assert_near(model.values[TN_PORT_TOP_P], 0.5F);
  release(&model, UI_PART_TEMPERATURE, &actions);
  ui_set_value(&model, TN_PORT_TEMPERATURE, 1.1F);
  assert_near(model.values[TN_PORT_TEMPERATURE], 1.1F);
}

static void test_control_click_resets(void** state) {
  (void)state;
  UiModel model;
  UiActions actions;
  ui_init(&model);
  ui_set_value(&model, TN_PORT_TEMPO, 61.0F);
  UiPointer pointer = pointer_at(UI_PART_TEMPO, 0);
  pointer.control = true;
  ui_press(&model, &pointer, &actions);
  assert_stroke(&actions, TN_PORT_TEMPO, 120.0F);
  assert_int_equal(model.held, UI_PART_NONE);
}

static void test_double_click_resets_and_a_third_click_does_not(void** state) {
  (void)state;
  UiModel model;
  UiActions actions;
  ui_init(&model);
  ui_set_value(&model, TN_PORT_SEED, 42.0F);
  press(&model, UI_PART_SEED, UINT32_MAX - 50, &actions); // server time wraps
  release(&model, UI_PART_SEED, &actions);
  press(&model, UI_PART_SEED, 100, &actions);
  assert_stroke(&actions, TN_PORT_SEED, UI_KNOBS[UI_PART_SEED].default_value);
  release(&model, UI_PART_SEED, &actions);
  assert_int_equal(actions.count, 0);
  press(&model, UI_PART_SEED, 200, &actions);
  assert_int_equal(actions.count, 1);
  assert_action(&actions, 0, UI_ACTION_TOUCH, TN_PORT_SEED);
}

static void test_slow_or_distant_clicks_are_two_clicks(void** state) {
  (void)state;
  UiModel model;
  UiActions actions;
  ui_init(&model);
  ui_set_value(&model, TN_PORT_SEED, 42.0F);
  press(&model, UI_PART_SEED, 1000, &actions);
  release(&model, UI_PART_SEED, &actions);
  press(&model, UI_PART_SEED, 1400, &actions);
  release(&model, UI_PART_SEED, &actions);
  UiPointer pointer = pointer_at(UI_PART_SEED, 1500);
  pointer.x += 5;
  ui_press(&model, &pointer, &actions);
  ui_release(&model, &pointer, &actions);
  press(&model, UI_PART_LENGTH, 1600, &actions);
  assert_near(model.values[TN_PORT_SEED], 42.0F);
  assert_near(model.values[TN_PORT_LENGTH], 8.0F);
}

static void test_wheel_steps_and_shift_steps_finer(void** state) {
  (void)state;
  UiModel model;
  UiActions actions;
  ui_init(&model);
  UiPointer pointer = pointer_at(UI_PART_TEMPERATURE, 0);
  ui_wheel(&model, &pointer, 1, &actions);
  assert_stroke(&actions, TN_PORT_TEMPERATURE, 1.05F);
  pointer.shift = true;
  ui_wheel(&model, &pointer, -1, &actions);
  assert_stroke(&actions, TN_PORT_TEMPERATURE, 1.04F);
  ui_set_value(&model, TN_PORT_TEMPERATURE, 2.0F);
  ui_wheel(&model, &pointer, 1, &actions);
  assert_int_equal(actions.count, 0);
  UiPointer nowhere = {.x = 1, .y = 1};
  ui_wheel(&model, &nowhere, 1, &actions);
  assert_int_equal(actions.count, 0);
}

static void test_switches_answer_a_click(void** state) {
  (void)state;
  UiModel model;
  UiActions actions;
  ui_init(&model);
  press(&model, UI_PART_ENABLED, 0, &actions);
  assert_stroke(&actions, TN_PORT_ENABLED, 0.0F);
  press(&model, UI_PART_ENABLED, 0, &actions);
  assert_stroke(&actions, TN_PORT_ENABLED, 1.0F);
  press(&model, UI_PART_SYNC_FREE, 0, &actions);
  assert_stroke(&actions, TN_PORT_SYNC, 1.0F);
  press(&model, UI_PART_SYNC_FREE, 0, &actions);
  assert_int_equal(actions.count, 0);
  press(&model, UI_PART_SYNC_HOST, 0, &actions);
  assert_stroke(&actions, TN_PORT_SYNC, 0.0F);
}

static void test_arrows_ask_for_styles_where_there_are_others(void** state) {
  (void)state;
  UiModel model;
  UiActions actions;
  ui_init(&model);
  press(&model, UI_PART_STYLE_NEXT, 0, &actions);
  assert_int_equal(actions.count, 0); // no files
  ui_set_place(&model, 1, 1);
  press(&model, UI_PART_STYLE_NEXT, 0, &actions);
  assert_int_equal(actions.count, 0); // the only file is playing
  ui_set_place(&model, 0, 1);
  press(&model, UI_PART_STYLE_NEXT, 0, &actions);
  assert_int_equal(actions.count, 1);
  assert_int_equal(actions.items[0].kind, UI_ACTION_STYLE);
  assert_int_equal(actions.items[0].step, 1);
  press(&model, UI_PART_STYLE_PREVIOUS, 0, &actions);
  assert_int_equal(actions.items[0].step, -1);
}

static void test_a_vanishing_window_lets_go(void** state) {
  (void)state;
  UiModel model;
  UiActions actions;
  ui_init(&model);
  press(&model, UI_PART_TEMPO, 0, &actions);
  ui_cancel(&model, &actions);
  assert_int_equal(actions.count, 1);
  assert_action(&actions, 0, UI_ACTION_RELEASE, TN_PORT_TEMPO);
  ui_cancel(&model, &actions);
  assert_int_equal(actions.count, 0);
}

static void test_hover_redraws_on_change_and_explains(void** state) {
  (void)state;
  UiModel model;
  UiActions actions;
  ui_init(&model);
  ui_clean(&model);
  assert_string_equal(ui_help(&model), "");
  UiPointer pointer = pointer_at(UI_PART_TOP_P, 0);
  ui_motion(&model, &pointer, &actions);
  assert_true(model.dirty);
  assert_string_equal(ui_help(&model), UI_KNOBS[UI_PART_TOP_P].help);
  ui_clean(&model);
  pointer.x += 2;
  ui_motion(&model, &pointer, &actions);
  assert_false(model.dirty);
  ui_leave(&model);
  assert_true(model.dirty);
  assert_string_equal(ui_help(&model), "");
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
               {UI_PART_TEMPO, 119.96F, "120.0", "BPM"}};
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

static void test_texts_are_cleaned(void** state) {
  (void)state;
  static const struct {
    const char *from, *to;
  } cases[] = {
      {"Bach", "Bach"},
      {"Espa\xC3\xB1"
       "a \xE6\x97\xA5 \xF0\x9F\x8E\xB5",
       "Espa\xC3\xB1"
       "a \xE6\x97\xA5 \xF0\x9F\x8E\xB5"},
      {"a\xFF"
       "b\n\t\x7F",
       "a?b???"},
      {"\xC3", "?"},                // cut short
      {"\xC0\xAF", "??"},           // an overlong slash
      {"\xED\xA0\x80", "???"},      // a surrogate
      {"\xF4\x90\x80\x80", "????"}, // beyond the last character
      {"\xC2\x85", "??"},           // a control character of two bytes
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[64];
    text_clean(text, sizeof text, cases[i].from);
    assert_string_equal(text, cases[i].to);
  }
}

static void test_long_texts_are_cut_between_characters(void** state) {
  (void)state;
  char text[6];
  text_clean(text, sizeof text, "\xC3\xB1\xC3\xB1\xC3\xB1");
  assert_string_equal(text, "\xC3\xB1\xC3\xB1");
  UiModel model;
  ui_init(&model);
  char longer[4 * UI_TEXT_SIZE];
  memset(longer, 'x', sizeof longer);
  longer[sizeof longer - 1] = '\0';
  ui_set_message(&model, longer);
  assert_int_equal(strlen(model.message), UI_TEXT_SIZE - 1);
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
      cmocka_unit_test(test_drag_up_raises_the_value_between_touch_and_release),
      cmocka_unit_test(test_shift_drags_ten_times_finer_without_a_jump),
      cmocka_unit_test(test_drag_turns_back_at_once_from_the_end),
      cmocka_unit_test(test_slow_drags_reach_the_next_whole_number),
      cmocka_unit_test(test_a_drag_spans_the_same_way_at_every_scale),
      cmocka_unit_test(test_echoes_do_not_move_the_knob_in_the_hand),
      cmocka_unit_test(test_control_click_resets),
      cmocka_unit_test(test_double_click_resets_and_a_third_click_does_not),
      cmocka_unit_test(test_slow_or_distant_clicks_are_two_clicks),
      cmocka_unit_test(test_wheel_steps_and_shift_steps_finer),
      cmocka_unit_test(test_switches_answer_a_click),
      cmocka_unit_test(test_arrows_ask_for_styles_where_there_are_others),
      cmocka_unit_test(test_a_vanishing_window_lets_go),
      cmocka_unit_test(test_hover_redraws_on_change_and_explains),
      cmocka_unit_test(test_values_read_well),
      cmocka_unit_test(test_what_has_no_effect_is_muted),
      cmocka_unit_test(test_texts_are_cleaned),
      cmocka_unit_test(test_long_texts_are_cut_between_characters),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
