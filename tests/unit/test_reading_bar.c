#include "tests/unit/place.h"
#include "trainer/reading_bar.h"

#include <string.h>

// Draws a bar into a file in place of stderr, and returns what was written.
static char* drawing_of(Place* place, bool on_terminal, char* text, size_t room) {
  const int terminal = dup(STDERR_FILENO);
  assert_true(terminal >= 0);
  assert_non_null(freopen(at(place, "drawing"), "w", stderr));
  ReadingBar bar;
  reading_bar_start(&bar);
  bar.on_terminal = on_terminal;
  reading_bar_update(&bar, 1, 8, 0, 100); // too soon
  bar.last_drawn = 0;
  reading_bar_update(&bar, 4, 8, 1, 300);
  reading_bar_update(&bar, 5, 8, 1, 400); // too soon
  reading_bar_end(&bar);
  fflush(stderr);
  assert_true(dup2(terminal, STDERR_FILENO) >= 0);
  close(terminal);
  FILE* file = fopen(at(place, "drawing"), "r");
  assert_non_null(file);
  text[fread(text, 1, room - 1, file)] = '\0';
  fclose(file);
  return text;
}

static void on_a_terminal_it_is_drawn_now_and_then_and_wiped_away(void** state) {
  Place* place = *state;
  static const char BAR[] = "reading [========        ] 4 of 8 files, 1 skipped, 300 notes";
  char text[512];
  char wanted[512];
  snprintf(wanted, sizeof wanted, "\r%s\r%*s\r", BAR, (int)strlen(BAR), "");
  assert_string_equal(drawing_of(place, true, text, sizeof text), wanted);
}

static void elsewhere_nothing_is_written(void** state) {
  char text[512];
  assert_string_equal(drawing_of(*state, false, text, sizeof text), "");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      WITH_PLACE(on_a_terminal_it_is_drawn_now_and_then_and_wiped_away),
      WITH_PLACE(elsewhere_nothing_is_written),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
