// The drawing, by its pixels on image surfaces. Colours are asked for at places where no letter
// lies, so that the fonts of the machine do not matter.
#include "ui/draw.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TURN 6.283185307179586

// Draws `model` on a new surface, which the caller destroys.
static cairo_surface_t* draw(const UiModel* model) {
  cairo_surface_t* surface =
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, model->width, model->height);
  cairo_t* cr = cairo_create(surface);
  draw_model(cr, model);
  assert_int_equal(cairo_status(cr), CAIRO_STATUS_SUCCESS);
  cairo_destroy(cr);
  cairo_surface_flush(surface);
  return surface;
}

static uint32_t pixel(cairo_surface_t* surface, int x, int y) {
  const unsigned char* row = cairo_image_surface_get_data(surface) +
                             (ptrdiff_t)y * cairo_image_surface_get_stride(surface);
  uint32_t value;
  memcpy(&value, row + 4 * (ptrdiff_t)x, sizeof value);
  return value & 0xFFFFFFU;
}

static int red(uint32_t colour) {
  return (int)(colour >> 16);
}

static int blue(uint32_t colour) {
  return (int)(colour & 0xFF);
}

// The accent of the theme is warm; everything else in it is grey or bluish.
static bool is_warm(uint32_t colour) {
  return red(colour) - blue(colour) > 60;
}

static size_t count_differences(cairo_surface_t* a, cairo_surface_t* b, UiRect in) {
  size_t count = 0;
  for (int y = (int)in.y; y < (int)(in.y + in.height); y++) {
    for (int x = (int)in.x; x < (int)(in.x + in.width); x++) {
      count += pixel(a, x, y) != pixel(b, x, y);
    }
  }
  return count;
}

static size_t count_warm(cairo_surface_t* surface, UiRect in) {
  size_t count = 0;
  for (int y = (int)in.y; y < (int)(in.y + in.height); y++) {
    for (int x = (int)in.x; x < (int)(in.x + in.width); x++) {
      count += is_warm(pixel(surface, x, y));
    }
  }
  return count;
}

static const UiRect WHOLE = {0, 0, UI_WIDTH, UI_HEIGHT};

// The colour of a knob's ring `turn` of its way from the lowest to the highest value, at scale 1.
static uint32_t ring_pixel(cairo_surface_t* surface, UiPart knob, double turn) {
  UiRect rect = ui_part_rect(knob);
  double angle = TURN * (0.375 + 0.75 * turn);
  double x = rect.x + rect.width / 2 + 31.0 * cos(angle);
  double y = rect.y + 41.0 + 31.0 * sin(angle);
  return pixel(surface, (int)floor(x), (int)floor(y));
}

static void test_the_ground_covers_every_size(void** state) {
  (void)state;
  static const int sizes[][2] = {{1, 1}, {480, 320}, {680, 300}, {1360, 600}, {301, 997}};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    UiModel model;
    ui_init(&model);
    ui_resize(&model, sizes[i][0], sizes[i][1]);
    cairo_surface_t* surface = draw(&model);
    uint32_t corner = pixel(surface, 0, 0);
    assert_int_not_equal(corner, 0);
    assert_int_equal(pixel(surface, model.width - 1, model.height - 1), corner);
    cairo_surface_destroy(surface);
  }
}

static void test_the_rings_show_the_values(void** state) {
  (void)state;
  static const float positions[] = {0.25F, 0.5F, 0.75F};
  for (UiPart knob = 0; ui_is_knob(knob); knob++) {
    for (size_t i = 0; i < 3; i++) {
      UiModel model;
      ui_init(&model);
      ui_set_value(&model, TN_PORT_SYNC, 1.0F);
      const UiPort* port = &UI_KNOBS[knob];
      float range = port->maximum - port->minimum;
      ui_set_value(&model, port->port, port->minimum + positions[i] * range);
      cairo_surface_t* surface = draw(&model);
      double turn = (double)positions[i];
      assert_true(is_warm(ring_pixel(surface, knob, turn - 0.08)));
      assert_false(is_warm(ring_pixel(surface, knob, turn + 0.08)));
      cairo_surface_destroy(surface);
    }
  }
}

static void test_muted_knobs_lose_their_colour(void** state) {
  (void)state;
  UiModel model;
  ui_init(&model);
  ui_set_value(&model, TN_PORT_TEMPO, 300.0F);
  cairo_surface_t* surface = draw(&model);
  assert_true(is_warm(ring_pixel(surface, UI_PART_TEMPERATURE, 0.2)));
  assert_false(is_warm(ring_pixel(surface, UI_PART_TEMPO, 0.2))); // the host leads
  cairo_surface_destroy(surface);
  ui_set_value(&model, TN_PORT_ENABLED, 0.0F);
  surface = draw(&model);
  assert_false(is_warm(ring_pixel(surface, UI_PART_TEMPERATURE, 0.2)));
  cairo_surface_destroy(surface);
}

static void test_the_chosen_segment_is_filled(void** state) {
  (void)state;
  UiModel model;
  ui_init(&model);
  for (int free_running = 0; free_running < 2; free_running++) {
    ui_set_value(&model, TN_PORT_SYNC, (float)free_running);
    cairo_surface_t* surface = draw(&model);
    UiRect host = ui_part_rect(UI_PART_SYNC_HOST);
    UiRect free_segment = ui_part_rect(UI_PART_SYNC_FREE);
    assert_int_equal(count_warm(surface, host) > 1000, !free_running);
    assert_int_equal(count_warm(surface, free_segment) > 1000, free_running);
    cairo_surface_destroy(surface);
  }
}

static void test_a_change_redraws_only_its_part(void** state) {
  (void)state;
  UiModel model;
  ui_init(&model);
  cairo_surface_t* before = draw(&model);
  ui_set_value(&model, TN_PORT_SEED, 5000.0F);
  cairo_surface_t* after = draw(&model);
  UiRect rect = ui_part_rect(UI_PART_SEED);
  size_t inside = count_differences(before, after, rect);
  assert_true(inside > 100);
  assert_int_equal(count_differences(before, after, WHOLE), inside);
  cairo_surface_destroy(before);
  cairo_surface_destroy(after);
}

static void test_hover_lights_a_knob(void** state) {
  (void)state;
  UiModel model;
  ui_init(&model);
  cairo_surface_t* before = draw(&model);
  model.hover = UI_PART_LENGTH;
  cairo_surface_t* after = draw(&model);
  UiRect rect = ui_part_rect(UI_PART_LENGTH);
  int x = (int)(rect.x + rect.width / 2);
  int y = (int)rect.y + 41;
  assert_true(red(pixel(after, x, y)) > red(pixel(before, x, y)));
  cairo_surface_destroy(before);
  cairo_surface_destroy(after);
}

static void test_long_texts_stay_in_their_fields(void** state) {
  (void)state;
  UiModel model;
  ui_init(&model);
  ui_set_place(&model, 2000, 2048);
  cairo_surface_t* before = draw(&model);
  char longer[400];
  memset(longer, 'W', sizeof longer);
  longer[sizeof longer - 1] = '\0';
  ui_set_style(&model, longer, false);
  ui_set_message(&model, longer);
  cairo_surface_t* after = draw(&model);
  UiRect arrow = ui_part_rect(UI_PART_STYLE_NEXT);
  UiRect right = {arrow.x, 0, UI_WIDTH - arrow.x, 60};
  UiRect margin = {UI_WIDTH - 20, 0, 20, UI_HEIGHT};
  UiRect message = {24, 265, 632, 25};
  assert_int_equal(count_differences(before, after, right), 0);
  assert_int_equal(count_differences(before, after, margin), 0);
  assert_true(count_differences(before, after, message) > 500);
  cairo_surface_destroy(before);
  cairo_surface_destroy(after);
}

static void test_hostile_names_do_not_stop_the_drawing(void** state) {
  (void)state;
  UiModel model;
  ui_init(&model);
  ui_set_style(&model, "\xFF\xFE\x01 \xC3", true);
  ui_set_message(&model, "\xED\xA0\x80 %s%n");
  cairo_surface_t* surface = draw(&model);
  assert_true(is_warm(ring_pixel(surface, UI_PART_TEMPERATURE, 0.2)));
  cairo_surface_destroy(surface);
}

static void test_the_context_is_left_as_it_was(void** state) {
  (void)state;
  UiModel model;
  ui_init(&model);
  cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, UI_WIDTH, UI_HEIGHT);
  cairo_t* cr = cairo_create(surface);
  cairo_matrix_t before;
  cairo_matrix_t after;
  cairo_get_matrix(cr, &before);
  draw_model(cr, &model);
  cairo_get_matrix(cr, &after);
  assert_memory_equal(&before, &after, sizeof before);
  assert_false(cairo_has_current_point(cr));
  cairo_destroy(cr);
  cairo_surface_destroy(surface);
}

static void test_twice_the_scale_is_the_same_picture(void** state) {
  (void)state;
  UiModel model;
  ui_init(&model);
  ui_set_value(&model, TN_PORT_TEMPERATURE, 1.5F);
  cairo_surface_t* small = draw(&model);
  ui_resize(&model, 2 * UI_WIDTH, 2 * UI_HEIGHT);
  cairo_surface_t* large = draw(&model);
  // Where the small one is flat (it equals its neighbours) the large one has its colour too.
  size_t wrong = 0;
  size_t flat = 0;
  for (int y = 64; y < 200; y++) { // the cards and knobs, without letters below
    for (int x = 1; x < UI_WIDTH - 1; x++) {
      uint32_t colour = pixel(small, x, y);
      bool same = colour == pixel(small, x - 1, y) && colour == pixel(small, x + 1, y) &&
                  colour == pixel(small, x, y - 1) && colour == pixel(small, x, y + 1);
      flat += same;
      wrong += same && pixel(large, 2 * x, 2 * y) != colour;
    }
  }
  assert_true(flat > 40000);
  assert_true(wrong < flat / 200);
  cairo_surface_destroy(small);
  cairo_surface_destroy(large);
}

// cairo keeps fonts for the next use; given back, what a leak checker finds is a leak. A few
// patterns that fontconfig keeps remain, and no function of cairo's gives them back.
static int give_fonts_back(void** state) {
  (void)state;
  cairo_debug_reset_static_data();
  return 0;
}

// Asked by LeakSanitizer where the test is built with it.
// NOLINTNEXTLINE(bugprone-reserved-identifier)
__attribute__((visibility("default"))) const char* __lsan_default_suppressions(void);
// NOLINTNEXTLINE(bugprone-reserved-identifier)
const char* __lsan_default_suppressions(void) {
  return "leak:libfontconfig\n";
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_the_ground_covers_every_size),
      cmocka_unit_test(test_the_rings_show_the_values),
      cmocka_unit_test(test_muted_knobs_lose_their_colour),
      cmocka_unit_test(test_the_chosen_segment_is_filled),
      cmocka_unit_test(test_a_change_redraws_only_its_part),
      cmocka_unit_test(test_hover_lights_a_knob),
      cmocka_unit_test(test_long_texts_stay_in_their_fields),
      cmocka_unit_test(test_hostile_names_do_not_stop_the_drawing),
      cmocka_unit_test(test_the_context_is_left_as_it_was),
      cmocka_unit_test(test_twice_the_scale_is_the_same_picture),
  };
  return cmocka_run_group_tests(tests, NULL, give_fonts_back);
}
