// Which text may stand in a line, and what of it is one character.
#include "trainer/printable.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static void takes_text_in_utf8(void** state) {
  (void)state;
  assert_true(printable_line(""));
  assert_true(printable_line("Bach's \"chorales\" \\ 4/4"));
  assert_true(printable_line("\xc3\xa9tude \xe2\x99\xad \xf0\x9f\x8e\xb9"));
  assert_int_equal(printable_length("a"), 1);
  assert_int_equal(printable_length("\xc3\xa9"), 2);
  assert_int_equal(printable_length("\xf0\x9f\x8e\xb9"), 4);
  assert_int_equal(printable_length(""), 0);
}

static void refuses_what_is_no_line_of_utf8(void** state) {
  (void)state;
  static const char* const TEXTS[] = {
      "two\nlines",         // a control
      "\x1b[2J",            // what moves a terminal's cursor
      "\x7f",               // delete
      "\xc2\x85",           // a control of two bytes
      "caf\xe9",            // Latin-1
      "\xe2\x99",           // cut off
      "\xc0\xaf",           // an overlong slash
      "\xed\xa0\x80",       // a surrogate
      "\xf4\x90\x80\x80",   // beyond Unicode
      "good and then \xff", // no byte of UTF-8
  };
  for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; ++i) {
    assert_false(printable_line(TEXTS[i]));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(takes_text_in_utf8),
      cmocka_unit_test(refuses_what_is_no_line_of_utf8),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
