// Files that are cut off, changed or no styles at all are refused with a reason.
#include "tests/unit/style_file.h"

static void truncation_at_every_byte_is_refused(void** state) {
  const Fixture* f = *state;
  TnStyle style;
  char reason[160];
  for (size_t size = 0; size < f->file.size; ++size) {
    const Bytes cut = bytes_copy(f->file.data, size);
    assert_int_not_equal(parse(cut, &style, reason, sizeof reason), TN_OK);
    assert_empty(&style);
    assert_says_why(reason);
    free(cut.data);
  }
}

static void a_byte_too_many_is_refused(void** state) {
  const Fixture* f = *state;
  const Bytes longer = bytes_new(f->file.size + 1);
  memcpy(longer.data, f->file.data, f->file.size);
  longer.data[f->file.size] = 0;
  assert_refused(longer, TN_BAD_STYLE);
  free(longer.data);
}

// Refused with a reason, or a style that plays.
static void assert_harmless(Bytes file) {
  TnStyle style;
  char reason[160];
  if (parse(file, &style, reason, sizeof reason) == TN_OK) {
    assert_plays(&style);
    tn_style_free(&style);
  } else {
    assert_empty(&style);
    assert_says_why(reason);
  }
}

static void every_byte_of_the_header_changed_is_harmless(void** state) {
  const Fixture* f = *state;
  static const char values[] = {0,   1,   9,   ' ', '"', '\\', '0', '1', '9',        '-',
                                ',', ':', '[', '{', '}', 'e',  '.', 'u', (char)0x80, (char)0xff};
  const Bytes changed = bytes_copy(f->file.data, f->file.size);
  const size_t end = PREFIX + header_size(f->file);
  for (size_t i = 0; i < end; ++i) {
    const uint8_t original = changed.data[i];
    for (size_t k = 0; k < sizeof values; ++k) {
      changed.data[i] = (uint8_t)values[k];
      assert_harmless(changed);
    }
    for (int bit = 0; bit < 8; ++bit) {
      changed.data[i] = (uint8_t)(original ^ 1U << bit);
      assert_harmless(changed);
    }
    changed.data[i] = original;
  }
  assert_accepted(f, changed);
  free(changed.data);
}

static void several_changes_at_once_are_harmless(void** state) {
  const Fixture* f = *state;
  Random random = {93};
  const size_t end = PREFIX + header_size(f->file);
  for (int round = 0; round < 4000; ++round) {
    const Bytes changed = bytes_copy(f->file.data, f->file.size);
    for (int k = random_within(&random, 2, 5); k > 0; --k) {
      const size_t to = PREFIX + (size_t)random_below(&random, (int)(end - PREFIX));
      const size_t from = PREFIX + (size_t)random_below(&random, (int)(end - PREFIX));
      changed.data[to] = changed.data[from];
    }
    assert_harmless(changed);
    free(changed.data);
  }
}

static void put_half(Bytes file, size_t index, unsigned half) {
  uint8_t* place = file.data + PREFIX + header_size(file) + 2 * index;
  place[0] = (uint8_t)half;
  place[1] = (uint8_t)(half >> 8);
}

static void weights_that_are_no_number_or_far_too_large_are_refused(void** state) {
  const Fixture* f = *state;
  // Infinities, not a number (quiet, signalling, negative), 1000.5, -1000.5, the largest half.
  static const unsigned bad[] = {0x7c00, 0xfc00, 0x7e00, 0x7c01, 0xffff, 0x63d1, 0xe3d1, 0x7bff};
  const Bytes file = bytes_copy(f->file.data, f->file.size);
  for (size_t i = 0; i < f->list.total; ++i) {
    const uint8_t* place = data_of(file) + 2 * i;
    const unsigned original = (unsigned)place[0] | (unsigned)place[1] << 8;
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; ++k) {
      put_half(file, i, bad[k]);
      assert_refused(file, TN_BAD_STYLE);
    }
    put_half(file, i, original);
  }
  assert_accepted(f, file);
  put_half(file, 0, 0x63d0); // 1000
  assert_harmless(file);
  free(file.data);
}

static void f32_weights_that_are_no_number_are_refused(void** state) {
  const Fixture* f = *state;
  static const float bad[] = {1000.5F, -1e30F};
  static const uint32_t patterns[] = {0x7f800000, 0xff800000, 0x7fc00000, 0x7f800001};
  const size_t data_size = f->list.total * sizeof(float);
  uint8_t* data = malloc(data_size);
  char* json = foreign_header(f, f->weights, data, true);
  for (int k = 0; k < 6; ++k) {
    const Bytes file = file_of(json, data, data_size);
    memcpy(file.data + file.size - 4, k < 2 ? (const void*)&bad[k] : &patterns[k - 2], 4);
    assert_refused(file, TN_BAD_STYLE);
    free(file.data);
  }
  free(json);
  free(data);
}

// ---- no style at all ----

static void assert_text_refused(const char* json, TnStatus status) {
  const Bytes file = file_of(json, NULL, 0);
  assert_refused(file, status);
  free(file.data);
}

static void headers_that_are_not_json_are_refused(void** state) {
  (void)state;
  static const char* const texts[] = {"",        " ",        "{",          "}",   "null",
                                      "7",       "\"x\"",    "[1,2]",      "{]",  "{\"a\"}",
                                      "{\"a\":", "\xff\xfe", "{\"a\":1,}", "MThd"};
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; ++i) {
    assert_text_refused(texts[i], TN_NOT_A_STYLE);
  }
  assert_text_refused("{}", TN_NOT_A_STYLE);
  assert_text_refused("{\"__metadata__\":{}}", TN_NOT_A_STYLE);
  assert_text_refused("{\"__metadata__\":{\"tiento.format\":\"1\"}}", TN_BAD_STYLE);
}

static void deep_nesting_is_refused(void** state) {
  (void)state;
  static const char* const units[] = {"[", "{\"a\":", "[{\"a\":"};
  for (int u = 0; u < 3; ++u) {
    const size_t unit = strlen(units[u]);
    const size_t count = TN_MAX_HEADER_BYTES / unit;
    char* json = malloc(count * unit + 1);
    for (size_t i = 0; i < count; ++i) {
      memcpy(json + i * unit, units[u], unit + 1);
    }
    assert_text_refused(json, TN_NOT_A_STYLE);
    free(json);
  }
}

static void the_length_of_the_header_is_not_believed(void** state) {
  const Fixture* f = *state;
  const Bytes file = bytes_copy(f->file.data, f->file.size);
  const uint64_t lengths[] = {0,
                              1,
                              f->file.size - PREFIX + 1,
                              TN_MAX_HEADER_BYTES,
                              TN_MAX_HEADER_BYTES + 1,
                              UINT32_MAX,
                              INT64_MAX,
                              UINT64_MAX - PREFIX,
                              UINT64_MAX - PREFIX + 1,
                              UINT64_MAX};
  for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; ++i) {
    TnStyle style;
    char reason[160];
    for (int b = 0; b < PREFIX; ++b) {
      file.data[b] = (uint8_t)(lengths[i] >> 8 * b);
    }
    assert_int_equal(parse(file, &style, reason, sizeof reason), TN_NOT_A_STYLE);
    assert_empty(&style);
    assert_says_why(reason);
  }
  free(file.data);
}

static void assert_unreadable(const char* path, TnStatus status, const char* expected) {
  TnStyle style;
  char reason[160] = "";
  assert_int_equal(tn_style_read(path, &style, reason, sizeof reason), status);
  assert_empty(&style);
  assert_says_why(reason);
  assert_string_equal(reason, expected);
}

static void paths_that_hold_no_file_are_refused_with_the_reason(void** state) {
  const Fixture* f = *state;
  char missing[128];
  (void)snprintf(missing, sizeof missing, "%s/none.safetensors", f->folder);
  assert_unreadable(missing, TN_CANNOT_READ, "No such file or directory");
  assert_unreadable(f->folder, TN_CANNOT_READ, "Is a directory");
  assert_unreadable("", TN_CANNOT_READ, "No such file or directory");
}

static void an_empty_file_is_refused(void** state) {
  const Fixture* f = *state;
  FILE* file = fopen(f->path, "wb");
  assert_non_null(file);
  assert_int_equal(fclose(file), 0);
  assert_unreadable(f->path, TN_NOT_A_STYLE, "too short to be a style");
}

static void a_reason_is_cut_to_its_room(void** state) {
  const Fixture* f = *state;
  TnStyle style;
  char reason[8] = "";
  assert_int_equal(tn_style_parse(f->file.data, 3, &style, reason, sizeof reason), TN_NOT_A_STYLE);
  assert_string_equal(reason, "too sho");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(truncation_at_every_byte_is_refused),
      TEST(a_byte_too_many_is_refused),
      TEST(every_byte_of_the_header_changed_is_harmless),
      TEST(several_changes_at_once_are_harmless),
      TEST(weights_that_are_no_number_or_far_too_large_are_refused),
      TEST(f32_weights_that_are_no_number_are_refused),
      cmocka_unit_test(headers_that_are_not_json_are_refused),
      cmocka_unit_test(deep_nesting_is_refused),
      TEST(the_length_of_the_header_is_not_believed),
      TEST(paths_that_hold_no_file_are_refused_with_the_reason),
      TEST(an_empty_file_is_refused),
      TEST(a_reason_is_cut_to_its_room),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
