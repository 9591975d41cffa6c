// A plugin with its window on the screen, in a home of its own with styles that the user has
// installed, and what the tests of the window ask of it. Those tests are programs that need a
// display; what fails ends the test.
//
// UI_TEST=name in the environment runs the tests of that name alone.
#ifndef TN_TESTS_UI_WINDOW_FIXTURE_H
#define TN_TESTS_UI_WINDOW_FIXTURE_H

#include "tests/host/host.h"
#include "tests/ui/stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

typedef struct {
  char home[128];
  char style[256];  // another style, installed by the user
  char broken[256]; // and one that cannot be read
  UiStage* stage;   // owned
  Host* host;       // the stage's
} Fixture;

// For cmocka, with `*state` a Fixture: the window is 900 x 560 pixels large, or as `options` say.
int fixture_set_up(void** state);
int fixture_set_up_with(void** state, UiStageOptions options);
int fixture_tear_down(void** state);

#define WINDOW_TEST(test) cmocka_unit_test_setup_teardown(test, fixture_set_up, fixture_tear_down)

// What main() returns: 77 where there is no display.
#define RUN_WINDOW_TESTS(tests) (fixture_can_run() ? cmocka_run_group_tests(tests, NULL, NULL) : 77)
bool fixture_can_run(void);

// Plays so many bars of 4/4 from the start, and stops at their end.
void fixture_play_and_stop(Fixture* f, int64_t bars);

void assert_port(const Fixture* f, const char* symbol, float value);

// Notes struck from a place of the song on, in quarters, as the host has heard them; and those of a
// MIDI file, read by libsmf.
size_t fixture_count_ons_from(const Fixture* f, long double from);
size_t fixture_count_ons_of_file(const char* path);

// Bytes, of all that this process has taken; 0 where a sanitizer has its own.
size_t fixture_memory_in_use(void);

#endif
