// The window without a display: drags, clicks, the wheel, hovering.
#include "tests/unit/ui_hand.h"

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

int main(void) {
  const struct CMUnitTest tests[] = {
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
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
