#include "trainer/key_name.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void a_key_is_read_as_it_is_written(void** state) {
  (void)state;
  static const struct {
    const char* text;
    int key;
  } KEYS[] = {{"auto", 0}, {"C", 1},   {"C#", 2},  {"Db", 2},  {"E", 5},    {"F", 6},
              {"B", 12},   {"Cb", 12}, {"B#", 1},  {"Cm", 13}, {"F#m", 19}, {"Bbm", 23},
              {"Bm", 24},  {"A", 10},  {"Am", 22}, {"Eb", 4},  {"G#m", 21}, {"D", 3}};
  for (size_t i = 0; i < sizeof KEYS / sizeof KEYS[0]; ++i) {
    uint8_t key = 99;
    assert_true(key_name_read(KEYS[i].text, &key));
    assert_int_equal(key, KEYS[i].key);
  }
}

static void what_is_no_key_is_refused(void** state) {
  (void)state;
  static const char* const TEXTS[] = {"", " ", "H", "c", "Cmaj", "Cmm", "C##", "#", "m", "Auto"};
  for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; ++i) {
    uint8_t key;
    assert_false(key_name_read(TEXTS[i], &key));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_key_is_read_as_it_is_written),
      cmocka_unit_test(what_is_no_key_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
