// Many notes and the window: it misses none, shows them at once, and changes none.
//
// FLOOD_SECONDS=n runs the flood of notes alone, for so long and in real time.
#include "tests/ui/window_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void test_what_is_lost_is_asked_for(void** state) {
  Fixture* f = *state;
  char path[200];
  snprintf(path, sizeof path, "%s/lost.mid", f->home);
  host_play(f->host);
  ui_stage_run(f->stage, 6, false);
  ui_stage_lose(f->stage, 40);
  ui_stage_run(f->stage, 8, false);
  host_stop(f->host);
  host_locate(f->host, 8, 0);
  ui_stage_run(f->stage, 2.5, true); // in which it may ask again
  assert_true(ui_stage_asks(f->stage) > 1);
  ui_stage_click(f->stage, 5, 5);
  ui_stage_key(f->stage, "ctrl+s");
  ui_stage_type(f->stage, path);
  ui_stage_key(f->stage, "Return");
  assert_int_equal(fixture_count_ons_of_file(path), fixture_count_ons_from(f, 0));
}

// 64 notes a second of the player's, which are passed on, besides the music. Returns at how many
// idle calls the window showed what it had shown before.
static unsigned flood(Fixture* f, double seconds, bool in_time) {
  uint8_t pitch = 30;
  uint64_t last = 0;
  unsigned still = 0;
  const int steps = (int)(seconds * 30);
  for (int i = 0; i < steps; i++) {
    for (int k = 0; k < (i % 15 < 2 ? 3 : 2); k++) { // 64 of them in 30 steps
      const uint8_t on[] = {0x91, pitch, 90};
      const uint8_t off[] = {0x81, pitch, 0};
      host_send_midi(f->host, 0, on, sizeof on);
      host_send_midi(f->host, 200, off, sizeof off);
      pitch = (uint8_t)(pitch < 90 ? pitch + 1 : 30);
    }
    ui_stage_run(f->stage, 1.0 / 30, in_time);
    const uint64_t print = ui_stage_print(f->stage);
    still += print == last;
    last = print;
    host_clear_events(f->host);
  }
  return still;
}

static void test_a_flood_of_notes_is_shown_whole(void** state) {
  Fixture* f = *state;
  const char* given = getenv("FLOOD_SECONDS");
  const double seconds = given ? atof(given) : 10;
  ui_stage_resize(f->stage, 800, 500);
  host_set(f->host, "thru", 1);
  host_play(f->host);
  ui_stage_run(f->stage, 1, false);
  assert_int_equal(flood(f, 3, false), 0); // the ring of notes and all fonts are in use
  const uint64_t notes = host_notify(f->host)->note_count;
  const unsigned asks = ui_stage_asks(f->stage);
  const size_t memory = fixture_memory_in_use();
  const double used = ui_stage_idle_seconds(f->stage);
  const uint64_t calls = ui_stage_idle_calls(f->stage);
  assert_int_equal(flood(f, seconds, given != NULL), 0); // another picture at every call
  const uint64_t idles = ui_stage_idle_calls(f->stage) - calls;
  const double each = (ui_stage_idle_seconds(f->stage) - used) / (double)idles;
  assert_int_equal(ui_stage_asks(f->stage), asks); // by the numbers, nothing was missed
  assert_true((double)(host_notify(f->host)->note_count - notes) > 128 * seconds);
  const size_t now = fixture_memory_in_use();
  if (memory > 0 && now > memory + 100000) {
    fail_msg("%zu bytes more", now - memory);
  }
  print_message("%.0f s: %llu notes struck and released, %llu idle calls, at each another picture, "
                "%.3f ms a call, %.2f s a minute\n",
                seconds, (unsigned long long)(host_notify(f->host)->note_count - notes),
                (unsigned long long)idles, each * 1000, each * 30 * 60);
}

// ---- no note is another ----

enum { MOST = 20000, RATE = 48000 };

static size_t perform(bool watched, HostEvent* events) {
  UiStage* stage = ui_stage_open((UiStageOptions){.width = 900, .height = 560});
  Host* host = ui_stage_host(stage);
  host_set_tempo(host, 150);
  host_play(host);
  for (int i = 0; i < 40; i++) {
    if (watched && i % 4 == 0) {
      ui_stage_show(stage); // and runs for a moment
    } else if (i % 4 == 0) {
      ui_stage_run(stage, 0.2, false);
    }
    if (watched && i % 4 != 3) { // the wheel moves the view, nothing else
      const UiRect roll = ui_stage_part(stage, UI_PART_ROLL, UI_MAIN, 0);
      ui_stage_point(stage, roll.x + 20, roll.y + 20);
      ui_stage_wheel(stage, i % 2 ? 3 : -3);
    }
    if (watched && i % 4 == 3) {
      ui_stage_hide(stage);
    }
    host_set(host, "temperature", 0.6F + 0.05F * (float)(i % 8));
    if (i % 9 == 8) {
      host_locate(host, i, 2);
    }
    const uint64_t frame = host_frame(host);
    const uint64_t end = ((uint64_t)i + 1) * RATE;
    host_run_frames(host, end - frame, 256);
  }
  size_t count;
  const HostEvent* all = host_events(host, &count);
  assert_true(count > 100 && count < MOST);
  memcpy(events, all, count * sizeof *events);
  host_stop(host);
  host_run(host, 256);
  ui_stage_close(stage);
  return count;
}

static void test_a_window_changes_no_note(void** state) {
  (void)state;
  HostEvent* alone = calloc(MOST, sizeof *alone);
  HostEvent* watched = calloc(MOST, sizeof *watched);
  assert_true(alone && watched);
  const size_t count = perform(false, alone);
  assert_int_equal(perform(true, watched), count);
  for (size_t i = 0; i < count; i++) {
    assert_memory_equal(alone[i].bytes, watched[i].bytes, 3);
    assert_int_equal(alone[i].frame, watched[i].frame);
  }
  free(alone);
  free(watched);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      WINDOW_TEST(test_what_is_lost_is_asked_for),
      WINDOW_TEST(test_a_flood_of_notes_is_shown_whole),
      cmocka_unit_test(test_a_window_changes_no_note),
  };
  const struct CMUnitTest flood_alone[] = {WINDOW_TEST(test_a_flood_of_notes_is_shown_whole)};
  return getenv("FLOOD_SECONDS") ? RUN_WINDOW_TESTS(flood_alone) : RUN_WINDOW_TESTS(tests);
}
