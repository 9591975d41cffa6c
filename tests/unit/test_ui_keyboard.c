// The window without a display: the focus, typed values, commands.
#include "tests/unit/ui_hand.h"

static void focus_port(UiModel* model, TnPort port) {
  UiActions actions;
  for (int i = 0; i < 200 && model->focus != ui_part_of_port(port); i++) {
    key(model, UI_KEY_TAB, &actions);
  }
  assert_int_equal(model->focus, ui_part_of_port(port));
}

static void test_tab_reaches_every_control_and_comes_back(void** state) {
  UiModel* model = *state;
  UiActions actions;
  bool reached[TN_PORT_COUNT] = {false};
  ui_resize(model, 480, 320, 1); // a page for nearly each card
  for (int i = 0; i < 200; i++) {
    key(model, UI_KEY_TAB, &actions);
    if (ui_part_is_port(model->focus)) {
      reached[ui_port_of_part(model->focus)] = true;
      assert_true(ui_layout_rect(&model->layout, model->focus).width > 0);
    }
  }
  for (uint32_t port = 0; port < TN_PORT_COUNT; port++) {
    assert_int_equal(reached[port], ui_port_find(port) != NULL);
  }
}

static void test_shift_tab_goes_back(void** state) {
  UiModel* model = *state;
  UiActions actions;
  const UiKey back = {.kind = UI_KEY_TAB, .shift = true};
  key(model, UI_KEY_TAB, &actions);
  const UiPart first = model->focus;
  key(model, UI_KEY_TAB, &actions);
  assert_int_not_equal(model->focus, first);
  ui_key(model, &back, &actions);
  assert_int_equal(model->focus, first);
}

static void test_arrow_keys_turn_what_has_the_focus(void** state) {
  UiModel* model = *state;
  UiActions actions;
  focus_port(model, TN_PORT_LENGTH);
  key(model, UI_KEY_UP, &actions);
  assert_stroke(&actions, TN_PORT_LENGTH, 9.0F);
  key(model, UI_KEY_HOME, &actions);
  assert_stroke(&actions, TN_PORT_LENGTH, 1.0F);
  key(model, UI_KEY_PAGE_UP, &actions);
  assert_stroke(&actions, TN_PORT_LENGTH, 11.0F);
  key(model, UI_KEY_DELETE, &actions);
  assert_stroke(&actions, TN_PORT_LENGTH, 8.0F);
}

static void test_a_value_is_typed_over_the_focus(void** state) {
  UiModel* model = *state;
  UiActions actions;
  focus_port(model, TN_PORT_TEMPERATURE);
  type(model, "0,75");
  assert_int_equal(model->typing, ui_part_of_port(TN_PORT_TEMPERATURE));
  key(model, UI_KEY_ENTER, &actions);
  assert_stroke(&actions, TN_PORT_TEMPERATURE, 0.75F);
  assert_int_equal(model->typing, UI_PART_NONE);
}

static void test_escape_keeps_the_old_value(void** state) {
  UiModel* model = *state;
  UiActions actions;
  focus_port(model, TN_PORT_TEMPERATURE);
  type(model, "2");
  key(model, UI_KEY_ESCAPE, &actions);
  assert_null(find_action(&actions, UI_ACTION_SET));
  assert_near(model->values[TN_PORT_TEMPERATURE], 1.0F);
}

static void test_nonsense_is_refused_with_a_message(void** state) {
  UiModel* model = *state;
  UiActions actions;
  focus_port(model, TN_PORT_TEMPERATURE);
  type(model, "1x");
  key(model, UI_KEY_ENTER, &actions);
  assert_null(find_action(&actions, UI_ACTION_SET));
  assert_true(model->complains && model->message[0]);
}

static void test_space_opens_a_menu_and_keys_choose(void** state) {
  UiModel* model = *state;
  UiActions actions;
  focus_port(model, TN_PORT_MODE);
  type(model, " ");
  assert_non_null(model->menu.port);
  key(model, UI_KEY_DOWN, &actions);
  key(model, UI_KEY_ENTER, &actions);
  assert_stroke(&actions, TN_PORT_MODE, 1.0F);
}

static void test_commands(void** state) {
  UiModel* model = *state;
  UiActions actions;
  static const struct {
    const char* text;
    bool shift;
    UiActionKind kind;
  } commands[] = {{"z", false, UI_ACTION_UNDO},       {"z", true, UI_ACTION_REDO},
                  {"Z", true, UI_ACTION_REDO},        {"y", false, UI_ACTION_REDO},
                  {"s", false, UI_ACTION_SAVE_BEGIN}, {"f", false, UI_ACTION_BROWSE}};
  for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
    const UiKey pressed = {.kind = UI_KEY_TEXT,
                           .text = {commands[i].text[0]},
                           .shift = commands[i].shift,
                           .control = true};
    ui_set_mode(model, UI_MAIN);
    ui_key(model, &pressed, &actions);
    assert_non_null(find_action(&actions, commands[i].kind));
  }
}

static void test_keys_without_a_meaning_are_the_hosts(void** state) {
  UiModel* model = *state;
  UiActions actions;
  const UiKey space = {.kind = UI_KEY_TEXT, .text = " "};
  ui_key(model, &space, &actions);
  assert_non_null(find_action(&actions, UI_ACTION_PASS_KEY));
  focus_port(model, TN_PORT_ENABLED);
  ui_key(model, &space, &actions);
  assert_stroke(&actions, TN_PORT_ENABLED, 0.0F);
}

static void test_entry_edits(void** state) {
  (void)state;
  UiEntry entry;
  const UiKey letter = {.kind = UI_KEY_TEXT, .text = "\xC3\xA9"};
  const UiKey left = {.kind = UI_KEY_LEFT};
  const UiKey end = {.kind = UI_KEY_END};
  const UiKey erase = {.kind = UI_KEY_BACKSPACE};
  const UiKey cut = {.kind = UI_KEY_DELETE};
  ui_entry_begin(&entry, "abc");
  ui_entry_key(&entry, &end);
  ui_entry_key(&entry, &letter);
  assert_string_equal(entry.text, "abc\xC3\xA9");
  ui_entry_key(&entry, &left);
  ui_entry_key(&entry, &erase);
  assert_string_equal(entry.text, "ab\xC3\xA9");
  ui_entry_key(&entry, &cut);
  assert_string_equal(entry.text, "ab");
  ui_entry_begin(&entry, "abc");
  ui_entry_key(&entry, &letter); // in place of what is selected
  assert_string_equal(entry.text, "\xC3\xA9");
  for (int i = 0; i < 2 * UI_ENTRY_SIZE; i++) {
    ui_entry_key(&entry, &letter);
  }
  assert_true(strlen(entry.text) < UI_ENTRY_SIZE);
  for (int i = 0; i < 2 * UI_ENTRY_SIZE; i++) {
    ui_entry_key(&entry, &erase);
  }
  assert_string_equal(entry.text, "");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      MODEL_TEST(test_tab_reaches_every_control_and_comes_back),
      MODEL_TEST(test_shift_tab_goes_back),
      MODEL_TEST(test_arrow_keys_turn_what_has_the_focus),
      MODEL_TEST(test_a_value_is_typed_over_the_focus),
      MODEL_TEST(test_escape_keeps_the_old_value),
      MODEL_TEST(test_nonsense_is_refused_with_a_message),
      MODEL_TEST(test_space_opens_a_menu_and_keys_choose),
      MODEL_TEST(test_commands),
      MODEL_TEST(test_keys_without_a_meaning_are_the_hosts),
      cmocka_unit_test(test_entry_edits),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
