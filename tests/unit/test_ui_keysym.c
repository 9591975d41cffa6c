// What keys of the X protocol mean, by their numbers in its appendix.
#include "ui/keysym.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void assert_text(unsigned long symbol, const char* text) {
  UiKey key = {.kind = UI_KEY_ESCAPE};
  assert_true(keysym_read(symbol, &key));
  assert_int_equal(key.kind, UI_KEY_TEXT);
  assert_string_equal(key.text, text);
}

static void test_characters_become_utf8(void** state) {
  (void)state;
  assert_text('a', "a");
  assert_text(0xe9, "\xC3\xA9");               // Latin-1 as it is
  assert_text(0x01000416, "\xD0\x96");         // Unicode, a flag above it
  assert_text(0x010020ac, "\xE2\x82\xAC");     // of three bytes
  assert_text(0x0101d11e, "\xF0\x9D\x84\x9E"); // and of four
  assert_text(0xffb7, "7");                    // the keypad's
}

static void test_keys_that_edit_are_known(void** state) {
  (void)state;
  UiKey key = {.shift = true};
  assert_true(keysym_read(0xff0d, &key));
  assert_int_equal(key.kind, UI_KEY_ENTER);
  assert_true(keysym_read(0xfe20, &key)); // Tab with Shift
  assert_int_equal(key.kind, UI_KEY_TAB);
  assert_true(key.shift);
}

static void test_others_leave_the_key_alone(void** state) {
  (void)state;
  UiKey key = {.kind = UI_KEY_HOME, .text = "x"};
  assert_false(keysym_read(0xffe1, &key)); // Shift
  assert_false(keysym_read(0xffbe, &key)); // F1
  assert_false(keysym_read(0, &key));
  assert_int_equal(key.kind, UI_KEY_HOME);
  assert_string_equal(key.text, "x");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_characters_become_utf8),
      cmocka_unit_test(test_keys_that_edit_are_known),
      cmocka_unit_test(test_others_leave_the_key_alone),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
