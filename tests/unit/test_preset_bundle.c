// Bundles of installed styles, in a folder made for the test: made, replaced, listed, removed, and
// never at the cost of what belongs to somebody else.
#include "trainer/preset_list.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct {
  char lv2[64];
  PresetBundle bundle; // of the name "Rags"
  char reason[128];
} Fixture;

static int setup(void** state) {
  Fixture* f = calloc(1, sizeof *f);
  assert_non_null(f);
  strcpy(f->lv2, "/tmp/test_preset_bundle.XXXXXX");
  assert_non_null(mkdtemp(f->lv2));
  assert_true(preset_bundle_init(&f->bundle, f->lv2, "Rags"));
  *state = f;
  return 0;
}

static int teardown(void** state) {
  Fixture* f = *state;
  char command[96];
  snprintf(command, sizeof command, "rm -rf '%s'", f->lv2);
  assert_int_equal(system(command), 0);
  preset_bundle_free(&f->bundle);
  free(f);
  return 0;
}

static void write_file(const char* path, const char* text) {
  FILE* file = fopen(path, "wb");
  assert_non_null(file);
  assert_true(fputs(text, file) >= 0);
  assert_int_equal(fclose(file), 0);
}

static void assert_content(const char* path, const char* expected) {
  char text[1024] = "";
  FILE* file = fopen(path, "rb");
  assert_non_null(file);
  text[fread(text, 1, sizeof text - 1, file)] = '\0';
  (void)fclose(file);
  assert_string_equal(text, expected);
}

static bool exists(const char* path) {
  struct stat info;
  return lstat(path, &info) == 0;
}

static bool find(Fixture* f, bool* found) {
  return preset_bundle_find(&f->bundle, found, f->reason, sizeof f->reason);
}

static void assert_found(Fixture* f, bool expected) {
  bool found;
  assert_true(find(f, &found));
  assert_int_equal(found, expected);
}

static bool make(Fixture* f, const char* style) {
  return preset_bundle_make(&f->bundle, (const uint8_t*)style, strlen(style), tn_style_manner(),
                            f->reason, sizeof f->reason);
}

static void assert_refused(Fixture* f, const char* reason) {
  bool found;
  assert_false(find(f, &found));
  assert_string_equal(f->reason, reason);
}

static void makes_replaces_and_removes(void** state) {
  Fixture* f = *state;
  assert_found(f, false);
  assert_true(make(f, "old"));
  assert_found(f, true);
  assert_content(f->bundle.style, "old");
  assert_true(make(f, "new"));
  assert_content(f->bundle.style, "new");
  assert_true(preset_bundle_remove(&f->bundle, f->reason, sizeof f->reason));
  assert_false(exists(f->bundle.folder));
  assert_found(f, false);
}

static void names_the_style_and_the_plugin(void** state) {
  Fixture* f = *state;
  assert_true(make(f, "style"));
  assert_content(f->bundle.manifest, "# Made by `tiento install`.\n"
                                     "@prefix lv2: <http://lv2plug.in/ns/lv2core#> .\n"
                                     "@prefix pset: <http://lv2plug.in/ns/ext/presets#> .\n"
                                     "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
                                     "@prefix state: <http://lv2plug.in/ns/ext/state#> .\n\n"
                                     "<urn:tiento:preset:user:Rags>\n"
                                     "  a pset:Preset ;\n"
                                     "  lv2:appliesTo <urn:tiento:plugin> ;\n"
                                     "  rdfs:label \"Rags\" ;\n"
                                     "  rdfs:seeAlso <preset.ttl> .\n");
}

static void a_folder_of_others_is_refused(void** state) {
  Fixture* f = *state;
  assert_int_equal(mkdir(f->bundle.folder, 0755), 0);
  write_file(f->bundle.manifest, "@prefix lv2: <http://lv2plug.in/ns/lv2core#> .\n");
  assert_refused(f, "not made by `tiento install`: it is left as it is");
  write_file(f->bundle.manifest, "");
  assert_refused(f, "not made by `tiento install`: it is left as it is");
}

static void a_file_in_the_way_is_refused(void** state) {
  Fixture* f = *state;
  write_file(f->bundle.folder, "precious");
  assert_refused(f, "not a folder: it is left as it is");
}

static void a_bundle_with_a_file_of_others_is_refused(void** state) {
  Fixture* f = *state;
  char path[160];
  assert_true(make(f, "old"));
  snprintf(path, sizeof path, "%s/notes.txt", f->bundle.folder);
  write_file(path, "precious");
  assert_refused(f, "holds what is not Tiento's: it is left as it is");
}

// Writing would follow it, to what may be the only copy of a style.
static void a_bundle_with_a_link_is_refused(void** state) {
  Fixture* f = *state;
  assert_true(make(f, "old"));
  assert_int_equal(unlink(f->bundle.style), 0);
  assert_int_equal(symlink("/nowhere", f->bundle.style), 0);
  assert_refused(f, "holds what is not Tiento's: it is left as it is");
}

static void a_bundle_of_another_name_is_refused(void** state) {
  Fixture* f = *state;
  PresetBundle other;
  assert_true(preset_bundle_init(&other, f->lv2, "Ragtime"));
  assert_true(make(f, "old"));
  assert_int_equal(rename(f->bundle.folder, other.folder), 0);
  bool found;
  assert_false(preset_bundle_find(&other, &found, f->reason, sizeof f->reason));
  assert_string_equal(f->reason, "made for another name: it is left as it is");
  preset_bundle_free(&other);
}

// A run that was killed: before the manifest, and while a file was written.
static void what_was_left_half_made_is_finished(void** state) {
  Fixture* f = *state;
  char path[160];
  assert_int_equal(mkdir(f->bundle.folder, 0755), 0);
  write_file(f->bundle.style, "half");
  snprintf(path, sizeof path, "%s/.tiento-12-0.tmp", f->bundle.folder);
  write_file(path, "ha");
  assert_found(f, true);
  assert_true(make(f, "whole"));
  assert_content(f->bundle.style, "whole");
  assert_true(preset_bundle_remove(&f->bundle, f->reason, sizeof f->reason));
  assert_false(exists(f->bundle.folder));
}

// A limit on the size of files stands in for a full disk.
static bool make_with_little_room(Fixture* f, rlim_t room, const char* style) {
  struct rlimit before;
  assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
  void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
  const struct rlimit little = {room, before.rlim_max};
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
  const bool ok = make(f, style);
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
  (void)signal(SIGXFSZ, handler);
  return ok;
}

static void a_full_disk_leaves_nothing_new(void** state) {
  Fixture* f = *state;
  assert_false(make_with_little_room(f, 3, "style"));
  assert_false(exists(f->bundle.folder));
  assert_false(make_with_little_room(f, 5, "style")); // room for the style alone
  assert_string_equal(f->reason, "cannot write: File too large");
  assert_false(exists(f->bundle.folder));
}

static void a_full_disk_leaves_what_was_there(void** state) {
  Fixture* f = *state;
  assert_true(make(f, "old"));
  assert_false(make_with_little_room(f, 4, "newer"));
  assert_content(f->bundle.style, "old");
  assert_found(f, true);
}

static void a_missing_folder_is_told(void** state) {
  Fixture* f = *state;
  PresetBundle bundle;
  assert_true(preset_bundle_init(&bundle, "/nowhere/lv2", "Rags"));
  assert_false(preset_bundle_make(&bundle, (const uint8_t*)"style", 5, tn_style_manner(), f->reason,
                                  sizeof f->reason));
  assert_string_equal(f->reason, "No such file or directory");
  preset_bundle_free(&bundle);
}

static void lists_what_it_made(void** state) {
  Fixture* f = *state;
  PresetList list = {0};
  PresetBundle named;
  assert_true(preset_list_add(&list, "/nowhere/lv2"));
  assert_int_equal(list.count, 0);
  assert_true(preset_bundle_init(&named, f->lv2, "A \"rag\" \\ \xf0\x9f\x8e\xb9"));
  assert_true(make(f, "one"));
  assert_true(preset_bundle_make(&named, (const uint8_t*)"two", 3, tn_style_manner(), f->reason,
                                 sizeof f->reason));
  assert_true(preset_list_add(&list, f->lv2));
  assert_int_equal(list.count, 2);
  assert_string_equal(list.bundles[0].name, "A \"rag\" \\ \xf0\x9f\x8e\xb9");
  assert_content(list.bundles[0].style, "two");
  assert_string_equal(list.bundles[1].name, "Rags");
  preset_list_free(&list);
  preset_bundle_free(&named);
}

static void lists_nothing_of_others(void** state) {
  Fixture* f = *state;
  PresetList list = {0};
  char copy[96];
  assert_true(make(f, "one"));
  snprintf(copy, sizeof copy, "%s/tiento-copy.lv2", f->lv2);
  assert_int_equal(rename(f->bundle.folder, copy), 0);
  assert_int_equal(mkdir(f->bundle.folder, 0755), 0);
  write_file(f->bundle.manifest, "@prefix lv2: <http://lv2plug.in/ns/lv2core#> .\n");
  assert_true(preset_list_add(&list, f->lv2));
  assert_int_equal(list.count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(makes_replaces_and_removes),
      TEST(names_the_style_and_the_plugin),
      TEST(a_folder_of_others_is_refused),
      TEST(a_file_in_the_way_is_refused),
      TEST(a_bundle_with_a_file_of_others_is_refused),
      TEST(a_bundle_with_a_link_is_refused),
      TEST(a_bundle_of_another_name_is_refused),
      TEST(what_was_left_half_made_is_finished),
      TEST(a_full_disk_leaves_nothing_new),
      TEST(a_full_disk_leaves_what_was_there),
      TEST(a_missing_folder_is_told),
      TEST(lists_what_it_made),
      TEST(lists_nothing_of_others),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
