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

static void lines_may_end_within(void** state) {
  (void)state;
  assert_true(printable_lines("one\n\ttwo \xc3\xa9\n"));
  assert_false(printable_lines("one\r\ntwo"));
  assert_false(printable_lines("caf\xe9"));
}

static void check_mended(const char* text, const char* wanted) {
  char mended[32];
  snprintf(mended, sizeof mended, "%s", text);
  printable_mend(mended);
  assert_string_equal(mended, wanted);
  assert_true(printable_lines(mended));
}

static void what_is_no_text_is_mended(void** state) {
  (void)state;
  check_mended("", "");
  check_mended("\xc3\xa9tude\nno. 1", "\xc3\xa9tude\nno. 1");
  check_mended("caf\xe9", "caf_");
  check_mended("\x1b[31m \xe2\x99", "_[31m __");
}

static void check_print_by(void (*print)(FILE*, const char*), const char* text,
                           const char* wanted) {
  char got[256] = "";
  FILE* stream = fmemopen(got, sizeof got, "w");
  assert_non_null(stream);
  print(stream, text);
  fclose(stream);
  assert_string_equal(got, wanted);
}

static void check_print(const char* text, const char* wanted) {
  check_print_by(printable_put, text, wanted);
}

static void a_text_can_be_had_back_from_what_is_printed(void** state) {
  (void)state;
  check_print("a\\x0ab", "a\\x0ab"); // two texts that look the same
  check_print("a\nb", "a\\x0ab");
  check_print_by(printable_put_exactly, "a\\x0ab", "a\\x5cx0ab");
  check_print_by(printable_put_exactly, "a\nb\t", "a\\x0ab\\x09");
  check_print_by(printable_put_exactly, "Dvo\xc5\x99\xc3\xa1k", "Dvo\xc5\x99\xc3\xa1k");
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

static void a_line_is_said_without_what_is_not_printable(void** state) {
  (void)state;
  char got[64] = "";
  FILE* stream = fmemopen(got, sizeof got, "w");
  assert_non_null(stream);
  printable_say(stream, "%s of %d: %s", "a\nb", 7, "\x1b[31m");
  fclose(stream);
  assert_string_equal(got, "a\\x0ab of 7: \\x1b[31m\n");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(takes_text_in_utf8),
      cmocka_unit_test(refuses_what_is_no_line_of_utf8),
      cmocka_unit_test(lines_may_end_within),
      cmocka_unit_test(what_is_no_text_is_mended),
      cmocka_unit_test(a_text_can_be_had_back_from_what_is_printed),
      cmocka_unit_test(a_name_cannot_disturb_a_terminal),
      cmocka_unit_test(a_line_is_said_without_what_is_not_printable),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
