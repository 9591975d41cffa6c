// The style browser: what headers say, search, shelves, the selection, favourites.
#include "plugin/engine/style.h"
#include "tests/unit/ui_hand.h"
#include "ui/library.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define SHIPPED "presets/hymns.safetensors"

typedef struct {
  char folder[64];
  char file[96];
  UiBrowser browser;
  Favourites favourites;
} Fixture;

static int set_up(void** state) {
  Fixture* f = calloc(1, sizeof *f);
  assert_non_null(f);
  snprintf(f->folder, sizeof f->folder, "/tmp/tiento-browser-XXXXXX");
  assert_non_null(mkdtemp(f->folder));
  snprintf(f->file, sizeof f->file, "%s/deep/down/favourites", f->folder);
  *state = f;
  return 0;
}

static int tear_down(void** state) {
  Fixture* f = *state;
  char command[128];
  ui_browser_free(&f->browser);
  favourites_free(&f->favourites);
  snprintf(command, sizeof command, "rm -r '%s'", f->folder);
  assert_int_equal(system(command), 0);
  free(f);
  return 0;
}

// Files of these names, empty, in the folder; shown.
static void fill(Fixture* f) {
  static const char* const names[] = {"Airs", "Ballads", "Jigs and reels", "Polkas", "Waltzes"};
  for (size_t i = 0; i < 5; i++) {
    char path[160];
    snprintf(path, sizeof path, "%s/%s.safetensors", f->folder, names[i]);
    FILE* file = fopen(path, "w");
    assert_non_null(file);
    fclose(file);
  }
  StyleList list = {0};
  const char* folders[] = {f->folder};
  assert_true(styles_scan(&list, folders, 1, NULL));
  assert_true(ui_browser_fill(&f->browser, &list, "/elsewhere", &f->favourites));
}

// As the engine reads it, whichever figures the style has come to when it was trained last.
static void test_a_header_is_read(void** state) {
  (void)state;
  UiStyleInfo info;
  TnStyle style;
  char reason[160];
  assert_int_equal(tn_style_read(SHIPPED, &style, reason, sizeof reason), TN_OK);
  const char* notes = tn_style_header_get(&style.header, "training.notes");
  const char* nats = tn_style_header_get(&style.header, "training.test_nats_a_note");
  assert_true(ui_style_info_read(SHIPPED, &info));
  assert_string_equal(info.name, "Hymns");
  assert_non_null(strstr(info.source, "Mutopia"));
  assert_true(info.licence[0] && !info.problem[0]);
  assert_int_equal(info.notes, atoi(notes));
  assert_true(info.notes > 40000);
  assert_true(fabs(info.nats - atof(nats)) < 1e-6);
  assert_true(info.nats > 1 && info.nats < 4);
  assert_true(info.bytes > 2000000);
  assert_string_equal(info.parts[0], "soprano");
  assert_string_equal(info.parts[6], "lower voice");
  assert_string_equal(info.parts[7], "");
  tn_style_free(&style);
}

static void write_bytes(const char* path, const void* bytes, size_t size) {
  FILE* file = fopen(path, "w");
  assert_non_null(file);
  assert_int_equal(fwrite(bytes, 1, size, file), size);
  fclose(file);
}

static void test_what_is_no_style_says_why(void** state) {
  Fixture* f = *state;
  static const char* const bad[] = {"",
                                    "short",
                                    "\xff\xff\xff\xff\xff\xff\xff\xff{}",
                                    "\x02\0\0\0\0\0\0\0{}",
                                    "\x40\0\0\0\0\0\0\0{}",
                                    "\x04\0\0\0\0\0\0\0nope"};
  static const size_t sizes[] = {0, 5, 10, 10, 10, 12};
  UiStyleInfo info;
  char path[160];
  snprintf(path, sizeof path, "%s/bad.safetensors", f->folder);
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    write_bytes(path, bad[i], sizes[i]);
    assert_false(ui_style_info_read(path, &info));
    assert_true(info.problem[0]);
  }
  assert_false(ui_style_info_read("/nowhere", &info));
  assert_false(ui_style_info_read(f->folder, &info));
}

static void test_search_finds_all_words_in_any_case(void** state) {
  Fixture* f = *state;
  fill(f);
  assert_int_equal(f->browser.shown_count, 5);
  ui_browser_show(&f->browser, UI_ALL, "  REELS jig ");
  assert_int_equal(f->browser.shown_count, 1);
  assert_string_equal(ui_browser_row(&f->browser, 0)->title, "Jigs and reels");
  ui_browser_show(&f->browser, UI_ALL, "reels tango");
  assert_int_equal(f->browser.shown_count, 0);
  assert_null(ui_browser_row(&f->browser, 0));
}

static void test_the_selection_stays_on_its_style(void** state) {
  Fixture* f = *state;
  fill(f);
  f->browser.selected = 3;
  ui_browser_show(&f->browser, UI_ALL, "a"); // Airs, Ballads, Jigs and, Polkas, Waltzes
  assert_string_equal(ui_browser_row(&f->browser, f->browser.selected)->title, "Polkas");
  ui_browser_show(&f->browser, UI_ALL, "polk");
  assert_int_equal(f->browser.selected, 0);
  ui_browser_show(&f->browser, UI_ALL, "airs");
  assert_int_equal(f->browser.selected, f->browser.shown_count); // none
  ui_browser_show(&f->browser, UI_ALL, "");
  fill(f);
  assert_int_equal(f->browser.shown_count, 5);
}

static void test_steps_stay_in_the_list(void** state) {
  Fixture* f = *state;
  fill(f);
  f->browser.selected = 5;
  assert_true(ui_browser_step(&f->browser, 1));
  assert_int_equal(f->browser.selected, 0);
  assert_false(ui_browser_step(&f->browser, -1));
  assert_true(ui_browser_step(&f->browser, 100));
  assert_int_equal(f->browser.selected, 4);
  assert_false(ui_browser_step(&f->browser, 1));
  ui_browser_reveal(&f->browser, 2);
  assert_int_equal(f->browser.top, 3);
  ui_browser_scroll(&f->browser, -10, 2);
  assert_int_equal(f->browser.top, 0);
  ui_browser_scroll(&f->browser, 10, 2);
  assert_int_equal(f->browser.top, 3);
}

static void test_headers_are_read_a_few_at_a_time(void** state) {
  Fixture* f = *state;
  fill(f);
  assert_true(ui_browser_read(&f->browser, 2));
  assert_true(f->browser.rows[1].read);
  assert_false(f->browser.rows[2].read);
  assert_true(ui_browser_read(&f->browser, 100));
  assert_false(ui_browser_read(&f->browser, 100));
  assert_true(f->browser.rows[4].info.problem[0]); // it is empty
}

static void test_favourites_are_kept(void** state) {
  Fixture* f = *state;
  char reason[128];
  favourites_load(&f->favourites, f->file);
  assert_int_equal(f->favourites.count, 0);
  assert_true(favourites_toggle(&f->favourites, "/a b.safetensors", reason, sizeof reason));
  assert_true(favourites_toggle(&f->favourites, "/c.safetensors", reason, sizeof reason));
  assert_true(favourites_toggle(&f->favourites, "/a b.safetensors", reason, sizeof reason));
  favourites_load(&f->favourites, f->file);
  assert_int_equal(f->favourites.count, 1);
  assert_true(favourites_have(&f->favourites, "/c.safetensors"));
  assert_false(favourites_have(&f->favourites, "/a b.safetensors"));
}

static void test_favourites_that_cannot_be_kept_hold_for_now(void** state) {
  Fixture* f = *state;
  char reason[128] = "";
  favourites_load(&f->favourites, "/proc/no/favourites");
  assert_false(favourites_toggle(&f->favourites, "/a.safetensors", reason, sizeof reason));
  assert_true(reason[0]);
  assert_true(favourites_have(&f->favourites, "/a.safetensors"));
}

static void test_damaged_favourites_are_passed_over(void** state) {
  Fixture* f = *state;
  char path[160];
  static const char text[] = "not a path\n/good.safetensors\n\n/good.safetensors\n\xff\x01\n/end";
  snprintf(path, sizeof path, "%s/f", f->folder);
  write_bytes(path, text, sizeof text - 1);
  favourites_load(&f->favourites, path);
  assert_int_equal(f->favourites.count, 2);
}

static void test_the_shelf_of_favourites(void** state) {
  Fixture* f = *state;
  UiModel* model = malloc(sizeof *model);
  Library* library = malloc(sizeof *library);
  assert_true(model && library);
  ui_init(model);
  setenv("XDG_CONFIG_HOME", f->folder, 1);
  setenv("HOME", f->folder, 1);
  library_init(library, "nowhere/"); // nothing ships there
  fill(f);
  char path[160];
  snprintf(path, sizeof path, "%s/Polkas.safetensors", f->folder);
  library_has(library, model, path);
  const size_t place = ui_browser_find(&model->browser, path);
  assert_true(place < model->browser.shown_count);
  library_toggle(library, model, place);
  ui_browser_show(&model->browser, UI_FAVOURITES, "");
  assert_int_equal(model->browser.shown_count, 1);
  assert_string_equal(ui_browser_row(&model->browser, 0)->path, path);
  const char* wanted = library_step(library, model, -1);
  assert_non_null(strstr(wanted, "Jigs"));
  assert_true(model->style_loading);
  library_refuse(library, model);
  assert_false(model->style_loading);
  assert_string_equal(model->style, "Polkas");
  library_free(library);
  ui_free(model);
  free(library);
  free(model);
}

#define BROWSER_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_header_is_read),
      BROWSER_TEST(test_what_is_no_style_says_why),
      BROWSER_TEST(test_search_finds_all_words_in_any_case),
      BROWSER_TEST(test_the_selection_stays_on_its_style),
      BROWSER_TEST(test_steps_stay_in_the_list),
      BROWSER_TEST(test_headers_are_read_a_few_at_a_time),
      BROWSER_TEST(test_favourites_are_kept),
      BROWSER_TEST(test_favourites_that_cannot_be_kept_hold_for_now),
      BROWSER_TEST(test_damaged_favourites_are_passed_over),
      BROWSER_TEST(test_the_shelf_of_favourites),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
