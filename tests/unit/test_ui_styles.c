// The list of style files, on folders made for the test.
#include "ui/styles.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { FOLDER_SIZE = 32, PATH_SIZE = 96 };

typedef struct {
  char folder[FOLDER_SIZE];
  StyleList list;
} Fixture;

static void path_of(const Fixture* fixture, const char* name, char path[PATH_SIZE]) {
  snprintf(path, PATH_SIZE, "%s/%s", fixture->folder, name);
}

static void make_file(const Fixture* fixture, const char* name) {
  char path[PATH_SIZE];
  path_of(fixture, name, path);
  FILE* file = fopen(path, "w");
  assert_non_null(file);
  fclose(file);
}

static int set_up(void** state) {
  Fixture* fixture = calloc(1, sizeof *fixture);
  assert_non_null(fixture);
  snprintf(fixture->folder, sizeof fixture->folder, "/tmp/tiento-styles-XXXXXX");
  assert_non_null(mkdtemp(fixture->folder));
  char path[PATH_SIZE];
  path_of(fixture, "user", path);
  assert_int_equal(mkdir(path, 0700), 0);
  path_of(fixture, "folder.safetensors", path);
  assert_int_equal(mkdir(path, 0700), 0);
  make_file(fixture, "ragtime.safetensors");
  make_file(fixture, "Bach.safetensors");
  make_file(fixture, "notes.txt");
  make_file(fixture, ".hidden.safetensors");
  make_file(fixture, ".safetensors");
  make_file(fixture, "user/mine.safetensors");
  *state = fixture;
  return 0;
}

static int tear_down(void** state) {
  static const char* const names[] = {"tiento-Rags.lv2/Rags.safetensors",
                                      "tiento-Rags.lv2/manifest.ttl",
                                      "tiento-Rags.lv2",
                                      "other.lv2/no.safetensors",
                                      "other.lv2",
                                      "tiento-none/no.safetensors",
                                      "tiento-none",
                                      "user/link.safetensors",
                                      "user/mine.safetensors",
                                      "user",
                                      "folder.safetensors",
                                      "ragtime.safetensors",
                                      "Bach.safetensors",
                                      "notes.txt",
                                      ".hidden.safetensors",
                                      ".safetensors"};
  Fixture* fixture = *state;
  styles_free(&fixture->list);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    char path[PATH_SIZE];
    path_of(fixture, names[i], path);
    remove(path);
  }
  int left = rmdir(fixture->folder);
  free(fixture);
  return left;
}

static void scan_both(Fixture* fixture) {
  char user[PATH_SIZE];
  path_of(fixture, "user", user);
  const char* folders[] = {fixture->folder, user};
  assert_true(styles_scan(&fixture->list, folders, 2, NULL));
}

static void assert_listed(const StyleList* list, size_t index, const char* name) {
  char shown[PATH_SIZE];
  assert_true(index < list->count);
  styles_name(list->files[index].path, shown, sizeof shown);
  assert_string_equal(shown, name);
}

static void test_lists_style_files_by_name(void** state) {
  Fixture* fixture = *state;
  scan_both(fixture);
  assert_int_equal(fixture->list.count, 3);
  assert_listed(&fixture->list, 0, "Bach");
  assert_listed(&fixture->list, 1, "mine");
  assert_listed(&fixture->list, 2, "ragtime");
}

static void test_one_file_is_listed_once(void** state) {
  Fixture* fixture = *state;
  char target[PATH_SIZE];
  char link_path[PATH_SIZE];
  path_of(fixture, "Bach.safetensors", target);
  path_of(fixture, "user/link.safetensors", link_path);
  assert_int_equal(symlink(target, link_path), 0);
  scan_both(fixture);
  assert_int_equal(fixture->list.count, 3);
  // The link leads to the listed file, though it is not the listed path.
  assert_int_equal(styles_find(&fixture->list, link_path), 0);
}

static void test_installed_styles_are_listed(void** state) {
  Fixture* fixture = *state;
  static const char* const BUNDLES[] = {"tiento-Rags.lv2", "other.lv2", "tiento-none"};
  char path[PATH_SIZE];
  for (size_t i = 0; i < 3; i++) {
    path_of(fixture, BUNDLES[i], path);
    assert_int_equal(mkdir(path, 0700), 0);
  }
  make_file(fixture, "tiento-Rags.lv2/Rags.safetensors");
  make_file(fixture, "tiento-Rags.lv2/manifest.ttl");
  make_file(fixture, "other.lv2/no.safetensors");
  make_file(fixture, "tiento-none/no.safetensors");
  path_of(fixture, "user", path);
  const char* folders[] = {path};
  assert_true(styles_scan(&fixture->list, folders, 1, fixture->folder));
  assert_int_equal(fixture->list.count, 2);
  assert_listed(&fixture->list, 0, "mine");
  assert_listed(&fixture->list, 1, "Rags");
}

static void test_a_new_scan_sees_what_is_new_and_what_is_gone(void** state) {
  Fixture* fixture = *state;
  scan_both(fixture);
  char path[PATH_SIZE];
  path_of(fixture, "Bach.safetensors", path);
  remove(path);
  make_file(fixture, "user/link.safetensors");
  scan_both(fixture);
  assert_int_equal(fixture->list.count, 3);
  assert_listed(&fixture->list, 0, "link");
}

static void test_steps_go_around(void** state) {
  Fixture* fixture = *state;
  scan_both(fixture);
  const StyleList* list = &fixture->list;
  assert_string_equal(styles_step(list, list->files[0].path, 1), list->files[1].path);
  assert_string_equal(styles_step(list, list->files[2].path, 1), list->files[0].path);
  assert_string_equal(styles_step(list, list->files[0].path, -1), list->files[2].path);
  assert_string_equal(styles_step(list, list->files[1].path, -7), list->files[0].path);
}

static void test_steps_from_an_unlisted_file_enter_at_the_ends(void** state) {
  Fixture* fixture = *state;
  scan_both(fixture);
  const StyleList* list = &fixture->list;
  assert_string_equal(styles_step(list, "/nowhere/x.safetensors", 1), list->files[0].path);
  assert_string_equal(styles_step(list, "", -1), list->files[2].path);
}

static void test_missing_folders_give_an_empty_list(void** state) {
  Fixture* fixture = *state;
  const char* folders[] = {"/nowhere/at/all", "", NULL};
  assert_true(styles_scan(&fixture->list, folders, 3, "/nowhere"));
  assert_int_equal(fixture->list.count, 0);
  assert_null(styles_step(&fixture->list, "x", 1));
  assert_int_equal(styles_find(&fixture->list, "x"), 0);
}

static void test_names_and_folders_of_paths(void** state) {
  (void)state;
  static const struct {
    const char *path, *folder, *name;
  } cases[] = {
      {"/a/b/Bach chorales.safetensors", "/a/b", "Bach chorales"},
      {"/x.safetensors", "/", "x"},
      {"plain", "", "plain"},
      {"/a/v1.2.safetensors", "/a", "v1.2"},
      {"/a/.safetensors", "/a", ".safetensors"},
      {"", "", ""},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[PATH_SIZE];
    styles_folder(cases[i].path, text, sizeof text);
    assert_string_equal(text, cases[i].folder);
    styles_name(cases[i].path, text, sizeof text);
    assert_string_equal(text, cases[i].name);
  }
  char tiny[4];
  styles_name("/a/ragtime.safetensors", tiny, sizeof tiny);
  assert_string_equal(tiny, "rag");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_lists_style_files_by_name, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_one_file_is_listed_once, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_installed_styles_are_listed, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_a_new_scan_sees_what_is_new_and_what_is_gone, set_up,
                                      tear_down),
      cmocka_unit_test_setup_teardown(test_steps_go_around, set_up, tear_down),
      cmocka_unit_test_setup_teardown(test_steps_from_an_unlisted_file_enter_at_the_ends, set_up,
                                      tear_down),
      cmocka_unit_test_setup_teardown(test_missing_folders_give_an_empty_list, set_up, tear_down),
      cmocka_unit_test(test_names_and_folders_of_paths),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
