// The drawing, by its pixels on image surfaces: against reference pictures of its own, and in what
// must hold at any size.
//
// A pixel differs where one of its colours is more than 32 of 255 from the reference's; a picture
// differs where more than 1 pixel in 200 does (of the large ones, 1 in 1000). That is more than
// what releases of the font's renderer make of one font, and less than a note, a hand's breadth of
// a knob's ring or a row of the list, which the tests show. WRITE_PICTURES=1 writes the references
// anew: look at them.
#include "tests/unit/ui_hand.h"
#include "ui/draw.h"

#include <fontconfig/fontconfig.h>
#include <stdint.h>
#include <stdio.h>

#include "plugin/uris.h"

#define PICTURES "tests/unit/pictures/"

enum { BAR = 4 * UI_FINE_A_QUARTER, NEAR = 32, LARGE = 50000 };

// Draws `model` on a new surface, which the caller destroys.
static cairo_surface_t* draw(const UiModel* model) {
  cairo_surface_t* surface =
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, model->width, model->height);
  cairo_t* cr = cairo_create(surface);
  draw_model(cr, model, false);
  assert_int_equal(cairo_status(cr), CAIRO_STATUS_SUCCESS);
  cairo_destroy(cr);
  cairo_surface_flush(surface);
  return surface;
}

// A part of it, in units.
static cairo_surface_t* draw_part(const UiModel* model, UiRect rect) {
  cairo_surface_t* whole = draw(model);
  cairo_surface_t* part = cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, (int)(rect.width * model->scale), (int)(rect.height * model->scale));
  cairo_t* cr = cairo_create(part);
  cairo_set_source_surface(cr, whole, -floor(rect.x * model->scale), -floor(rect.y * model->scale));
  cairo_paint(cr);
  cairo_destroy(cr);
  cairo_surface_destroy(whole);
  cairo_surface_flush(part);
  return part;
}

static uint32_t pixel(cairo_surface_t* surface, int x, int y) {
  const unsigned char* row = cairo_image_surface_get_data(surface) +
                             (ptrdiff_t)y * cairo_image_surface_get_stride(surface);
  uint32_t value;
  memcpy(&value, row + 4 * (ptrdiff_t)x, sizeof value);
  return value & 0xFFFFFFU;
}

static bool are_near(uint32_t a, uint32_t b) {
  for (int shift = 0; shift < 24; shift += 8) {
    if (abs((int)(a >> shift & 0xff) - (int)(b >> shift & 0xff)) > NEAR) {
      return false;
    }
  }
  return true;
}

// Whether two pictures differ, by the rule above.
static bool differ(cairo_surface_t* a, cairo_surface_t* b) {
  const int width = cairo_image_surface_get_width(a);
  const int height = cairo_image_surface_get_height(a);
  const long all = (long)width * height;
  long differences = 0;
  if (cairo_image_surface_get_width(b) != width || cairo_image_surface_get_height(b) != height) {
    return true;
  }
  for (int y = 0; y < height; y++) {
    for (int x = 0; x < width; x++) {
      differences += !are_near(pixel(a, x, y), pixel(b, x, y));
    }
  }
  return differences * (all > LARGE ? 1000 : 200) > all;
}

// Whether the part looks as its reference does. Where it does not, a copy is left in `build`.
static bool is_as_ever(const UiModel* model, UiRect rect, const char* name) {
  char path[128];
  snprintf(path, sizeof path, PICTURES "%s.png", name);
  cairo_surface_t* part = draw_part(model, rect);
  cairo_surface_t* reference = cairo_image_surface_create_from_png(path);
  assert_int_equal(cairo_surface_status(reference), CAIRO_STATUS_SUCCESS);
  const bool same = !differ(part, reference);
  if (!same) {
    snprintf(path, sizeof path, "build/%s-differs.png", name);
    cairo_surface_write_to_png(part, path);
  }
  cairo_surface_destroy(part);
  cairo_surface_destroy(reference);
  return same;
}

static void assert_as_ever(const UiModel* model, UiRect rect, const char* name) {
  if (getenv("WRITE_PICTURES")) {
    char path[128];
    snprintf(path, sizeof path, PICTURES "%s.png", name);
    cairo_surface_t* part = draw_part(model, rect);
    assert_int_equal(cairo_surface_write_to_png(part, path), CAIRO_STATUS_SUCCESS);
    cairo_surface_destroy(part);
  }
  assert_true(is_as_ever(model, rect, name));
}

// ---- a model with something to see ----

static void take_note(UiRoll* roll, int32_t from, int32_t to, int part, int pitch) {
  const int64_t next = roll->next_number < 0 ? 0 : roll->next_number;
  const int32_t ints[2 * TN_NOTE_INTS] = {from, 100, part, pitch, 0, to, 0, part, pitch, 0};
  ui_roll_take_notes(roll, next, ints, 2 * TN_NOTE_INTS, 0);
}

static void fill_roll(UiModel* model) {
  UiRoll* roll = &model->roll;
  UiActions actions;
  for (int i = 0; i < 16; i++) {
    take_note(roll, i * BAR / 4, (i + 1) * BAR / 4 - 60, i % 8, 50 + 5 * i % 24);
  }
  take_note(roll, 3 * BAR, 3 * BAR + 900, UI_PLAYER_PART, 80);
  const int32_t queue[] = {2, 0, 4 * BAR, 900, 1, 64, 4 * BAR + 960, 900, 3, 60};
  const int32_t locks[] = {1, 0, 2};
  const int32_t playhead[TN_PLAYHEAD_INTS] = {4 * BAR - 300, 0, 4, 4};
  int32_t odds[TN_ODDS_INTS] = {[TN_ODDS_PART] = 1, [TN_ODDS_PITCH] = 64};
  odds[TN_ODDS_SHARES + 32] = 30000;
  odds[TN_ODDS_SHARES + 30] = 20000 | 15000 << 16;
  ui_roll_take_queued(roll, queue, sizeof queue / sizeof *queue);
  ui_roll_take_locks(roll, locks, 3);
  ui_roll_take_playhead(roll, playhead, TN_PLAYHEAD_INTS, 1);
  ui_roll_take_odds(roll, odds, TN_ODDS_INTS);
  ui_tick(model, 1, &actions);
  ui_view_follow(&model->view, roll, model->layout.roll, true);
}

static UiRect roll_rect(const UiModel* model) {
  const UiLayout* l = &model->layout;
  return (UiRect){l->keys.x, l->ruler.y, l->odds.x + l->odds.width - l->keys.x, l->odds.height};
}

static void test_the_roll_looks_as_ever(void** state) {
  UiModel* model = *state;
  ui_resize(model, 640, 360, 1);
  fill_roll(model);
  assert_as_ever(model, roll_rect(model), "roll");
  model->roll.notes[9].velocity = 0; // a note is missing
  assert_false(is_as_ever(model, roll_rect(model), "roll"));
  model->roll.notes[9].velocity = 100;
  model->roll.notes[9].part = 3; // has another colour
  assert_false(is_as_ever(model, roll_rect(model), "roll"));
  model->roll.notes[9].part = 1;
  model->roll.shown += 200; // all of it is elsewhere
  assert_false(is_as_ever(model, roll_rect(model), "roll"));
  model->roll.shown -= 200;
  model->roll.queued_count = 0;
  assert_false(is_as_ever(model, roll_rect(model), "roll"));
}

static void test_the_roll_looks_as_ever_at_twice_the_scale(void** state) {
  UiModel* model = *state;
  ui_resize(model, 1280, 720, 2);
  fill_roll(model);
  assert_as_ever(model, roll_rect(model), "roll-2");
}

static void test_a_knob_looks_as_ever(void** state) {
  UiModel* model = *state;
  const UiRect rect = ui_layout_rect(&model->layout, ui_part_of_port(TN_PORT_TEMPERATURE));
  ui_set_value(model, TN_PORT_TEMPERATURE, 1.5F);
  assert_as_ever(model, rect, "knob");
  ui_set_value(model, TN_PORT_TEMPERATURE, 1.3F);
  assert_false(is_as_ever(model, rect, "knob"));
  ui_set_value(model, TN_PORT_TEMPERATURE, 1.5F);
  ui_set_value(model, TN_PORT_ENABLED, 0); // it is muted
  assert_false(is_as_ever(model, rect, "knob"));
}

static void test_the_controls_look_as_ever(void** state) {
  UiModel* model = *state;
  ui_set_value(model, TN_PORT_SCALE, 5);
  ui_set_value(model, TN_PORT_LOW, 40);
  ui_set_value(model, TN_PORT_LISTEN, 1);
  model->page = model->layout.page_of[ui_card_of(TN_PORT_KEY)];
  ui_lay_out(model);
  const UiRect cards = model->layout.cards[ui_card_of(TN_PORT_KEY)];
  const UiRect panel = {0, cards.y, model->layout.width, cards.height};
  assert_as_ever(model, panel, "controls");
  ui_set_value(model, TN_PORT_LISTEN, 0);
  assert_false(is_as_ever(model, panel, "controls"));
}

static void fill_browser(UiModel* model) {
  static const char* const names[] = {"/s/Bach.safetensors", "/s/Hymns.safetensors",
                                      "/s/Ragtime.safetensors", "/u/Zortzikos.safetensors"};
  StyleList list = {.files = calloc(4, sizeof *list.files), .count = 4};
  const Favourites none = {0};
  assert_non_null(list.files);
  for (size_t i = 0; i < 4; i++) {
    list.files[i] = (StyleFile){.path = strdup(names[i]), .device = 1, .inode = 100000 + i};
  }
  assert_true(ui_browser_fill(&model->browser, &list, "/s", &none));
  for (size_t i = 0; i < 4; i++) {
    UiStyleRow* row = &model->browser.rows[i];
    row->read = true;
    row->favourite = i == 1;
    row->info = (UiStyleInfo){.source = "Folk songs",
                              .licence = "public domain",
                              .bytes = 2900000,
                              .notes = 53644,
                              .pieces = 151,
                              .nats = 3.18,
                              .parts = {"melody", "bass"}};
  }
}

static void test_the_list_looks_as_ever(void** state) {
  UiModel* model = *state;
  ui_resize(model, 720, 360, 1);
  fill_browser(model);
  model->browser.selected = 2;
  ui_set_mode(model, UI_BROWSE);
  const UiRect rect = model->layout.list;
  const UiRect all = {0, rect.y - 40, model->layout.width, 200};
  assert_as_ever(model, all, "list");
  model->browser.selected = 1;
  assert_false(is_as_ever(model, all, "list"));
  model->browser.selected = 2;
  ui_browser_show(&model->browser, UI_USER, "");
  assert_false(is_as_ever(model, all, "list"));
}

// ---- what must hold ----

static void test_the_ground_covers_every_size(void** state) {
  UiModel* model = *state;
  static const int sizes[][2] = {{1, 1}, {480, 320}, {900, 560}, {1360, 600}, {301, 997}};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    for (int mode = UI_MAIN; mode <= UI_SAVE; mode++) {
      ui_resize(model, sizes[i][0], sizes[i][1], 1);
      ui_set_mode(model, (UiMode)mode);
      cairo_surface_t* surface = draw(model);
      assert_int_not_equal(pixel(surface, 0, 0), 0);
      assert_int_not_equal(pixel(surface, model->width - 1, model->height - 1), 0);
      cairo_surface_destroy(surface);
    }
  }
}

// The same picture comes of drawing all, and of drawing anew only what moves.
static void test_what_moves_can_be_drawn_alone(void** state) {
  UiModel* model = *state;
  static const double scales[] = {1, 1.37, 2};
  for (size_t i = 0; i < 3; i++) {
    ui_resize(model, (int)(900 * scales[i]), (int)(560 * scales[i]), scales[i]);
    fill_roll(model);
    cairo_surface_t* surface = draw(model);
    model->roll.shown += BAR / 3.0;
    ui_set_value(model, TN_PORT_NOTES_PER_SECOND, 7);
    cairo_t* cr = cairo_create(surface);
    draw_model(cr, model, true);
    cairo_destroy(cr);
    cairo_surface_flush(surface);
    cairo_surface_t* whole = draw(model);
    for (int y = 0; y < model->height; y++) {
      for (int x = 0; x < model->width; x++) {
        if (!are_near(pixel(surface, x, y), pixel(whole, x, y))) {
          fail_msg("pixel %d %d", x, y);
        }
      }
    }
    cairo_surface_destroy(surface);
    cairo_surface_destroy(whole);
  }
}

static void test_long_and_hostile_texts_do_no_harm(void** state) {
  UiModel* model = *state;
  char longer[400];
  memset(longer, 'W', sizeof longer);
  longer[sizeof longer - 1] = '\0';
  ui_set_style(model, longer, false);
  ui_set_message(model, longer, true);
  cairo_surface_t* first = draw(model);
  ui_set_style(model, "\xFF\xFE\x01 \xC3", true);
  ui_set_message(model, "\xED\xA0\x80 %s%n", true);
  cairo_surface_t* second = draw(model);
  // What comes after the header and the message is drawn all the same.
  const UiRect rect = model->layout.cards[0];
  for (int x = (int)rect.x; x < (int)(rect.x + rect.width); x++) {
    assert_int_equal(pixel(first, x, (int)rect.y + 40), pixel(second, x, (int)rect.y + 40));
  }
  cairo_surface_destroy(first);
  cairo_surface_destroy(second);
}

static void test_the_context_is_left_as_it_was(void** state) {
  UiModel* model = *state;
  cairo_surface_t* surface =
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, model->width, model->height);
  cairo_t* cr = cairo_create(surface);
  cairo_matrix_t before;
  cairo_matrix_t after;
  cairo_get_matrix(cr, &before);
  draw_model(cr, model, false);
  cairo_get_matrix(cr, &after);
  assert_memory_equal(&before, &after, sizeof before);
  assert_false(cairo_has_current_point(cr));
  cairo_destroy(cr);
  cairo_surface_destroy(surface);
}

// The pictures were made with this font.
static int use_one_font(void** state) {
  (void)state;
  static const char font[] = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
  static const char bold[] = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf";
  FcConfig* config = FcConfigCreate();
  if (!config || !FcConfigAppFontAddFile(config, (const FcChar8*)font) ||
      !FcConfigAppFontAddFile(config, (const FcChar8*)bold)) {
    fprintf(stderr, "the font DejaVu Sans (fonts-dejavu-core) is not installed\n");
    return -1;
  }
  return FcConfigSetCurrent(config) ? 0 : -1;
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
      MODEL_TEST(test_the_roll_looks_as_ever),
      MODEL_TEST(test_the_roll_looks_as_ever_at_twice_the_scale),
      MODEL_TEST(test_a_knob_looks_as_ever),
      MODEL_TEST(test_the_controls_look_as_ever),
      MODEL_TEST(test_the_list_looks_as_ever),
      MODEL_TEST(test_the_ground_covers_every_size),
      MODEL_TEST(test_what_moves_can_be_drawn_alone),
      MODEL_TEST(test_long_and_hostile_texts_do_no_harm),
      MODEL_TEST(test_the_context_is_left_as_it_was),
  };
  return cmocka_run_group_tests(tests, use_one_font, give_fonts_back);
}
