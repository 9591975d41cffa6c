// What is worth keeping leaves the window: saved as a file, or dragged to another client.
#include "tests/ui/receiver.h"
#include "tests/ui/window_fixture.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void test_bars_are_saved(void** state) {
  Fixture* f = *state;
  char path[200];
  snprintf(path, sizeof path, "%s/kept.mid", f->home);
  fixture_play_and_stop(f, 10);
  ui_stage_click_part(f->stage, UI_PART_SAVE, UI_MAIN, 0);
  ui_stage_click_part(f->stage, UI_PART_BARS, UI_SAVE, 0); // the last 4
  ui_stage_click_part(f->stage, UI_PART_PATH, UI_SAVE, 0);
  ui_stage_key(f->stage, "ctrl+a");
  ui_stage_type(f->stage, path);
  ui_stage_click_part(f->stage, UI_PART_WRITE, UI_SAVE, 0);
  assert_int_equal(fixture_count_ons_of_file(path), fixture_count_ons_from(f, 24));
}

static void drag_to(Fixture* f, Receiver* receiver, int x, int y) {
  const UiRect roll = ui_stage_part(f->stage, UI_PART_ROLL, UI_MAIN, 0);
  ui_stage_point(f->stage, roll.x + 100, roll.y + 50);
  ui_stage_button(f->stage, 1, true);
  for (int step = 1; step <= 10; step++) {
    ui_stage_point(f->stage, roll.x + 100 + (x - roll.x - 100) * step / 10,
                   roll.y + 50 + (y - roll.y - 50) * step / 10);
    receiver_pump(receiver);
    ui_stage_run(f->stage, 0.03, false);
  }
  ui_stage_button(f->stage, 1, false);
  for (int i = 0; i < 5; i++) {
    receiver_pump(receiver);
    ui_stage_run(f->stage, 0.03, false);
  }
}

static void test_the_roll_is_dragged_to_another_client(void** state) {
  Fixture* f = *state;
  Receiver* receiver = receiver_open(950, 100, true);
  fixture_play_and_stop(f, 10);
  drag_to(f, receiver, 1050, 200);
  const char* got = receiver_got(receiver);
  assert_int_equal(strncmp(got, "file:///", 8), 0);
  assert_int_equal(strcmp(got + strlen(got) - 2, "\r\n"), 0);
  char path[512] = "";
  size_t used = 0;
  for (const char* c = got + 7; *c && *c != '\r' && used + 1 < sizeof path; c++) {
    unsigned code = (unsigned char)*c;
    if (*c == '%' && sscanf(c + 1, "%2x", &code) == 1) {
      c += 2;
    }
    path[used++] = (char)code;
  }
  assert_int_equal(fixture_count_ons_of_file(path),
                   fixture_count_ons_from(f, 8));        // a phrase of 8 bars
  assert_int_equal(host_notify(f->host)->lock_count, 0); // it was no click
  receiver_close(receiver);
  ui_stage_hide(f->stage);
  assert_int_equal(access(path, F_OK), -1); // it goes with the window
  ui_stage_show(f->stage);
}

static void test_a_client_that_refuses_gets_nothing(void** state) {
  Fixture* f = *state;
  Receiver* receiver = receiver_open(950, 100, false);
  fixture_play_and_stop(f, 4);
  drag_to(f, receiver, 1050, 200);
  assert_string_equal(receiver_got(receiver), "");
  assert_false(receiver_entered(receiver));
  receiver_close(receiver);
  ui_stage_click_part(f->stage, ui_part_of_port(TN_PORT_ENABLED), UI_MAIN, 0); // it goes on
  assert_port(f, "enabled", 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      WINDOW_TEST(test_bars_are_saved),
      WINDOW_TEST(test_the_roll_is_dragged_to_another_client),
      WINDOW_TEST(test_a_client_that_refuses_gets_nothing),
  };
  return RUN_WINDOW_TESTS(tests);
}
