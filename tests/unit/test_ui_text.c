// Texts from elsewhere, made fit to be shown.
#include "ui/model.h"
#include "ui/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void test_texts_are_cleaned(void** state) {
  (void)state;
  static const struct {
    const char *from, *to;
  } cases[] = {
      {"Bach", "Bach"},
      {"Espa\xC3\xB1"
       "a \xE6\x97\xA5 \xF0\x9F\x8E\xB5",
       "Espa\xC3\xB1"
       "a \xE6\x97\xA5 \xF0\x9F\x8E\xB5"},
      {"a\xFF"
       "b\n\t\x7F",
       "a?b???"},
      {"\xC3", "?"},                // cut short
      {"\xC0\xAF", "??"},           // an overlong slash
      {"\xED\xA0\x80", "???"},      // a surrogate
      {"\xF4\x90\x80\x80", "????"}, // beyond the last character
      {"\xC2\x85", "??"},           // a control character of two bytes
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[64];
    text_clean(text, sizeof text, cases[i].from);
    assert_string_equal(text, cases[i].to);
  }
}

static void test_long_texts_are_cut_between_characters(void** state) {
  (void)state;
  char text[6];
  text_clean(text, sizeof text, "\xC3\xB1\xC3\xB1\xC3\xB1");
  assert_string_equal(text, "\xC3\xB1\xC3\xB1");
  UiModel model;
  ui_init(&model);
  char longer[4 * UI_TEXT_SIZE];
  memset(longer, 'x', sizeof longer);
  longer[sizeof longer - 1] = '\0';
  ui_set_message(&model, longer, false);
  assert_int_equal(strlen(model.message), UI_TEXT_SIZE - 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_texts_are_cleaned),
      cmocka_unit_test(test_long_texts_are_cut_between_characters),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
