#include "trainer/folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

// A folder that is filled and emptied by name; paths are taken from it.
typedef struct {
  char root[64];
  char path[4096];
} Place;

static const char* at(Place* place, const char* name) {
  snprintf(place->path, sizeof place->path, "%s/%s", place->root, name);
  return place->path;
}

static void make_file(Place* place, const char* name) {
  FILE* file = fopen(at(place, name), "w");
  assert_non_null(file);
  fclose(file);
}

static void make_folder(Place* place, const char* name) {
  assert_int_equal(mkdir(at(place, name), 0755), 0);
}

static int place_init(void** state) {
  Place* place = calloc(1, sizeof *place);
  if (!place) {
    return -1;
  }
  snprintf(place->root, sizeof place->root, "/tmp/tiento-test-XXXXXX");
  *state = place;
  return mkdtemp(place->root) ? 0 : -1;
}

static int place_free(void** state) {
  Place* place = *state;
  char command[128];
  snprintf(command, sizeof command, "rm -rf '%s'", place->root);
  const int status = system(command);
  free(place);
  return status;
}

// The names within the place, each after the root and a slash.
static void check_list(const Place* place, const FileList* files, const char* const* names,
                       size_t count) {
  const size_t root = strlen(place->root) + 1;
  assert_int_equal(files->count, count);
  for (size_t i = 0; i < count; ++i) {
    assert_memory_equal(files->paths[i], place->root, root - 1);
    assert_string_equal(files->paths[i] + root, names[i]);
  }
}

static void midi_files_are_listed_in_order_of_name_and_others_not(void** state) {
  Place* place = *state;
  make_file(place, "b.mid");
  make_file(place, "a tune with spaces.MID");
  make_file(place, "line\nbreak.midi");
  make_file(place, "c.kar");
  make_file(place, "notes.txt");
  make_file(place, "mid");
  make_file(place, "x.mid.zip");
  make_file(place, ".hidden.mid");
  make_file(place, ".mid");
  make_folder(place, "bb");
  make_file(place, "bb/z.Kar");
  make_file(place, "bb/y.mid");
  make_folder(place, "folder.mid");
  make_folder(place, ".git");
  make_file(place, ".git/object.mid");
  static const char* const NAMES[] = {
      "a tune with spaces.MID", "b.mid", "bb/y.mid", "bb/z.Kar", "c.kar", "line\nbreak.midi"};
  FileList files = {0};
  assert_true(folder_list(&files, place->root));
  check_list(place, &files, NAMES, 6);
  folder_list_free(&files);
}

static void a_slash_at_the_end_changes_nothing(void** state) {
  Place* place = *state;
  make_file(place, "a.mid");
  FileList files = {0};
  assert_true(folder_list(&files, at(place, "")));
  static const char* const NAMES[] = {"a.mid"};
  check_list(place, &files, NAMES, 1);
  folder_list_free(&files);
}

static void a_file_is_taken_whatever_its_name(void** state) {
  Place* place = *state;
  make_file(place, "tune");
  make_file(place, "other.mid");
  FileList files = {0};
  assert_true(folder_list(&files, at(place, "tune")));
  assert_true(folder_list(&files, at(place, "other.mid"))); // adds
  static const char* const NAMES[] = {"tune", "other.mid"};
  check_list(place, &files, NAMES, 2);
  folder_list_free(&files);
}

static void loops_of_links_end(void** state) {
  Place* place = *state;
  make_folder(place, "a");
  make_file(place, "a/tune.mid");
  assert_int_equal(symlink("..", at(place, "a/up")), 0);
  assert_int_equal(symlink("self", at(place, "self")), 0);
  assert_int_equal(symlink("a", at(place, "b")), 0);
  FileList files = {0};
  assert_true(folder_list(&files, place->root));
  static const char* const NAMES[] = {"a/tune.mid"};
  check_list(place, &files, NAMES, 1);
  folder_list_free(&files);
  assert_true(folder_list(&files, at(place, "b"))); // named by the user: followed
  assert_int_equal(files.count, 1);
  folder_list_free(&files);
}

static void very_deep_folders_are_left_alone(void** state) {
  Place* place = *state;
  char deep[512];
  size_t length = 0;
  for (int depth = 0; depth < 60; ++depth) {
    length += (size_t)snprintf(deep + length, sizeof deep - length, depth ? "/a" : "a");
    make_folder(place, deep);
  }
  snprintf(deep + length, sizeof deep - length, "/tune.mid");
  make_file(place, deep);
  make_file(place, "a/tune.mid");
  FileList files = {0};
  assert_true(folder_list(&files, place->root));
  assert_int_equal(files.count, 1);
  folder_list_free(&files);
}

static void what_is_not_there_is_an_error(void** state) {
  Place* place = *state;
  make_file(place, "file");
  FileList files = {0};
  assert_false(folder_list(&files, at(place, "nothing")));
  assert_false(folder_list(&files, at(place, "file/below")));
  folder_list_free(&files);
}

// Permissions do not stop root.
static void a_locked_folder_stops_only_where_it_was_asked_for(void** state) {
  Place* place = *state;
  if (geteuid() == 0) {
    print_message("SKIP: root can read every folder\n");
    skip();
  }
  make_folder(place, "locked");
  make_file(place, "a.mid");
  assert_int_equal(chmod(at(place, "locked"), 0), 0);
  FileList files = {0};
  assert_false(folder_list(&files, at(place, "locked")));
  assert_true(folder_list(&files, place->root));
  assert_int_equal(files.count, 1);
  folder_list_free(&files);
  assert_int_equal(chmod(at(place, "locked"), 0755), 0);
}

static void check_print(const char* path, const char* wanted) {
  char text[256] = "";
  FILE* stream = fmemopen(text, sizeof text, "w");
  assert_non_null(stream);
  folder_print_path(stream, path);
  fclose(stream);
  assert_string_equal(text, wanted);
}

static void a_name_cannot_disturb_a_terminal(void** state) {
  (void)state;
  check_print("plain name.mid", "plain name.mid");
  check_print("\x1b[2Jnew\nline\x7f", "\\x1b[2Jnew\\x0aline\\x7f");
  check_print("Dvo\xc5\x99\xc3\xa1k \xe2\x99\xaf \xf0\x9d\x84\x9e",
              "Dvo\xc5\x99\xc3\xa1k \xe2\x99\xaf \xf0\x9d\x84\x9e");
  check_print("\xc2\x9b"
              "2J",
              "\\xc2\\x9b2J");                                        // a control of one character
  check_print("caf\xe9", "caf\\xe9");                                 // Latin-1
  check_print("\xc0\xaf \xe0\x80\xaf", "\\xc0\\xaf \\xe0\\x80\\xaf"); // overlong slashes
  check_print("\xed\xa0\x80", "\\xed\\xa0\\x80");                     // half a surrogate pair
  check_print("cut \xe2\x99", "cut \\xe2\\x99");
  check_print("\xef\xbf\xbd \xef\xbf\xbe", "\xef\xbf\xbd \\xef\\xbf\\xbe"); // no character
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(midi_files_are_listed_in_order_of_name_and_others_not,
                                      place_init, place_free),
      cmocka_unit_test_setup_teardown(a_slash_at_the_end_changes_nothing, place_init, place_free),
      cmocka_unit_test_setup_teardown(a_file_is_taken_whatever_its_name, place_init, place_free),
      cmocka_unit_test_setup_teardown(loops_of_links_end, place_init, place_free),
      cmocka_unit_test_setup_teardown(very_deep_folders_are_left_alone, place_init, place_free),
      cmocka_unit_test_setup_teardown(what_is_not_there_is_an_error, place_init, place_free),
      cmocka_unit_test_setup_teardown(a_locked_folder_stops_only_where_it_was_asked_for, place_init,
                                      place_free),
      cmocka_unit_test(a_name_cannot_disturb_a_terminal),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
