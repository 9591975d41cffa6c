// Any name leads to plain ones, and different names to different ones.
#include "trainer/preset_name.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void a_plain_name_is_kept(void** state) {
  (void)state;
  static const char* const NAMES[] = {"Hymns", "Bach-chorales", "take_2", "_", "7"};
  for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; ++i) {
    const PresetName made = preset_name_make(NAMES[i]);
    assert_string_equal(made.stem, NAMES[i]);
    assert_string_equal(made.id, NAMES[i]);
  }
}

static void another_name_is_made_plain_and_numbered(void** state) {
  (void)state;
  static const struct {
    const char *name, *stem;
  } CASES[] = {
      {"Folk tunes", "Folk-tunes"},
      {"Folk  tunes!", "Folk-tunes"},
      {"-rf", "rf"},
      {"..", "style"},
      {"../../etc/passwd", "etc-passwd"},
      {"\xf0\x9f\x8e\xb9", "style"},
      {"\xc3\x89tudes", "tudes"},
      {"<a> \"b\" \\c", "a-b-c"},
  };
  for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; ++i) {
    const PresetName made = preset_name_make(CASES[i].name);
    const size_t length = strlen(CASES[i].stem);
    assert_string_equal(made.stem, CASES[i].stem);
    assert_int_equal(strlen(made.id), length + 9);
    assert_memory_equal(made.id, made.stem, length);
    assert_int_equal(made.id[length], '-');
    assert_int_equal(strspn(made.id + length + 1, "0123456789abcdef"), 8);
  }
}

static void names_of_one_stem_differ(void** state) {
  (void)state;
  const PresetName one = preset_name_make("Folk tunes");
  const PresetName other = preset_name_make("Folk/tunes");
  const PresetName again = preset_name_make("Folk tunes");
  assert_string_equal(one.stem, other.stem);
  assert_string_not_equal(one.id, other.id);
  assert_string_equal(one.id, again.id);
}

static void a_long_name_is_cut(void** state) {
  (void)state;
  char name[301];
  memset(name, 'x', 300);
  name[300] = '\0';
  const PresetName made = preset_name_make(name);
  assert_int_equal(strlen(made.stem), PRESET_STEM_BYTES - 1);
  assert_int_equal(strlen(made.id), PRESET_ID_BYTES - 1);
}

static void a_name_is_a_line_that_is_not_too_long(void** state) {
  (void)state;
  char name[PRESET_NAME_BYTES + 1];
  memset(name, 'x', PRESET_NAME_BYTES);
  name[PRESET_NAME_BYTES] = '\0';
  assert_false(preset_name_is_valid(name));
  name[PRESET_NAME_BYTES - 1] = '\0';
  assert_true(preset_name_is_valid(name));
  assert_true(preset_name_is_valid("\"\\/ \xf0\x9f\x8e\xb9"));
  assert_false(preset_name_is_valid(""));
  assert_false(preset_name_is_valid("two\nlines"));
  assert_false(preset_name_is_valid("caf\xe9"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_plain_name_is_kept),
      cmocka_unit_test(another_name_is_made_plain_and_numbered),
      cmocka_unit_test(names_of_one_stem_differ),
      cmocka_unit_test(a_long_name_is_cut),
      cmocka_unit_test(a_name_is_a_line_that_is_not_too_long),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
