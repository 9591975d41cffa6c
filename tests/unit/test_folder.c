#include "tests/unit/place.h"
#include "trainer/folder.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

// The names within the place, each after the root and a slash.
static void check_list(const Place* place, const FileList* files, const char* const* names,
                       size_t count) {
  const size_t root = strlen(place->root) + 1;
  assert_int_equal(files->count, count);
  for (size_t i = 0; i < count; ++i) {
    const FolderFile* file = &files->files[i];
    assert_memory_equal(file->path, place->root, root - 1);
    assert_string_equal(file->path + root, names[i]);
  }
}

static void midi_files_are_listed_in_order_of_name_and_others_not(void** state) {
  Place* place = *state;
  make_file(place, "b.mid");
  make_file(place, "a tune with spaces.MID");
  make_file(place, "line\nbreak.midi");
  make_file(place, "c.kar");
  make_file(place, "d.RMI");
  make_file(place, "._d.rmi");
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
      "a tune with spaces.MID", "b.mid", "bb/y.mid", "bb/z.Kar", "c.kar", "d.RMI",
      "line\nbreak.midi"};
  FileList files = {0};
  assert_true(folder_list(&files, place->root));
  check_list(place, &files, NAMES, 7);
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

static void make_link(Place* place, const char* to, const char* name) {
  assert_int_equal(symlink(to, at(place, name)), 0);
}

static void loops_of_links_end(void** state) {
  Place* place = *state;
  make_folder(place, "a");
  make_file(place, "a/tune.mid");
  make_link(place, "..", "a/up");
  make_link(place, ".", "a/here");
  make_link(place, "a", "b");
  FileList files = {0};
  assert_true(folder_list(&files, place->root));
  static const char* const NAMES[] = {"a/tune.mid"};
  check_list(place, &files, NAMES, 1);
  folder_list_free(&files);
  assert_true(folder_list(&files, at(place, "b"))); // all that the links lead to
  static const char* const OTHERS[] = {"b/tune.mid"};
  check_list(place, &files, OTHERS, 1);
  folder_list_free(&files);
}

// Each by the name that comes first.
static void what_is_reached_twice_is_listed_once(void** state) {
  Place* place = *state;
  make_folder(place, "own");
  make_folder(place, "samples");
  make_file(place, "own/tune.mid");
  make_file(place, "samples/b.mid");
  make_link(place, "../samples", "own/linked");
  make_link(place, "tune.mid", "own/again.mid");
  FileList files = {0};
  char root[64];
  memcpy(root, place->root, sizeof root);
  assert_true(folder_list(&files, at(place, "own")));
  assert_true(folder_list(&files, at(place, "samples")));
  assert_true(folder_list(&files, at(place, "samples/b.mid")));
  assert_true(folder_list(&files, root));
  static const char* const NAMES[] = {"own/again.mid", "own/linked/b.mid"};
  check_list(place, &files, NAMES, 2);
  folder_list_free(&files);
}

// The reason of the only file that is listed; NULL where it can be read.
static const char* only_reason(const FileList* files) {
  assert_int_equal(files->count, 1);
  return files->files[0].reason;
}

static void what_leads_nowhere_is_listed_with_its_reason(void** state) {
  Place* place = *state;
  FileList files = {0};
  make_link(place, "gone.mid", "a.mid");
  make_link(place, "/nowhere/samples", "b");
  make_link(place, "c", "c");
  make_file(place, "d.mid");
  assert_true(folder_list(&files, place->root));
  static const char* const NAMES[] = {"a.mid", "b", "c", "d.mid"};
  check_list(place, &files, NAMES, 4);
  for (int i = 0; i < 3; ++i) {
    assert_non_null(files.files[i].reason);
  }
  assert_null(files.files[3].reason);
  folder_list_free(&files);
}

// Opening one would wait for whoever writes into it.
static void what_is_no_file_is_listed_with_its_reason(void** state) {
  Place* place = *state;
  FileList files = {0};
  assert_int_equal(mkfifo(at(place, "pipe.mid"), 0644), 0);
  assert_int_equal(mkfifo(at(place, "pipe"), 0644), 0);
  assert_true(folder_list(&files, place->root));
  assert_string_equal(only_reason(&files), "not a regular file");
  folder_list_free(&files);
  assert_true(folder_list(&files, at(place, "pipe")));
  assert_string_equal(only_reason(&files), "not a regular file");
  folder_list_free(&files);
}

static void a_file_is_listed_as_it_was(void** state) {
  Place* place = *state;
  const struct timespec times[2] = {{1000, 1}, {1234567, 890123456}};
  make_file(place, "a.mid");
  assert_int_equal(truncate(at(place, "a.mid"), 77), 0);
  assert_int_equal(utimensat(AT_FDCWD, at(place, "a.mid"), times, 0), 0);
  FileList files = {0};
  assert_true(folder_list(&files, place->root));
  assert_null(only_reason(&files));
  assert_int_equal(files.files[0].size, 77);
  assert_int_equal(files.files[0].changed.tv_sec, 1234567);
  assert_int_equal(files.files[0].changed.tv_nsec, 890123456);
  folder_list_free(&files);
}

static void names_of_odd_bytes_are_listed(void** state) {
  Place* place = *state;
  static const char* const NAMES[] = {"\t.mid",      " a .mid",     "'\"$(x)`;|&.mid", "-rf.mid",
                                      "\\x0a\\.mid", "caf\xe9.mid", "\xff\xfe.mid"};
  for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; ++i) {
    make_file(place, NAMES[i]);
  }
  FileList files = {0};
  assert_true(folder_list(&files, place->root));
  check_list(place, &files, NAMES, sizeof NAMES / sizeof NAMES[0]);
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
  assert_int_equal(files.count, 2); // the tune, and the folder that is too deep
  assert_string_equal(files.files[0].reason, "too many folders in each other");
  assert_null(files.files[1].reason);
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

// Whatever their names are there.
static void files_of_another_folder_are_taken_out(void** state) {
  Place* place = *state;
  char target[128];
  make_folder(place, "in");
  make_file(place, "in/a.mid");
  make_file(place, "b.mid");
  make_file(place, "c.mid");
  snprintf(target, sizeof target, "%s/b.mid", place->root);
  assert_int_equal(symlink(target, at(place, "in/link.mid")), 0);
  FileList files = {0};
  FileList others = {0};
  assert_true(folder_list(&files, place->root));
  assert_int_equal(files.count, 3);
  assert_true(folder_list(&others, at(place, "in")));
  assert_int_equal(folder_list_remove(&files, &others.seen), 2);
  assert_int_equal(files.count, 1);
  assert_string_equal(files.files[0].path, at(place, "c.mid"));
  assert_int_equal(folder_list_remove(&files, &others.seen), 0);
  folder_list_free(&files);
  folder_list_free(&others);
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
  assert_int_equal(files.count, 2);
  assert_null(files.files[0].reason);
  assert_non_null(files.files[1].reason);
  folder_list_free(&files);
  assert_int_equal(chmod(at(place, "locked"), 0755), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      WITH_PLACE(midi_files_are_listed_in_order_of_name_and_others_not),
      WITH_PLACE(a_slash_at_the_end_changes_nothing),
      WITH_PLACE(a_file_is_taken_whatever_its_name),
      WITH_PLACE(loops_of_links_end),
      WITH_PLACE(what_is_reached_twice_is_listed_once),
      WITH_PLACE(what_leads_nowhere_is_listed_with_its_reason),
      WITH_PLACE(what_is_no_file_is_listed_with_its_reason),
      WITH_PLACE(a_file_is_listed_as_it_was),
      WITH_PLACE(names_of_odd_bytes_are_listed),
      WITH_PLACE(very_deep_folders_are_left_alone),
      WITH_PLACE(what_is_not_there_is_an_error),
      WITH_PLACE(files_of_another_folder_are_taken_out),
      WITH_PLACE(a_locked_folder_stops_only_where_it_was_asked_for),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
