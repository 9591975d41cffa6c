// Names of parts: as they stand in a style file, and what is refused there.
#include "plugin/engine/part_names.h"
#include "tests/unit/style_file.h"

static TnVocabulary three_parts(void) {
  TnVocabulary v = tn_vocabulary_for_grid();
  v.parts = 3;
  v.drum_part = 2;
  v.drum_count = TN_MAX_PITCHES;
  return v;
}

static void names_come_back_as_they_were_written(void** state) {
  (void)state;
  static const char LIST[] = "right hand,b,2~3 'x' \"y\"";
  TnVocabulary v = three_parts();
  char text[TN_PART_NAMES_TEXT];
  assert_true(tn_part_names_read(LIST, &v));
  assert_string_equal(v.part_names[0], "right hand");
  assert_string_equal(v.part_names[1], "b");
  tn_part_names_write(&v, text);
  assert_string_equal(text, LIST);
}

static void the_longest_names_of_all_parts_fit(void** state) {
  (void)state;
  TnVocabulary v = tn_vocabulary_for_grid();
  char text[TN_PART_NAMES_TEXT];
  v.parts = TN_MAX_PARTS;
  for (int part = 0; part < v.parts; ++part) {
    memset(v.part_names[part], 'a' + part, TN_PART_NAME - 1);
  }
  tn_part_names_write(&v, text);
  assert_int_equal(strlen(text), sizeof text - 1);
  TnVocabulary read = tn_vocabulary_for_grid();
  read.parts = TN_MAX_PARTS;
  assert_true(tn_part_names_read(text, &read));
  assert_memory_equal(read.part_names, v.part_names, sizeof v.part_names);
}

static void other_lists_are_refused(void** state) {
  (void)state;
  static const char* const BAD[] = {
      "",         "a",        "a,b",       "a,b,c,d",      "a,b,c,",
      ",b,c",     "a,,c",     "a, b,c",    "a,b ,c",       "a,b,c ",
      "a,b\tb,c", "a,b\nb,c", "a,b\x7f,c", "a,\xc3\xa9,c", "a,b,123456789012345678901234",
  };
  for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; ++i) {
    TnVocabulary v = three_parts();
    assert_false(tn_part_names_read(BAD[i], &v));
  }
}

static void parts_without_names_are_numbered_and_drums_are_drums(void** state) {
  (void)state;
  TnVocabulary v = three_parts();
  tn_part_names_number(&v);
  assert_string_equal(v.part_names[0], "part 1");
  assert_string_equal(v.part_names[1], "part 2");
  assert_string_equal(v.part_names[2], "drums");
}

static void a_vocabulary_without_names_has_no_list(void** state) {
  (void)state;
  const TnVocabulary v = three_parts();
  char text[TN_PART_NAMES_TEXT];
  tn_part_names_write(&v, text);
  assert_string_equal(text, "");
}

static void a_style_file_keeps_the_names(void** state) {
  (void)state;
  TnVocabulary v = three_parts();
  assert_true(tn_part_names_read("soprano,synth lead,drums", &v));
  Fixture f;
  TnStyle style;
  char reason[160];
  fixture_init(&f, v, (TnSizes){1, 1, 1, 1});
  assert_int_equal(tn_style_read(f.path, &style, reason, sizeof reason), TN_OK);
  assert_memory_equal(style.network.vocabulary.part_names, v.part_names, sizeof v.part_names);
  tn_style_free(&style);
  static const char* const BAD[] = {"soprano,drums", "soprano,,drums", "a,b,c,d", ""};
  for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; ++i) {
    const Bytes file = with_header(f.file, "soprano,synth lead,drums", BAD[i]);
    assert_refused(file, TN_BAD_STYLE);
    free(file.data);
  }
  (void)unlink(f.path);
  (void)rmdir(f.folder);
  free(f.file.data);
  free(f.weights);
}

static void a_style_file_without_names_is_read_all_the_same(void** state) {
  (void)state;
  TnStyle style;
  char reason[160];
  Fixture f;
  fixture_init(&f, three_parts(), (TnSizes){1, 1, 1, 1});
  assert_int_equal(tn_style_read(f.path, &style, reason, sizeof reason), TN_OK);
  assert_null(tn_style_header_get(&style.header, "vocabulary.part_names"));
  assert_string_equal(style.network.vocabulary.part_names[1], "part 2");
  assert_string_equal(style.network.vocabulary.part_names[2], "drums");
  tn_style_free(&style);
  (void)unlink(f.path);
  (void)rmdir(f.folder);
  free(f.file.data);
  free(f.weights);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(names_come_back_as_they_were_written),
      cmocka_unit_test(the_longest_names_of_all_parts_fit),
      cmocka_unit_test(other_lists_are_refused),
      cmocka_unit_test(parts_without_names_are_numbered_and_drums_are_drums),
      cmocka_unit_test(a_vocabulary_without_names_has_no_list),
      cmocka_unit_test(a_style_file_keeps_the_names),
      cmocka_unit_test(a_style_file_without_names_is_read_all_the_same),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
