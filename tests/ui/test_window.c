// The window, used as people use it: by the pointer and the keys, in a host's window on a display
// of its own. What it does is seen in the plugin's ports, messages and notes, in files, in what
// another client of the display is given, and in the pixels.
//
// UI_TEST=name runs one test alone. FLOOD_SECONDS=n runs the flood of notes alone, for so long and
// in real time.
#include "tests/host/host.h"
#include "tests/host/paths.h"
#include "tests/ui/receiver.h"
#include "tests/ui/stage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <malloc.h>
#include <math.h>
#include <smf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { RATE = 48000 };

typedef struct {
  char home[128];
  char style[256];  // another style, installed by the user
  char broken[256]; // and one that cannot be read
  UiStage* stage;
  Host* host;
} Fixture;

// Of all that this process has taken; 0 where a sanitizer has its own.
static size_t memory_in_use(void) {
  const struct mallinfo2 info = mallinfo2();
  return info.uordblks + info.hblkhd;
}

static void make_styles(Fixture* f) {
  char folder[200];
  char own[4200];
  snprintf(folder, sizeof folder, "%s/.lv2", f->home);
  assert_int_equal(mkdir(folder, 0700), 0);
  snprintf(folder, sizeof folder, "%s/.lv2/tiento-mine.lv2", f->home);
  assert_int_equal(mkdir(folder, 0700), 0);
  snprintf(f->style, sizeof f->style, "%s/zz mine.safetensors", folder);
  snprintf(f->broken, sizeof f->broken, "%s/zzz broken.safetensors", folder);
  snprintf(own, sizeof own, "%sstyles/hymns.safetensors", host_bundle_path(f->host));
  assert_true(paths_copy(own, f->style));
  FILE* file = fopen(f->broken, "w");
  assert_non_null(file);
  fputs("no style", file);
  fclose(file);
}

static int set_up_with(void** state, UiStageOptions options) {
  Fixture* f = calloc(1, sizeof *f);
  assert_non_null(f);
  assert_true(paths_make_folder(f->home, sizeof f->home));
  setenv("HOME", f->home, 1);
  setenv("XDG_RUNTIME_DIR", f->home, 1);
  unsetenv("XDG_CONFIG_HOME");
  f->stage = ui_stage_open(options);
  f->host = ui_stage_host(f->stage);
  make_styles(f);
  host_set_tempo(f->host, 120);
  ui_stage_show(f->stage);
  *state = f;
  return 0;
}

static int set_up(void** state) {
  return set_up_with(state, (UiStageOptions){.width = 900, .height = 560, .gives_files = true});
}

static int tear_down(void** state) {
  Fixture* f = *state;
  host_stop(f->host);
  ui_stage_run(f->stage, 0.2, false);
  if (host_fault(f->host)) {
    fail_msg("%s", host_fault(f->host));
  }
  assert_int_equal(ui_stage_x_errors(f->stage), 0);
  assert_int_equal(ui_stage_touches(f->stage), 0); // what was grabbed was let go
  ui_stage_close(f->stage);
  paths_remove(f->home);
  free(f);
  return 0;
}

static UiPart port(TnPort port_index) {
  return ui_part_of_port(port_index);
}

// The page that has the control, in a window of the fixture's size.
static int open_page_of(Fixture* f, TnPort port_index) {
  const UiPart tab = (UiPart)(UI_PART_TAB + ui_card_of(port_index));
  ui_stage_click_part(f->stage, tab, UI_MAIN, 0);
  for (int page = 0; page < UI_CARDS; page++) {
    if (ui_stage_part(f->stage, port(port_index), UI_MAIN, page).width > 0) {
      return page;
    }
  }
  fail_msg("port %d is on no page", (int)port_index);
  return 0;
}

static void assert_port(const Fixture* f, const char* symbol, float value) {
  const float is = host_get(f->host, symbol);
  if (fabsf(is - value) > 1e-3F) {
    fail_msg("%s is %g, not %g", symbol, (double)is, (double)value);
  }
}

// ---- controls ----

static void test_a_knob_is_turned(void** state) {
  Fixture* f = *state;
  const UiRect rect = ui_stage_part(f->stage, port(TN_PORT_TEMPERATURE), UI_MAIN, 0);
  const double x = rect.x + rect.width / 2;
  const double y = rect.y + 29;
  ui_stage_point(f->stage, x, y);
  ui_stage_button(f->stage, 1, true);
  ui_stage_point(f->stage, x, y - 10);
  assert_int_equal(ui_stage_touches(f->stage), 1);
  ui_stage_point(f->stage, x, y - 40);
  ui_stage_button(f->stage, 1, false);
  assert_port(f, "temperature", 1.4F);
  assert_int_equal(ui_stage_touches(f->stage), 0);
  ui_stage_point(f->stage, x, y);
  ui_stage_wheel(f->stage, -2);
  assert_port(f, "temperature", 1.3F);
}

static void test_double_clicks_reset(void** state) {
  Fixture* f = *state;
  const UiRect rect = ui_stage_part(f->stage, port(TN_PORT_TOP_P), UI_MAIN, 0);
  host_set(f->host, "top_p", 0.5F);
  ui_stage_run(f->stage, 0.1, false);
  ui_stage_click(f->stage, rect.x + rect.width / 2, rect.y + 29);
  ui_stage_click(f->stage, rect.x + rect.width / 2, rect.y + 29);
  assert_port(f, "top_p", 0.95F);
}

static void test_a_value_is_typed(void** state) {
  Fixture* f = *state;
  const UiRect rect = ui_stage_part(f->stage, port(TN_PORT_LENGTH), UI_MAIN, 0);
  ui_stage_click(f->stage, rect.x + rect.width / 2, rect.y + 64);
  ui_stage_type(f->stage, "12");
  ui_stage_key(f->stage, "Return");
  assert_port(f, "length", 12);
}

static void test_menus_and_switches(void** state) {
  Fixture* f = *state;
  const int page = open_page_of(f, TN_PORT_SCALE);
  ui_stage_click_part(f->stage, port(TN_PORT_SCALE), UI_MAIN, page);
  ui_stage_key(f->stage, "Down");
  ui_stage_key(f->stage, "Down");
  ui_stage_key(f->stage, "Return");
  assert_port(f, "scale", 2);
  ui_stage_click_part(f->stage, port(TN_PORT_LISTEN), UI_MAIN, page);
  assert_port(f, "listen", 1);
  ui_stage_click_part(f->stage, port(TN_PORT_ENABLED), UI_MAIN, page);
  assert_port(f, "enabled", 0);
}

static void test_the_keyboard_reaches_all(void** state) {
  Fixture* f = *state;
  ui_stage_click(f->stage, 5, 5); // the window has the keyboard
  bool reached = false;
  for (int i = 0; i < 120 && !reached; i++) {
    ui_stage_key(f->stage, "Tab");
    ui_stage_key(f->stage, "Up");
    reached = fabsf(host_get(f->host, "humanize")) > 0;
  }
  assert_true(reached);
}

static void test_what_the_host_moves_is_seen(void** state) {
  Fixture* f = *state;
  const UiRect rect = ui_stage_part(f->stage, port(TN_PORT_TEMPERATURE), UI_MAIN, 0);
  const double x = rect.x + rect.width / 2 + 23 * cos(0.3);
  const double y = rect.y + 29 + 23 * sin(0.3); // near the ring's end
  const uint32_t before = ui_stage_pixel(f->stage, x, y);
  host_set(f->host, "temperature", 2);
  ui_stage_run(f->stage, 0.1, false);
  assert_int_not_equal(ui_stage_pixel(f->stage, x, y), before);
}

static void test_triggers_rise_and_fall(void** state) {
  Fixture* f = *state;
  host_play(f->host);
  ui_stage_run(f->stage, 5, false);
  const float take = host_get(f->host, "take");
  ui_stage_click_part(f->stage, port(TN_PORT_REROLL_BAR), UI_MAIN, 0);
  assert_port(f, "reroll_bar", 1);
  ui_stage_run(f->stage, 0.4, true);
  assert_port(f, "reroll_bar", 0);
  assert_true(host_get(f->host, "take") > take);
}

// ---- the roll ----

// The middle of a bar on the roll, `bars` before that of the playhead, which stands.
static void point_at_bar(const Fixture* f, double bars_back, double* x, double* y) {
  const UiRect roll = ui_stage_part(f->stage, UI_PART_ROLL, UI_MAIN, 0);
  *x = roll.x + floor(roll.width * 0.7) - bars_back * 160 + 80;
  *y = roll.y + roll.height / 2;
}

static bool is_locked(const Fixture* f, int32_t bar) {
  const HostNotify* notify = host_notify(f->host);
  for (int i = 0; i < notify->lock_count; i++) {
    if (notify->locks[i] == bar) {
      return true;
    }
  }
  return false;
}

static void play_and_stop(Fixture* f, int64_t bars) {
  host_play(f->host);
  ui_stage_run(f->stage, (double)bars * 2, false);
  host_stop(f->host);
  host_locate(f->host, bars, 0);
  ui_stage_run(f->stage, 0.5, false);
}

static void test_a_click_locks_a_bar_and_another_unlocks_it(void** state) {
  Fixture* f = *state;
  double x;
  double y;
  play_and_stop(f, 6);
  point_at_bar(f, 2, &x, &y);
  ui_stage_click(f->stage, x, y);
  ui_stage_run(f->stage, 0.3, false);
  assert_int_equal(host_notify(f->host)->lock_count, 1);
  assert_true(is_locked(f, 4));
  ui_stage_click(f->stage, x, y);
  ui_stage_run(f->stage, 0.3, false);
  assert_int_equal(host_notify(f->host)->lock_count, 0);
  ui_stage_key(f->stage, "ctrl+z");
  ui_stage_run(f->stage, 0.3, false);
  assert_true(is_locked(f, 4));
  ui_stage_key(f->stage, "ctrl+shift+z");
  ui_stage_run(f->stage, 0.3, false);
  assert_false(is_locked(f, 4));
  ui_stage_click_part(f->stage, UI_PART_UNDO, UI_MAIN, 0);
  ui_stage_run(f->stage, 0.3, false);
  assert_true(is_locked(f, 4));
}

// What the bar sounds like: its notes one after the other.
static uint64_t hear_bar(Fixture* f, int64_t bar) {
  size_t count;
  uint64_t hash = 7;
  host_locate(f->host, bar, 0);
  host_clear_events(f->host);
  host_play(f->host);
  ui_stage_run(f->stage, 2, false);
  const HostEvent* events = host_events(f->host, &count);
  for (size_t i = 0; i < count; i++) {
    if ((events[i].bytes[0] & 0xf0) == 0x90) {
      hash = hash * 31 + events[i].bytes[1];
    }
  }
  host_stop(f->host);
  return hash;
}

static void test_a_bar_is_rerolled_by_its_button(void** state) {
  Fixture* f = *state;
  double x;
  double y;
  const uint64_t before = hear_bar(f, 4);
  host_locate(f->host, 6, 0);
  ui_stage_run(f->stage, 0.5, false);
  point_at_bar(f, 2, &x, &y);
  const UiRect roll = ui_stage_part(f->stage, UI_PART_ROLL, UI_MAIN, 0);
  ui_stage_click(f->stage, x + 80 - 11, roll.y - 9);
  ui_stage_run(f->stage, 0.3, false);
  assert_int_equal(host_notify(f->host)->lock_count, 0);
  assert_int_not_equal(hear_bar(f, 4), before);
}

static void test_a_window_that_opens_late_shows_what_was_played(void** state) {
  Fixture* f = *state;
  ui_stage_hide(f->stage);
  ui_stage_show(f->stage);
  ui_stage_run(f->stage, 0.3, false);
  const uint64_t empty = ui_stage_print(f->stage);
  ui_stage_hide(f->stage);
  host_play(f->host);
  ui_stage_run(f->stage, 12, false);
  host_stop(f->host);
  host_locate(f->host, 0, 0);
  ui_stage_run(f->stage, 0.2, false);
  host_locate(f->host, 6, 0);
  ui_stage_run(f->stage, 0.2, false);
  ui_stage_show(f->stage);
  ui_stage_run(f->stage, 1, false);
  assert_int_not_equal(ui_stage_print(f->stage), empty);
  char path[200];
  snprintf(path, sizeof path, "%s/late.mid", f->home);
  ui_stage_click(f->stage, 5, 5);
  ui_stage_key(f->stage, "ctrl+s");
  ui_stage_type(f->stage, path);
  ui_stage_key(f->stage, "Return");
  smf_t* smf = smf_load(path); // it has the notes
  assert_non_null(smf);
  smf_delete(smf);
}

// ---- keeping ----

static size_t count_ons_from(const Fixture* f, long double from) {
  size_t count;
  size_t ons = 0;
  const HostEvent* events = host_events(f->host, &count);
  for (size_t i = 0; i < count; i++) {
    ons += (events[i].bytes[0] & 0xf0) == 0x90 && events[i].beats >= from;
  }
  return ons;
}

static size_t count_ons_of_file(const char* path) {
  size_t ons = 0;
  smf_t* smf = smf_load(path);
  assert_non_null(smf);
  for (smf_event_t* event = smf_get_next_event(smf); event; event = smf_get_next_event(smf)) {
    ons += (event->midi_buffer[0] & 0xf0) == 0x90 && event->midi_buffer[2] > 0;
  }
  smf_delete(smf);
  return ons;
}

static void test_bars_are_saved(void** state) {
  Fixture* f = *state;
  char path[200];
  snprintf(path, sizeof path, "%s/kept.mid", f->home);
  play_and_stop(f, 10);
  ui_stage_click_part(f->stage, UI_PART_SAVE, UI_MAIN, 0);
  ui_stage_click_part(f->stage, UI_PART_BARS, UI_SAVE, 0); // the last 4
  ui_stage_click_part(f->stage, UI_PART_PATH, UI_SAVE, 0);
  ui_stage_key(f->stage, "ctrl+a");
  ui_stage_type(f->stage, path);
  ui_stage_click_part(f->stage, UI_PART_WRITE, UI_SAVE, 0);
  assert_int_equal(count_ons_of_file(path), count_ons_from(f, 24));
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
  play_and_stop(f, 10);
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
  assert_int_equal(count_ons_of_file(path), count_ons_from(f, 8)); // a phrase of 8 bars
  assert_int_equal(host_notify(f->host)->lock_count, 0);           // it was no click
  receiver_close(receiver);
  ui_stage_hide(f->stage);
  assert_int_equal(access(path, F_OK), -1); // it goes with the window
  ui_stage_show(f->stage);
}

static void test_a_client_that_refuses_gets_nothing(void** state) {
  Fixture* f = *state;
  Receiver* receiver = receiver_open(950, 100, false);
  play_and_stop(f, 4);
  drag_to(f, receiver, 1050, 200);
  assert_string_equal(receiver_got(receiver), "");
  assert_false(receiver_entered(receiver));
  receiver_close(receiver);
  ui_stage_click_part(f->stage, port(TN_PORT_ENABLED), UI_MAIN, 0); // it goes on
  assert_port(f, "enabled", 0);
}

// ---- styles ----

static void wait_for_style(Fixture* f) {
  for (int i = 0; i < 10; i++) {
    host_wait_worker(f->host);
    ui_stage_run(f->stage, 0.05, false);
  }
}

static void test_a_style_is_chosen_and_tried(void** state) {
  Fixture* f = *state;
  ui_stage_click(f->stage, 5, 5);
  ui_stage_key(f->stage, "ctrl+f");
  ui_stage_run(f->stage, 0.3, false);
  ui_stage_type(f->stage, "mine");
  host_clear_events(f->host);
  ui_stage_key(f->stage, "Down");
  wait_for_style(f);
  assert_string_equal(host_notify(f->host)->style, f->style);
  ui_stage_run(f->stage, 8, false); // two bars, though nothing rolls
  const size_t tried = count_ons_from(f, -1);
  assert_true(tried > 2);
  assert_int_equal(host_notes(f->host).hung, 0);
  ui_stage_run(f->stage, 4, false);
  assert_int_equal(count_ons_from(f, -1), tried); // and then silence
  ui_stage_key(f->stage, "Return");
  ui_stage_click_part(f->stage, UI_PART_STYLE_PREVIOUS, UI_MAIN, 0);
  wait_for_style(f);
  assert_non_null(strstr(host_notify(f->host)->style, "/styles/")); // the last of those that ship
}

static void test_a_style_that_cannot_be_read_says_why(void** state) {
  Fixture* f = *state;
  ui_stage_click_part(f->stage, UI_PART_STYLE, UI_MAIN, 0);
  ui_stage_run(f->stage, 0.3, false);
  ui_stage_type(f->stage, "broken");
  const UiRect list = ui_stage_part(f->stage, UI_PART_LIST, UI_BROWSE, 0);
  const uint64_t before = ui_stage_print(f->stage);
  ui_stage_click(f->stage, list.x + 80, list.y + 24 + 15);
  wait_for_style(f);
  assert_true(host_notify(f->host)->message_count > 0);
  assert_non_null(strstr(host_notify(f->host)->style, "hymns"));
  assert_int_not_equal(ui_stage_print(f->stage), before);
}

static void test_favourites_are_kept(void** state) {
  Fixture* f = *state;
  char path[256];
  ui_stage_click_part(f->stage, UI_PART_STYLE, UI_MAIN, 0);
  const UiRect list = ui_stage_part(f->stage, UI_PART_LIST, UI_BROWSE, 0);
  ui_stage_click(f->stage, list.x + 17, list.y + 24 + 15);
  snprintf(path, sizeof path, "%s/.config/tiento/favourites", f->home);
  assert_int_equal(access(path, F_OK), 0);
}

static void test_the_host_is_asked_for_a_file(void** state) {
  Fixture* f = *state;
  ui_stage_click_part(f->stage, UI_PART_STYLE, UI_MAIN, 0);
  ui_stage_click_part(f->stage, UI_PART_FILE, UI_BROWSE, 0);
  assert_int_equal(ui_stage_requests(f->stage), 1);
}

// ---- the window itself ----

static void test_it_resizes(void** state) {
  Fixture* f = *state;
  static const int sizes[][2] = {{480, 320}, {1600, 1000}, {200, 100}, {3840, 2160}, {900, 560}};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    ui_stage_resize(f->stage, sizes[i][0], sizes[i][1]);
    ui_stage_run(f->stage, 0.2, false);
    assert_true(ui_stage_pixel(f->stage, 1, 1) >> 16 < 0x20); // the ground, not the host's grey
    const float before = host_get(f->host, "temperature");
    const UiRect rect = ui_stage_part(f->stage, port(TN_PORT_TEMPERATURE), UI_MAIN, 0);
    ui_stage_point(f->stage, rect.x + rect.width / 2, rect.y + 29);
    ui_stage_wheel(f->stage, i % 2 ? -1 : 1);
    assert_true(fabsf(host_get(f->host, "temperature") - before) > 0.04F);
  }
}

static int set_up_scaled(void** state) {
  return set_up_with(state, (UiStageOptions){.scale = 2});
}

static void test_it_opens_at_the_hosts_scale(void** state) {
  Fixture* f = *state;
  const UiRect rect = ui_stage_part(f->stage, port(TN_PORT_LENGTH), UI_MAIN, 0);
  ui_stage_point(f->stage, rect.x + rect.width / 2, rect.y + 29);
  ui_stage_wheel(f->stage, 1);
  assert_port(f, "length", 9);
}

// Measured while it is closed: how much of its picture an open one has drawn so far is up to time.
static void test_it_opens_and_closes_fifty_times(void** state) {
  Fixture* f = *state;
  size_t settled = 0;
  host_play(f->host);
  for (int i = 0; i < 50; i++) {
    ui_stage_run(f->stage, 0.2, false);
    ui_stage_hide(f->stage);
    host_clear_events(f->host);
    ui_stage_run(f->stage, 0.1, false);
    if (i == 9) { // fonts and the like are there
      settled = memory_in_use();
    }
    const size_t now = memory_in_use();
    if (settled > 0 && now > settled + 100000) {
      fail_msg("%zu bytes more after %d windows", now - settled, i - 9);
    }
    ui_stage_show(f->stage);
  }
}

static void test_the_host_takes_the_window_away(void** state) {
  Fixture* f = *state;
  host_play(f->host);
  ui_stage_run(f->stage, 1, false);
  assert_true(ui_stage_destroy(f->stage));
  ui_stage_show(f->stage);
  ui_stage_run(f->stage, 1, false);
}

static void test_two_windows_stand_side_by_side(void** state) {
  Fixture* f = *state;
  UiStage* other = ui_stage_open((UiStageOptions){.width = 800, .height = 500});
  ui_stage_move(other, 1000, 600);
  ui_stage_show(other);
  const UiRect rect = ui_stage_part(other, port(TN_PORT_TEMPERATURE), UI_MAIN, 0);
  ui_stage_point(other, rect.x + rect.width / 2, rect.y + 29);
  ui_stage_wheel(other, 1);
  assert_port(f, "temperature", 1);
  assert_true(fabsf(host_get(ui_stage_host(other), "temperature") - 1.05F) < 1e-3F);
  host_play(f->host);
  for (int i = 0; i < 20; i++) {
    ui_stage_run(f->stage, 0.1, false);
    ui_stage_run(other, 0.1, false);
  }
  ui_stage_close(other);
}

// ---- many notes ----

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
  assert_int_equal(count_ons_of_file(path), count_ons_from(f, 0));
}

// 64 notes a second of the player's, which are passed on, besides the music.
static void flood(Fixture* f, double seconds, bool in_time) {
  uint8_t pitch = 30;
  uint64_t last = 0;
  uint64_t still = 0;
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
    const uint64_t print = in_time && i % 16 ? last + 1 : ui_stage_print(f->stage);
    still += print == last;
    last = print;
    host_clear_events(f->host);
  }
  assert_int_equal(still, 0); // another picture at every call
}

static void test_a_flood_of_notes_is_shown_whole(void** state) {
  Fixture* f = *state;
  const char* given = getenv("FLOOD_SECONDS");
  const double seconds = given ? atof(given) : 10;
  ui_stage_resize(f->stage, 800, 500);
  host_set(f->host, "thru", 1);
  host_play(f->host);
  ui_stage_run(f->stage, 1, false);
  flood(f, 3, false); // the ring of notes and all fonts are in use
  const uint64_t notes = host_notify(f->host)->note_count;
  const unsigned asks = ui_stage_asks(f->stage);
  const size_t memory = memory_in_use();
  const double used = ui_stage_idle_seconds(f->stage);
  const uint64_t calls = ui_stage_idle_calls(f->stage);
  flood(f, seconds, given != NULL);
  const double each =
      (ui_stage_idle_seconds(f->stage) - used) / (double)(ui_stage_idle_calls(f->stage) - calls);
  assert_int_equal(ui_stage_asks(f->stage), asks); // by the numbers, nothing was missed
  assert_true((double)(host_notify(f->host)->note_count - notes) > 128 * seconds);
  const size_t now = memory_in_use();
  if (memory > 0 && now > memory + 100000) {
    fail_msg("%zu bytes more", now - memory);
  }
  print_message("%.0f s: %llu notes struck and released, %.3f ms an idle call, %.2f s a minute\n",
                seconds, (unsigned long long)(host_notify(f->host)->note_count - notes),
                each * 1000, each * 30 * 60);
}

// ---- no note is another ----

enum { MOST = 20000 };

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

#define WINDOW_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
  if (!getenv("DISPLAY")) {
    printf("SKIP: there is no display\n");
    return 77;
  }
  const struct CMUnitTest flood_alone[] = {WINDOW_TEST(test_a_flood_of_notes_is_shown_whole)};
  if (getenv("UI_TEST")) {
    cmocka_set_test_filter(getenv("UI_TEST"));
  }
  if (getenv("FLOOD_SECONDS")) {
    return cmocka_run_group_tests(flood_alone, NULL, NULL);
  }
  const struct CMUnitTest tests[] = {
      WINDOW_TEST(test_a_knob_is_turned),
      WINDOW_TEST(test_double_clicks_reset),
      WINDOW_TEST(test_a_value_is_typed),
      WINDOW_TEST(test_menus_and_switches),
      WINDOW_TEST(test_the_keyboard_reaches_all),
      WINDOW_TEST(test_what_the_host_moves_is_seen),
      WINDOW_TEST(test_triggers_rise_and_fall),
      WINDOW_TEST(test_a_click_locks_a_bar_and_another_unlocks_it),
      WINDOW_TEST(test_a_bar_is_rerolled_by_its_button),
      WINDOW_TEST(test_a_window_that_opens_late_shows_what_was_played),
      WINDOW_TEST(test_bars_are_saved),
      WINDOW_TEST(test_the_roll_is_dragged_to_another_client),
      WINDOW_TEST(test_a_client_that_refuses_gets_nothing),
      WINDOW_TEST(test_a_style_is_chosen_and_tried),
      WINDOW_TEST(test_a_style_that_cannot_be_read_says_why),
      WINDOW_TEST(test_favourites_are_kept),
      WINDOW_TEST(test_the_host_is_asked_for_a_file),
      WINDOW_TEST(test_it_resizes),
      cmocka_unit_test_setup_teardown(test_it_opens_at_the_hosts_scale, set_up_scaled, tear_down),
      WINDOW_TEST(test_it_opens_and_closes_fifty_times),
      WINDOW_TEST(test_the_host_takes_the_window_away),
      WINDOW_TEST(test_two_windows_stand_side_by_side),
      WINDOW_TEST(test_what_is_lost_is_asked_for),
      WINDOW_TEST(test_a_flood_of_notes_is_shown_whole),
      cmocka_unit_test(test_a_window_changes_no_note),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
