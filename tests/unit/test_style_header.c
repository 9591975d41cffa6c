// Headers that lie about the tensors or hold senseless metadata are refused with a reason.
#include "tests/unit/style_file.h"

static void tensors_of_the_wrong_type_shape_or_place_are_refused(void** state) {
  const Fixture* f = *state;
  // lstm.0.bias is [4]; its offsets follow from the table.
  static const char* const shapes[] = {"[]",
                                       "[5]",
                                       "[2,2]",
                                       "[4,1]",
                                       "[1,1,4]",
                                       "[0]",
                                       "[-4]",
                                       "[4.5]",
                                       "[1e300]",
                                       "[4294967300]",
                                       "[\"4\"]",
                                       "[null]",
                                       "4",
                                       "null",
                                       "{}",
                                       "[1,4,1,1,1,1,1,1,1,1]",
                                       "[2147483647,2147483647]"};
  for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; ++i) {
    char to[96];
    (void)snprintf(to, sizeof to, "\"lstm.0.bias\":{\"dtype\":\"F16\",\"shape\":%s", shapes[i]);
    assert_header_refused(f, "\"lstm.0.bias\":{\"dtype\":\"F16\",\"shape\":[4]", to, TN_BAD_STYLE);
  }
  static const char* const types[] = {"\"F64\"", "\"BF16\"", "\"f16\"", "\"F32\"",
                                      "\"\"",    "16",       "null",    "[\"F16\"]"};
  for (size_t i = 0; i < sizeof types / sizeof types[0]; ++i) {
    assert_header_refused(f, "\"F16\"", types[i], TN_BAD_STYLE);
  }
}

static void offsets_that_do_not_fit_are_refused(void** state) {
  const Fixture* f = *state;
  char first[64];
  const TnTensor* embedding = &f->list.tensors[0];
  const int end = 2 * embedding->rows * embedding->columns;
  (void)snprintf(first, sizeof first, "\"data_offsets\":[0,%d]", end);
  char odd[4][64];
  (void)snprintf(odd[0], sizeof odd[0], "\"data_offsets\":[%d,0]", end);
  (void)snprintf(odd[1], sizeof odd[1], "\"data_offsets\":[0,%d]", end - 2);
  (void)snprintf(odd[2], sizeof odd[2], "\"data_offsets\":[2,%d]", end + 2); // on the next tensor
  (void)snprintf(odd[3], sizeof odd[3], "\"data_offsets\":[-2,%d]", end - 2);
  for (int i = 0; i < 4; ++i) {
    assert_header_refused(f, first, odd[i], TN_BAD_STYLE);
  }
  static const char* const others[] = {
      "\"data_offsets\":[0]",          "\"data_offsets\":[]",
      "\"data_offsets\":[0,1,2]",      "\"data_offsets\":0",
      "\"data_offsets\":[0,1e300]",    "\"data_offsets\":[0,\"8\"]",
      "\"data_offsets\":[0.5,8.5]",    "\"data_offsets\":[9007199254740000,9007199254740992]",
      "\"data_offset\":[0,1]",         "\"data_offsets\":{}",
      "\"data_offsets\":[1e999,1e999]"};
  for (size_t i = 0; i < sizeof others / sizeof others[0]; ++i) {
    assert_header_refused(f, first, others[i], TN_BAD_STYLE);
  }
}

// Two tensors of the same size at one place, and so a hole where the second was.
static void tensors_on_each_other_and_holes_are_refused(void** state) {
  const Fixture* f = *state;
  char* json = header_of(f->file);
  const char* dt = strstr(json, "\"head.dt.bias\":");
  const char* pitch = strstr(json, "\"head.pitch.bias\":");
  assert_true(dt && pitch);
  char from[64];
  char to[64];
  assert_int_equal(sscanf(strstr(pitch, "\"data_offsets\""), "%63[^]]", from), 1);
  assert_int_equal(sscanf(strstr(dt, "\"data_offsets\""), "%63[^]]", to), 1);
  assert_header_refused(f, from, to, TN_BAD_STYLE);
  free(json);
}

// Four bytes that no tensor covers, and the last tensor four bytes further on: once with data
// there, once beyond the end of the file.
static void a_hole_between_tensors_is_refused(void** state) {
  const Fixture* f = *state;
  const size_t data_size = f->list.total * sizeof(float);
  uint8_t* data = calloc(1, data_size + 4);
  char* json = foreign_header(f, f->weights, data, true);
  char last[64];
  char moved[64];
  const TnTensor* tensor = &f->list.tensors[0]; // foreign_header() lays the first tensor last
  const size_t bytes = (size_t)tensor->rows * (size_t)tensor->columns * sizeof(float);
  (void)snprintf(last, sizeof last, "[%zu,%zu]", data_size - bytes, data_size);
  (void)snprintf(moved, sizeof moved, "[%zu,%zu]", data_size - bytes + 4, data_size + 4);
  for (size_t more = 0; more <= 4; more += 4) {
    const Bytes whole = file_of(json, data, data_size + more);
    const Bytes holed = with_header(whole, last, moved);
    assert_refused(holed, TN_BAD_STYLE);
    free(whole.data);
    free(holed.data);
  }
  free(json);
  free(data);
}

static void missing_and_extra_tensors_are_refused(void** state) {
  const Fixture* f = *state;
  assert_header_refused(f, "\"lstm.0.bias\"", "\"lstm.0.bios\"", TN_BAD_STYLE);
  assert_header_refused(f, "\"lstm.0.bias\"", "\"lstm.0.input\"", TN_BAD_STYLE); // twice
  assert_header_refused(f, "\"lstm.0.bias\"",
                        "\"a name that is longer than any tensor of a network\"", TN_BAD_STYLE);
  assert_header_refused(
      f, "\"lstm.0.bias\"",
      "\"more\":{\"dtype\":\"F16\",\"shape\":[0],\"data_offsets\":[0,0]},\"lstm.0.bias\"",
      TN_BAD_STYLE);
  assert_header_refused(f, "\"lstm.0.bias\"", "\"more\":7,\"lstm.0.bias\"", TN_BAD_STYLE);
  assert_header_refused(f, "\"lstm.0.bias\"", "\"more\":[[1]],\"lstm.0.bias\"", TN_BAD_STYLE);
  assert_header_refused(f, "\"lstm.0.bias\"", "\"more\":[],\"lstm.0.bias\"", TN_BAD_STYLE);
}

static void more_tensors_than_a_network_can_have_are_refused(void** state) {
  const Fixture* f = *state;
  char many[TN_MAX_TENSORS * 80 + 80];
  size_t length = 0;
  for (int i = 0; i < TN_MAX_TENSORS + 1; ++i) {
    length +=
        (size_t)snprintf(many + length, sizeof many - length,
                         "\"t%d\":{\"dtype\":\"F16\",\"shape\":[0],\"data_offsets\":[0,0]},", i);
  }
  (void)snprintf(many + length, sizeof many - length, "\"lstm.0.bias\"");
  assert_header_refused(f, "\"lstm.0.bias\"", many, TN_BAD_STYLE);
}

static void metadata_that_are_missing_or_damaged_are_refused(void** state) {
  const Fixture* f = *state;
  assert_header_refused(f, "__metadata__", "__metadatum__", TN_NOT_A_STYLE);
  assert_header_refused(f, "\"__metadata__\":{", "\"__metadata__\":7,\"x\":{", TN_NOT_A_STYLE);
  assert_header_refused(f, "\"__metadata__\":{", "\"__metadata__\":[],\"x\":{", TN_NOT_A_STYLE);
  assert_header_refused(f, "\"tiento.format\":\"2\"", "\"other.format\":\"2\"", TN_NOT_A_STYLE);
  assert_header_refused(f, "\"tiento.format\":\"2\"", "\"tiento.format\":\"1\"", TN_BAD_STYLE);
  assert_header_refused(f, "\"tiento.format\":\"2\"", "\"tiento.format\":2", TN_BAD_STYLE);
  assert_header_refused(f, "\"style.name\":\"Quiet", "\"music.key\":\"Quiet", TN_BAD_STYLE);
}

static void metadata_twice_are_refused(void** state) {
  const Fixture* f = *state;
  assert_header_refused(f, "\"__metadata__\":{", "\"__metadata__\":{\"tiento.format\":\"2\",",
                        TN_BAD_STYLE);
  assert_header_refused(f, "\"lstm.0.bias\"", "\"__metadata__\":{},\"lstm.0.bias\"", TN_BAD_STYLE);
}

static void every_number_that_the_engine_needs_must_be_there_and_in_its_bounds(void** state) {
  const Fixture* f = *state;
  static const char* const keys[] = {
      "network.embedding",    "network.layers",         "network.hidden",
      "network.head",         "vocabulary.dt_values",   "vocabulary.has_end",
      "vocabulary.has_grid",  "vocabulary.parts",       "vocabulary.drum_part",
      "vocabulary.pitch_low", "vocabulary.pitch_count", "vocabulary.durations",
      "vocabulary.velocities"};
  static const char* const values[] = {
      "",        "x",   "-2", "1e3",  "1000000", "99999999999999999999",
      "1 2 3 x", "1,2", "1 ", "1  2", "0x10",    "-9223372036854775809",
      "129",     "nan"};
  for (size_t k = 0; k < sizeof keys / sizeof keys[0]; ++k) {
    char from[64];
    char to[96];
    (void)snprintf(from, sizeof from, "\"%s\":\"", keys[k]);
    (void)snprintf(to, sizeof to, "\"old.%s\":\"", keys[k]);
    assert_header_refused(f, from, to, TN_BAD_STYLE);
    for (size_t i = 0; i < sizeof values / sizeof values[0]; ++i) {
      if (strcmp(keys[k], "vocabulary.durations") == 0 && strcmp(values[i], "129") == 0) {
        continue; // a length like any other
      }
      (void)snprintf(to, sizeof to, "\"%s\":\"%s\",\"old\":\"", keys[k], values[i]);
      assert_header_refused(f, from, to, TN_BAD_STYLE);
    }
  }
}

static void lists_that_fall_or_are_too_long_are_refused(void** state) {
  const Fixture* f = *state;
  char many[1024] = "\"vocabulary.durations\":\"1";
  size_t length = strlen(many);
  for (int i = 2; i <= TN_MAX_DURATIONS + 1; ++i) {
    length += (size_t)snprintf(many + length, sizeof many - length, " %d", i);
  }
  (void)snprintf(many + length, sizeof many - length, "\"");
  assert_header_refused(f, "\"vocabulary.durations\":\"1\"", many, TN_BAD_STYLE);
  assert_header_refused(f, "\"vocabulary.durations\":\"1\"", "\"vocabulary.durations\":\"2 1\"",
                        TN_BAD_STYLE);
  assert_header_refused(f, "\"vocabulary.durations\":\"1\"", "\"vocabulary.durations\":\"1 1\"",
                        TN_BAD_STYLE);
  assert_header_refused(f, "\"vocabulary.velocities\":\"80\"",
                        "\"vocabulary.velocities\":\"80 128\"", TN_BAD_STYLE);
}

static void nudges_that_make_no_sense_are_refused(void** state) {
  const Fixture* f = *state;
  static const char* const values[] = {"", "x", "3", "-3", "0 0", "1 0", "-2 -1 0 1 2 2", "0 "};
  const char* format = "\"tiento.format\":\"2\"";
  for (size_t i = 0; i < sizeof values / sizeof values[0]; ++i) {
    char more[96];
    (void)snprintf(more, sizeof more, "%s,\"vocabulary.nudges\":\"%s\"", format, values[i]);
    assert_header_refused(f, format, more, TN_BAD_STYLE);
  }
  assert_header_accepted(f, format, "\"tiento.format\":\"2\",\"vocabulary.nudges\":\"0\"");
}

static void lookbacks_that_make_no_sense_are_refused(void** state) {
  const Fixture* f = *state;
  static const char* const values[] = {"x", "0", "97", "-1", "1 2 3 4 5 6"};
  const char* format = "\"tiento.format\":\"2\"";
  for (size_t i = 0; i < sizeof values / sizeof values[0]; ++i) {
    char more[96];
    (void)snprintf(more, sizeof more, "%s,\"vocabulary.lookbacks\":\"%s\"", format, values[i]);
    assert_header_refused(f, format, more, TN_BAD_STYLE);
  }
}

// Another vocabulary or size is valid by itself, but its tensors are others.
static void numbers_that_do_not_fit_the_tensors_are_refused(void** state) {
  const Fixture* f = *state;
  assert_header_refused(f, "\"network.hidden\":\"1\"", "\"network.hidden\":\"2\"", TN_BAD_STYLE);
  assert_header_refused(f, "\"network.layers\":\"1\"", "\"network.layers\":\"2\"", TN_BAD_STYLE);
  assert_header_refused(f, "\"vocabulary.parts\":\"1\"", "\"vocabulary.parts\":\"2\"",
                        TN_BAD_STYLE);
  assert_header_refused(f, "\"vocabulary.drum_part\":\"-1\"", "\"vocabulary.drum_part\":\"0\"",
                        TN_BAD_STYLE);
  assert_header_refused(f, "\"vocabulary.has_end\":\"0\"", "\"vocabulary.has_end\":\"1\"",
                        TN_BAD_STYLE);
  assert_header_refused(f, "\"vocabulary.parts\":\"1\"",
                        "\"vocabulary.parts\":\"1\",\"vocabulary.nudges\":\"-1 0 1\"",
                        TN_BAD_STYLE);
}

static void values_that_are_too_long_or_too_many_are_refused(void** state) {
  const Fixture* f = *state;
  char* text = malloc(40000);
  int length = snprintf(text, 40000, "\"__metadata__\":{\"long\":\"");
  memset(text + length, 'x', TN_MAX_METADATA_VALUE + 1);
  (void)snprintf(text + length + TN_MAX_METADATA_VALUE + 1, 64, "\",");
  assert_header_refused(f, "\"__metadata__\":{", text, TN_BAD_STYLE);
  length = snprintf(text, 40000, "\"__metadata__\":{");
  for (int i = 0; i < TN_MAX_METADATA; ++i) {
    length += snprintf(text + length, 40000 - (size_t)length, "\"k%d\":\"\",", i);
  }
  assert_header_refused(f, "\"__metadata__\":{", text, TN_BAD_STYLE);
  free(text);
}

static void more_metadata_than_the_engine_needs_are_accepted(void** state) {
  const Fixture* f = *state;
  assert_header_accepted(f, "\"__metadata__\":{",
                         "\"__metadata__\":{\"format\":\"pt\",\"empty\":\"\",");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(tensors_of_the_wrong_type_shape_or_place_are_refused),
      TEST(offsets_that_do_not_fit_are_refused),
      TEST(tensors_on_each_other_and_holes_are_refused),
      TEST(a_hole_between_tensors_is_refused),
      TEST(missing_and_extra_tensors_are_refused),
      TEST(more_tensors_than_a_network_can_have_are_refused),
      TEST(metadata_that_are_missing_or_damaged_are_refused),
      TEST(metadata_twice_are_refused),
      TEST(every_number_that_the_engine_needs_must_be_there_and_in_its_bounds),
      TEST(lists_that_fall_or_are_too_long_are_refused),
      TEST(nudges_that_make_no_sense_are_refused),
      TEST(lookbacks_that_make_no_sense_are_refused),
      TEST(numbers_that_do_not_fit_the_tensors_are_refused),
      TEST(values_that_are_too_long_or_too_many_are_refused),
      TEST(more_metadata_than_the_engine_needs_are_accepted),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
