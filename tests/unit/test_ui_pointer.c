// The window without a display: drags, clicks, the wheel, hovering.
#include "tests/unit/ui_hand.h"

static void test_drag_up_raises_the_value_between_touch_and_release(void** state) {
  UiModel* model = *state;
  UiActions actions;
  press(model, TN_PORT_TEMPERATURE, 0, &actions);
  assert_action(&actions, UI_ACTION_TOUCH, TN_PORT_TEMPERATURE);
  drag(model, TN_PORT_TEMPERATURE, 20, false, &actions);
  assert_int_equal(actions.count, 1);
  assert_action(&actions, UI_ACTION_SET, TN_PORT_TEMPERATURE);
  assert_near(actions.items[0].value, 1.2F);
  assert_near(model->values[TN_PORT_TEMPERATURE], 1.2F);
  release(model, TN_PORT_TEMPERATURE, &actions);
  assert_int_equal(actions.count, 1);
  assert_action(&actions, UI_ACTION_RELEASE, TN_PORT_TEMPERATURE);
  drag(model, TN_PORT_TEMPERATURE, 50, false, &actions);
  assert_int_equal(actions.count, 0);
}

static void test_shift_drags_ten_times_finer_without_a_jump(void** state) {
  UiModel* model = *state;
  UiActions actions;
  press(model, TN_PORT_TEMPERATURE, 0, &actions);
  drag(model, TN_PORT_TEMPERATURE, 20, false, &actions);
  drag(model, TN_PORT_TEMPERATURE, 20, true, &actions);
  assert_int_equal(actions.count, 0);
  drag(model, TN_PORT_TEMPERATURE, 30, true, &actions);
  assert_near(model->values[TN_PORT_TEMPERATURE], 1.21F);
}

static void test_drag_turns_back_at_once_from_the_end(void** state) {
  UiModel* model = *state;
  UiActions actions;
  press(model, TN_PORT_TEMPERATURE, 0, &actions);
  drag(model, TN_PORT_TEMPERATURE, 5000, false, &actions);
  assert_near(model->values[TN_PORT_TEMPERATURE], 2.0F);
  drag(model, TN_PORT_TEMPERATURE, 4990, false, &actions);
  assert_near(model->values[TN_PORT_TEMPERATURE], 1.9F);
}

static void test_slow_drags_reach_the_next_whole_number(void** state) {
  UiModel* model = *state;
  UiActions actions;
  press(model, TN_PORT_LENGTH, 0, &actions);
  for (int unit = 1; unit <= 10; unit++) {
    drag(model, TN_PORT_LENGTH, unit, false, &actions);
    assert_near(model->values[TN_PORT_LENGTH], rintf(model->values[TN_PORT_LENGTH]));
  }
  assert_near(model->values[TN_PORT_LENGTH], 11.0F); // 8 + 10 * 63 / 200, rounded
}

static void test_a_drag_spans_the_same_way_at_every_scale(void** state) {
  UiModel* model = *state;
  UiActions actions;
  ui_resize(model, 2 * UI_WIDTH, 2 * UI_HEIGHT, 2);
  press(model, TN_PORT_TEMPERATURE, 0, &actions);
  drag(model, TN_PORT_TEMPERATURE, 20, false, &actions);
  assert_near(model->values[TN_PORT_TEMPERATURE], 1.2F);
}

static void test_echoes_do_not_move_the_knob_in_the_hand(void** state) {
  UiModel* model = *state;
  UiActions actions;
  press(model, TN_PORT_TEMPERATURE, 0, &actions);
  drag(model, TN_PORT_TEMPERATURE, 20, false, &actions);
  ui_set_value(model, TN_PORT_TEMPERATURE, 1.1F);
  ui_set_value(model, TN_PORT_TOP_P, 0.5F);
  assert_near(model->values[TN_PORT_TEMPERATURE], 1.2F);
  assert_near(model->values[TN_PORT_TOP_P], 0.5F);
  release(model, TN_PORT_TEMPERATURE, &actions);
  ui_set_value(model, TN_PORT_TEMPERATURE, 1.1F);
  assert_near(model->values[TN_PORT_TEMPERATURE], 1.1F);
}

static void test_control_click_resets(void** state) {
  UiModel* model = *state;
  UiActions actions;
  ui_set_value(model, TN_PORT_TEMPO, 61.0F);
  UiPointer pointer = pointer_at_port(model, TN_PORT_TEMPO, 0);
  pointer.control = true;
  ui_press(model, &pointer, &actions);
  assert_stroke(&actions, TN_PORT_TEMPO, 120.0F);
  assert_int_equal(model->held, UI_PART_NONE);
}

static void test_double_click_resets_and_a_third_click_does_not(void** state) {
  UiModel* model = *state;
  UiActions actions;
  ui_set_value(model, TN_PORT_SEED, 42.0F);
  press(model, TN_PORT_SEED, 10, &actions);
  release(model, TN_PORT_SEED, &actions);
  press(model, TN_PORT_SEED, 10.15, &actions);
  assert_stroke(&actions, TN_PORT_SEED, 0.0F);
  release(model, TN_PORT_SEED, &actions);
  assert_int_equal(actions.count, 0);
  press(model, TN_PORT_SEED, 10.25, &actions);
  assert_null(find_action(&actions, UI_ACTION_SET));
  assert_action(&actions, UI_ACTION_TOUCH, TN_PORT_SEED);
}

static void test_slow_clicks_are_two_clicks(void** state) {
  UiModel* model = *state;
  UiActions actions;
  ui_set_value(model, TN_PORT_SEED, 42.0F);
  press(model, TN_PORT_SEED, 1, &actions);
  release(model, TN_PORT_SEED, &actions);
  press(model, TN_PORT_SEED, 1.5, &actions);
  release(model, TN_PORT_SEED, &actions);
  press(model, TN_PORT_SEED, 0.2, &actions); // the server's clock has wrapped
  release(model, TN_PORT_SEED, &actions);
  assert_near(model->values[TN_PORT_SEED], 42.0F);
}

static void test_wheel_steps_and_shift_steps_finer(void** state) {
  UiModel* model = *state;
  UiActions actions;
  UiPointer pointer = pointer_at_port(model, TN_PORT_TEMPERATURE, 0);
  ui_wheel(model, &pointer, 1, &actions);
  assert_stroke(&actions, TN_PORT_TEMPERATURE, 1.05F);
  pointer.shift = true;
  ui_wheel(model, &pointer, -1, &actions);
  assert_stroke(&actions, TN_PORT_TEMPERATURE, 1.04F);
  ui_set_value(model, TN_PORT_TEMPERATURE, 2.0F);
  ui_wheel(model, &pointer, 1, &actions);
  assert_int_equal(actions.count, 0);
  const UiPointer nowhere = {.x = 1, .y = 1};
  ui_wheel(model, &nowhere, 1, &actions);
  assert_int_equal(actions.count, 0);
}

static void test_switches_answer_a_click(void** state) {
  UiModel* model = *state;
  UiActions actions;
  press(model, TN_PORT_ENABLED, 0, &actions);
  assert_stroke(&actions, TN_PORT_ENABLED, 0.0F);
  press(model, TN_PORT_ENABLED, 0, &actions);
  assert_stroke(&actions, TN_PORT_ENABLED, 1.0F);
}

static void test_a_menu_opens_and_its_entry_is_chosen(void** state) {
  UiModel* model = *state;
  UiActions actions;
  press(model, TN_PORT_MODE, 0, &actions);
  assert_ptr_equal(model->menu.port, ui_port_find(TN_PORT_MODE));
  const UiRect entry = ui_menu_entry(&model->menu, 2);
  const UiPointer pointer = {.x = entry.x + 5, .y = entry.y + 5};
  ui_motion(model, &pointer, &actions);
  assert_int_equal(model->menu.hot, 2);
  ui_press(model, &pointer, &actions);
  assert_stroke(&actions, TN_PORT_MODE, 2.0F);
  assert_null(model->menu.port);
  press(model, TN_PORT_MODE, 0, &actions);
  const UiPointer outside = {.x = 3, .y = 3};
  ui_press(model, &outside, &actions);
  assert_null(model->menu.port);
  assert_null(find_action(&actions, UI_ACTION_SET));
}

static void test_menus_of_any_length_lie_inside(void** state) {
  UiModel* model = *state;
  ui_resize(model, 480, 320, 1);
  for (uint32_t port = 0; port < TN_PORT_COUNT; port++) {
    const UiPort* known = ui_port_find(port);
    if (!known || known->kind != UI_MENU) {
      continue;
    }
    model->page = model->layout.page_of[ui_card_of(known->port)];
    ui_lay_out(model);
    ui_open_menu(model, known->port);
    const UiRect rect = model->menu.rect;
    assert_true(rect.x >= 0 && rect.y >= 0 && rect.x + rect.width <= 480);
    assert_true(rect.y + rect.height <= 320);
    for (int i = 0; i < model->menu.count; i++) {
      const UiRect entry = ui_menu_entry(&model->menu, i);
      assert_int_equal(ui_menu_hit(&model->menu, entry.x + 1, entry.y + 1), i);
    }
  }
}

static void test_a_trigger_rises_and_falls_by_itself(void** state) {
  UiModel* model = *state;
  UiActions actions;
  press(model, TN_PORT_PANIC, 0, &actions);
  assert_action(&actions, UI_ACTION_TOUCH, TN_PORT_PANIC);
  assert_near(find_action(&actions, UI_ACTION_SET)->value, 1.0F);
  release(model, TN_PORT_PANIC, &actions);
  assert_int_equal(actions.count, 0);
  ui_tick(model, 100, &actions);
  ui_tick(model, 100.05, &actions);
  assert_int_equal(actions.count, 0);
  ui_tick(model, 100.2, &actions);
  assert_near(find_action(&actions, UI_ACTION_SET)->value, 0.0F);
  assert_action(&actions, UI_ACTION_RELEASE, TN_PORT_PANIC);
  ui_tick(model, 101, &actions);
  assert_int_equal(actions.count, 0);
}

static void test_arrows_ask_for_styles(void** state) {
  UiModel* model = *state;
  UiActions actions;
  click_part(model, UI_PART_STYLE_NEXT, &actions);
  assert_int_equal(find_action(&actions, UI_ACTION_STYLE_STEP)->number, 1);
  click_part(model, UI_PART_STYLE_PREVIOUS, &actions);
  assert_int_equal(find_action(&actions, UI_ACTION_STYLE_STEP)->number, -1);
}

// ---- the roll ----

static UiPointer pointer_in_bar(const UiModel* model, int32_t bar) {
  const double place = (bar + 0.5) * ui_roll_bar_length(&model->roll);
  const UiRect rect = model->layout.roll;
  return (UiPointer){.x = ui_view_x(&model->view, &model->roll, rect, place),
                     .y = rect.y + rect.height / 2};
}

static void test_a_click_on_a_bar_locks_or_unlocks_it(void** state) {
  UiModel* model = *state;
  UiActions actions;
  const int32_t locks[] = {1, 0, 1};
  model->view.quarter = 20;
  ui_roll_take_locks(&model->roll, locks, 3);
  for (int32_t bar = 0; bar < 2; bar++) {
    const UiPointer pointer = pointer_in_bar(model, bar);
    ui_press(model, &pointer, &actions);
    ui_release(model, &pointer, &actions);
    assert_int_equal(actions.count, 1);
    assert_int_equal(actions.items[0].kind, bar == 1 ? UI_ACTION_UNLOCK : UI_ACTION_LOCK);
    assert_int_equal(actions.items[0].number, bar);
  }
  const UiPointer before = pointer_in_bar(model, -1);
  ui_press(model, &before, &actions);
  ui_release(model, &before, &actions);
  assert_int_equal(actions.count, 0);
}

static void test_the_button_of_a_bar_rerolls_it(void** state) {
  UiModel* model = *state;
  UiActions actions;
  const UiRect button = ui_view_reroll(&model->view, &model->roll, &model->layout, 0);
  const UiPointer pointer = {.x = button.x + 9, .y = button.y + 9};
  ui_motion(model, &pointer, &actions);
  assert_true(model->over_reroll);
  ui_press(model, &pointer, &actions);
  ui_release(model, &pointer, &actions);
  assert_int_equal(actions.items[0].kind, UI_ACTION_REROLL);
  assert_int_equal(actions.items[0].number, 0);
}

static void test_a_pull_at_the_roll_drags_it_and_locks_nothing(void** state) {
  UiModel* model = *state;
  UiActions actions;
  UiPointer pointer = pointer_in_bar(model, 0);
  ui_press(model, &pointer, &actions);
  pointer.x += 12;
  ui_motion(model, &pointer, &actions);
  assert_non_null(find_action(&actions, UI_ACTION_DRAG));
  pointer.x += 12;
  ui_motion(model, &pointer, &actions);
  assert_null(find_action(&actions, UI_ACTION_DRAG));
  ui_release(model, &pointer, &actions);
  assert_int_equal(actions.count, 0);
}

static void test_the_wheel_zooms_the_roll(void** state) {
  UiModel* model = *state;
  UiActions actions;
  const double before = model->view.quarter;
  const UiPointer pointer = pointer_in_bar(model, 0);
  ui_wheel(model, &pointer, 1, &actions);
  assert_true(model->view.quarter > before);
  ui_wheel(model, &pointer, -100, &actions);
  assert_true(model->view.quarter >= 5);
  ui_wheel(model, &pointer, 100, &actions);
  assert_true(model->view.quarter < 1000);
}

static void test_a_vanishing_window_lets_go(void** state) {
  UiModel* model = *state;
  UiActions actions;
  press(model, TN_PORT_TEMPO, 0, &actions);
  ui_cancel(model, &actions);
  assert_int_equal(actions.count, 1);
  assert_action(&actions, UI_ACTION_RELEASE, TN_PORT_TEMPO);
  ui_cancel(model, &actions);
  assert_int_equal(actions.count, 0);
}

static void test_what_is_pointed_at_for_a_while_is_explained(void** state) {
  UiModel* model = *state;
  UiActions actions;
  const UiPointer pointer = pointer_at_port(model, TN_PORT_TOP_P, 0);
  ui_clean(model);
  ui_motion(model, &pointer, &actions);
  assert_true(model->dirty);
  ui_tick(model, 10, &actions);
  ui_tick(model, 10.4, &actions);
  assert_false(model->tip);
  ui_tick(model, 10.8, &actions);
  assert_true(model->tip);
  assert_string_equal(ui_help(model, model->hover), ui_port_find(TN_PORT_TOP_P)->help);
  ui_leave(model);
  assert_false(model->tip);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      MODEL_TEST(test_drag_up_raises_the_value_between_touch_and_release),
      MODEL_TEST(test_shift_drags_ten_times_finer_without_a_jump),
      MODEL_TEST(test_drag_turns_back_at_once_from_the_end),
      MODEL_TEST(test_slow_drags_reach_the_next_whole_number),
      MODEL_TEST(test_a_drag_spans_the_same_way_at_every_scale),
      MODEL_TEST(test_echoes_do_not_move_the_knob_in_the_hand),
      MODEL_TEST(test_control_click_resets),
      MODEL_TEST(test_double_click_resets_and_a_third_click_does_not),
      MODEL_TEST(test_slow_clicks_are_two_clicks),
      MODEL_TEST(test_wheel_steps_and_shift_steps_finer),
      MODEL_TEST(test_switches_answer_a_click),
      MODEL_TEST(test_a_menu_opens_and_its_entry_is_chosen),
      MODEL_TEST(test_menus_of_any_length_lie_inside),
      MODEL_TEST(test_a_trigger_rises_and_falls_by_itself),
      MODEL_TEST(test_arrows_ask_for_styles),
      MODEL_TEST(test_a_click_on_a_bar_locks_or_unlocks_it),
      MODEL_TEST(test_the_button_of_a_bar_rerolls_it),
      MODEL_TEST(test_a_pull_at_the_roll_drags_it_and_locks_nothing),
      MODEL_TEST(test_the_wheel_zooms_the_roll),
      MODEL_TEST(test_a_vanishing_window_lets_go),
      MODEL_TEST(test_what_is_pointed_at_for_a_while_is_explained),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
