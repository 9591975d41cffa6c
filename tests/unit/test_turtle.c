// Strings go into Turtle and come back as they were.
#include "trainer/turtle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void check_written(const char* text, const char* expected) {
  Sink sink = {0};
  char back[64];
  turtle_put_string(&sink, text);
  sink_put(&sink, (const uint8_t*)"", 1);
  assert_string_equal((const char*)sink.bytes, expected);
  assert_true(turtle_read_string((const char*)sink.bytes, back, sizeof back));
  assert_string_equal(back, text);
  free(sink.bytes);
}

static void what_would_end_a_string_is_escaped(void** state) {
  (void)state;
  check_written("", "\"\"");
  check_written("Rags", "\"Rags\"");
  check_written("the \"real\" thing", "\"the \\\"real\\\" thing\"");
  check_written("a\\", "\"a\\\\\"");
  check_written("<b> . # \xc3\xa9 'c'", "\"<b> . # \xc3\xa9 'c'\"");
}

static void other_strings_are_refused(void** state) {
  (void)state;
  static const char* const TEXTS[] = {"", "Rags", "\"Rags", "\"Rags\\", "\"Rags\\\"", "\"\\n\""};
  char text[64];
  for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; ++i) {
    assert_false(turtle_read_string(TEXTS[i], text, sizeof text));
  }
}

static void a_string_needs_its_room(void** state) {
  (void)state;
  char text[5];
  assert_true(turtle_read_string("\"Rags\"", text, sizeof text));
  assert_string_equal(text, "Rags");
  assert_false(turtle_read_string("\"Rags!\"", text, sizeof text));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(what_would_end_a_string_is_escaped),
      cmocka_unit_test(other_strings_are_refused),
      cmocka_unit_test(a_string_needs_its_room),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
