// The window without a display: where its parts lie and what it shows.
#include "tests/unit/ui_hand.h"

static void test_table_is_sound(void** state) {
  (void)state;
  for (uint32_t i = 0; i < TN_PORT_COUNT; i++) {
    const UiPort* port = ui_port_find(i);
    if (!port) {
      continue;
    }
    assert_int_equal(port->port, i);
    assert_true(port->minimum < port->maximum);
    assert_true(port->default_value >= port->minimum && port->default_value <= port->maximum);
    assert_true(port->decimals >= 0 && port->decimals <= 2);
    assert_true(strlen(port->name) > 0 && strlen(port->help) > 0);
    assert_int_equal(port->form == UI_LABEL, port->labels != NULL);
  }
}

static void test_every_input_but_the_hosts_own_has_a_control(void** state) {
  UiModel* model = *state;
  ui_resize(model, UI_ROOMY_WIDTH, UI_ROOMY_HEIGHT, 1);
  assert_int_equal(model->layout.page_count, 1);
  for (int port = TN_PORT_ENABLED; port < TN_PORT_BAR; port++) {
    const bool is_output = port == TN_PORT_LATE;
    const UiRect rect = ui_layout_rect(&model->layout, ui_part_of_port((TnPort)port));
    assert_int_equal(rect.width > 0, !is_output && port != TN_PORT_FREEWHEEL);
  }
}

static void test_starts_at_the_defaults(void** state) {
  UiModel* model = *state;
  assert_true(model->dirty);
  assert_near(model->values[TN_PORT_TEMPERATURE], 1.0F);
  assert_near(model->values[TN_PORT_LENGTH], 8.0F);
  assert_near(model->values[TN_PORT_ENABLED], 1.0F);
  assert_near(model->values[TN_PORT_SYNC], 0.0F);
}

static bool are_apart(UiRect r, UiRect s) {
  const double slack = 0.01;
  return r.x + r.width <= s.x + slack || s.x + s.width <= r.x + slack ||
         r.y + r.height <= s.y + slack || s.y + s.height <= r.y + slack;
}

static void assert_layout_is_sound(const UiLayout* layout) {
  for (size_t a = 0; a < layout->count; a++) {
    const UiRect r = layout->items[a].rect;
    assert_true(r.x >= 0 && r.y >= 0 && r.width > 0 && r.height > 0);
    assert_true(r.x + r.width <= layout->width && r.y + r.height <= layout->height);
    for (size_t b = a + 1; b < layout->count; b++) {
      if (!are_apart(r, layout->items[b].rect)) {
        fail_msg("parts %d and %d overlap at %g x %g", (int)layout->items[a].part,
                 (int)layout->items[b].part, layout->width, layout->height);
      }
    }
  }
}

static void test_parts_do_not_overlap_and_lie_inside(void** state) {
  (void)state;
  UiLayout layout;
  for (double width = UI_LEAST_WIDTH; width < 1500; width += 37) {
    for (double height = UI_LEAST_HEIGHT; height < 1000; height += 61) {
      ui_layout_make(&layout, width, height, UI_MAIN, 0, true);
      for (int page = 0; page < layout.page_count; page++) {
        ui_layout_make(&layout, width, height, UI_MAIN, page, true);
        assert_layout_is_sound(&layout);
        assert_true(layout.roll.height > 50);
      }
      ui_layout_make(&layout, width, height, UI_BROWSE, 0, true);
      assert_layout_is_sound(&layout);
    }
  }
}

static void test_every_control_is_on_a_page(void** state) {
  (void)state;
  UiLayout layout;
  int found[TN_PORT_COUNT] = {0};
  ui_layout_make(&layout, UI_LEAST_WIDTH, UI_LEAST_HEIGHT, UI_MAIN, 0, false);
  const int pages = layout.page_count;
  for (int page = 0; page < pages; page++) {
    ui_layout_make(&layout, UI_LEAST_WIDTH, UI_LEAST_HEIGHT, UI_MAIN, page, false);
    for (size_t i = 0; i < layout.count; i++) {
      if (ui_part_is_port(layout.items[i].part)) {
        found[ui_port_of_part(layout.items[i].part)]++;
      }
    }
  }
  for (uint32_t port = 0; port < TN_PORT_COUNT; port++) {
    const UiPort* known = ui_port_find(port);
    assert_int_equal(found[port], !known ? 0 : ui_card_of(known->port) >= 0 ? 1 : pages);
  }
}

static void test_sizes_make_the_scale(void** state) {
  UiModel* model = *state;
  ui_resize(model, 900, 560, 1);
  assert_true(fabs(model->scale - 1) < 1e-9);
  ui_resize(model, 1800, 1120, 2);
  assert_true(fabs(model->scale - 2) < 1e-9);
  ui_resize(model, 240, 160, 1); // smaller than it can be: all of it shrinks
  assert_true(fabs(model->scale - 0.5) < 1e-9);
  ui_resize(model, 3840, 2160, 1);
  assert_true(model->scale > 2.5);
  ui_resize(model, 0, -7, 1);
  assert_int_equal(model->width, 1);
  assert_int_equal(model->height, 1);
  assert_true(model->scale > 0);
}

static void test_host_values_are_shown_and_limited(void** state) {
  UiModel* model = *state;
  ui_clean(model);
  ui_set_value(model, TN_PORT_TEMPO, 90.5F);
  assert_near(model->values[TN_PORT_TEMPO], 90.5F);
  assert_true(model->dirty);
  ui_set_value(model, TN_PORT_TEMPERATURE, 1e30F);
  assert_near(model->values[TN_PORT_TEMPERATURE], 2.0F);
  ui_set_value(model, TN_PORT_LENGTH, 11.6F);
  assert_near(model->values[TN_PORT_LENGTH], 12.0F);
}

static void test_nonsense_from_the_host_changes_nothing(void** state) {
  UiModel* model = *state;
  UiModel* before = malloc(sizeof *before);
  assert_non_null(before);
  ui_clean(model);
  memcpy(before, model, sizeof *before);
  ui_set_value(model, TN_PORT_TEMPERATURE, NAN);
  ui_set_value(model, TN_PORT_TEMPERATURE, INFINITY);
  ui_set_value(model, TN_PORT_FREEWHEEL, 1.0F);
  ui_set_value(model, TN_PORT_COUNT, 1.0F);
  ui_set_value(model, UINT32_MAX, 1.0F);
  assert_memory_equal(model, before, sizeof *model);
  free(before);
}

static void test_the_same_value_asks_for_no_redraw(void** state) {
  UiModel* model = *state;
  UiActions actions;
  ui_set_style(model, "Ragtime", false);
  ui_tick(model, 1, &actions);
  ui_clean(model);
  ui_set_value(model, TN_PORT_TEMPERATURE, 1.0F);
  ui_set_style(model, "Ragtime", false);
  ui_set_message(model, "", false);
  ui_tick(model, 2, &actions);
  assert_false(model->dirty);
  assert_false(model->roll_dirty);
}

static void test_what_has_no_effect_is_muted(void** state) {
  UiModel* model = *state;
  assert_true(ui_port_active(model, TN_PORT_TEMPERATURE));
  assert_false(ui_port_active(model, TN_PORT_TEMPO)); // the host leads
  ui_set_value(model, TN_PORT_SYNC, 1.0F);
  assert_true(ui_port_active(model, TN_PORT_TEMPO));
  ui_set_value(model, TN_PORT_ENABLED, 0.0F);
  assert_false(ui_port_active(model, TN_PORT_TEMPERATURE));
  assert_true(ui_port_active(model, TN_PORT_ENABLED));
}

// ---- values as text ----

static void test_values_read_well(void** state) {
  (void)state;
  static const struct {
    TnPort port;
    float value;
    const char* text;
  } cases[] = {{TN_PORT_TEMPERATURE, 0.0F, "0.00"},
               {TN_PORT_TEMPERATURE, 1.999F, "2.00"},
               {TN_PORT_TOP_P, 0.05F, "5%"},
               {TN_PORT_LENGTH, 1.0F, "1 bar"},
               {TN_PORT_LENGTH, 64.0F, "64 bars"},
               {TN_PORT_SEED, 9999.0F, "9999"},
               {TN_PORT_KEY, 0.0F, "auto"},
               {TN_PORT_KEY, 24.0F, "B minor"},
               {TN_PORT_LOW, 60.0F, "C4"},
               {TN_PORT_HIGH, 127.0F, "G9"},
               {TN_PORT_DENSITY, -0.004F, "0.00"},
               {TN_PORT_DENSITY, -0.5F,
                "\xE2\x88\x92"
                "0.50"},
               {TN_PORT_TEMPO, 119.96F, "120.0 BPM"},
               {TN_PORT_SCALE, 14.0F, "octatonic"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[UI_VALUE_TEXT];
    ui_port_text(ui_port_find(cases[i].port), cases[i].value, text);
    assert_string_equal(text, cases[i].text);
  }
}

static void test_what_is_written_can_be_read(void** state) {
  (void)state;
  for (uint32_t i = 0; i < TN_PORT_COUNT; i++) {
    const UiPort* port = ui_port_find(i);
    for (int step = 0; port && step <= 24; step++) {
      char text[UI_VALUE_TEXT];
      char again[UI_VALUE_TEXT];
      float value = port->minimum + (port->maximum - port->minimum) * (float)step / 24;
      ui_port_text(port, ui_port_quantise(port, value), text);
      assert_true(ui_port_read(port, text, &value));
      ui_port_text(port, value, again);
      assert_string_equal(text, again);
    }
  }
}

static void test_typed_values_are_understood(void** state) {
  (void)state;
  static const struct {
    TnPort port;
    const char* text;
    float value;
  } good[] = {{TN_PORT_TEMPERATURE, " 1,25 ", 1.25F},
              {TN_PORT_TEMPERATURE, "99", 2.0F},
              {TN_PORT_TOP_P, "80", 0.8F},
              {TN_PORT_TOP_P, "80 %", 0.8F},
              {TN_PORT_LENGTH, "12 b", 12.0F},
              {TN_PORT_LOW, "c#3", 49.0F},
              {TN_PORT_LOW, "48", 48.0F},
              {TN_PORT_LOW, "Bb2", 46.0F},
              {TN_PORT_KEY, "f# min", 19.0F},
              {TN_PORT_KEY, "C major", 1.0F},
              {TN_PORT_DENSITY, "-.5", -0.5F},
              {TN_PORT_CHANNEL, "1", 1.0F}};
  static const struct {
    TnPort port;
    const char* text;
  } bad[] = {{TN_PORT_TEMPERATURE, ""},
             {TN_PORT_TEMPERATURE, "."},
             {TN_PORT_TEMPERATURE, "1.2.3"},
             {TN_PORT_TEMPERATURE, "nan"},
             {TN_PORT_LOW, "H4"},
             {TN_PORT_KEY, "x"},
             {TN_PORT_SEED, "999999999999999999999"}};
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    float value = -99;
    assert_true(ui_port_read(ui_port_find(good[i].port), good[i].text, &value));
    assert_near(value, good[i].value);
  }
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    float value = -99;
    assert_false(ui_port_read(ui_port_find(bad[i].port), bad[i].text, &value));
    assert_near(value, -99);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_table_is_sound),
      MODEL_TEST(test_every_input_but_the_hosts_own_has_a_control),
      MODEL_TEST(test_starts_at_the_defaults),
      cmocka_unit_test(test_parts_do_not_overlap_and_lie_inside),
      cmocka_unit_test(test_every_control_is_on_a_page),
      MODEL_TEST(test_sizes_make_the_scale),
      MODEL_TEST(test_host_values_are_shown_and_limited),
      MODEL_TEST(test_nonsense_from_the_host_changes_nothing),
      MODEL_TEST(test_the_same_value_asks_for_no_redraw),
      MODEL_TEST(test_what_has_no_effect_is_muted),
      cmocka_unit_test(test_values_read_well),
      cmocka_unit_test(test_what_is_written_can_be_read),
      cmocka_unit_test(test_typed_values_are_understood),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
