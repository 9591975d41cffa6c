// A long session in one process: SECONDS of random performances, one after the other (transports,
// controls, styles that are swapped, states that are saved while it plays), beside an instance that
// is never closed, whose window is opened and closed where there is a display. In the end the
// process has what it had after the first of them: memory, files, threads; and every note has
// ended.
#include "tests/host/opened_host.h"
#include "tests/host/paths.h"
#include "tests/property/scenario.h"
#include "tests/ui/stage.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { WARM_UP_ROUNDS = 24, FIRST_SEED = 500000, ROUND_SECONDS = 20, LOOK_SECONDS = 2 };
enum { WIDTH = 900, HEIGHT = 560 }; // of the window

// Of the test's own host, which remembers all its changes of tempo and place.
static const size_t HOST_BYTES_A_ROUND = 1024;
static const size_t MOST_BYTES = 1 << 20;

typedef struct {
  size_t heap;     // bytes in use; 0 where a sanitizer has the heap
  size_t resident; // bytes
  size_t files;
  size_t threads;
} Taken;

static Taken taken_now(void) {
  malloc_trim(0); // what is free is none of ours
  Taken taken = {.heap = mallinfo2().uordblks + mallinfo2().hblkhd,
                 .files = paths_count_entries("/proc/self/fd"),
                 .threads = paths_count_entries("/proc/self/task")};
  unsigned long pages = 0;
  FILE* file = fopen("/proc/self/statm", "r");
  assert_non_null(file);
  assert_int_equal(fscanf(file, "%*u %lu", &pages), 1);
  (void)fclose(file);
  taken.resident = pages * (size_t)sysconf(_SC_PAGESIZE);
  return taken;
}

// The instance that stays.
typedef struct {
  Host* host;
  UiStage* window; // NULL: no display
} Stayer;

static Stayer stayer_open(void) {
  const char* display = getenv("DISPLAY");
  if (!display || !display[0]) {
    printf("SKIP: no display, so no window is opened\n");
    return (Stayer){.host = opened(HOST_ON_CHANGE)};
  }
  UiStage* window = ui_stage_open((UiStageOptions){.width = WIDTH, .height = HEIGHT});
  return (Stayer){.host = ui_stage_host(window), .window = window};
}

static void stayer_close(Stayer stayer) {
  if (!stayer.window) {
    stop_and_close(stayer.host);
    return;
  }
  stop(stayer.host);
  assert_int_equal(ui_stage_x_errors(stayer.window), 0);
  ui_stage_close(stayer.window);
}

// A look into the window while it plays: it is made larger or smaller, the pointer comes by, and it
// is closed by the host, or with the host's own window.
static void look(UiStage* window, unsigned long round) {
  ui_stage_show(window);
  ui_stage_run(window, LOOK_SECONDS, false);
  const int size = (int)(round % STYLE_COUNT); // few: cairo keeps glyphs for each
  ui_stage_resize(window, 640 + 200 * size, 400 + 90 * size);
  const UiRect roll = ui_stage_part(window, UI_PART_ROLL, UI_MAIN, 0);
  ui_stage_point(window, roll.x + roll.width / 2, roll.y + roll.height / 2);
  ui_stage_wheel(window, 1);
  ui_stage_run(window, LOOK_SECONDS, false);
  // Of one size, and closed in one way, in all rounds after which is looked at what is taken: what
  // the last window drew into stays until there is another.
  ui_stage_resize(window, WIDTH, HEIGHT);
  ui_stage_run(window, LOOK_SECONDS, false);
  if (round % STYLE_COUNT % 2) {
    ui_stage_hide(window);
  } else {
    assert_true(ui_stage_destroy(window));
  }
}

// It goes to another place, changes its style and saves its state without stopping.
static void stay(Stayer stayer, const Bundles* bundles, unsigned long round) {
  Host* host = stayer.host;
  host_locate(host, (int64_t)(round * 7 % 200), 0);
  host_set(host, "seed", (float)(round % 100));
  host_patch_set_style(host, bundles->styles[round % STYLE_COUNT]);
  if (stayer.window) {
    look(stayer.window, round);
  }
  for (int second = 0; second < ROUND_SECONDS; ++second) {
    host_run_frames(host, RATE, BLOCK);
    if (second % 8 == 3) {
      host_free_state(host_take_state(host));
    }
  }
  host_clear_events(host);
  if (host_fault(host)) {
    fail_msg("%s", host_fault(host));
  }
}

static void play(const Bundles* bundles, uint64_t seed, Tally* tally) {
  char why[256];
  const char* broken = scenario_play(bundles, seed, false, tally, why, sizeof why);
  if (broken) {
    fail_msg("SEED=%llu: %s", (unsigned long long)seed, broken);
  }
}

static void print_taken(const char* when, const Taken* t) {
  printf("%s: %.1f MB resident, %.1f MB of heap in use, %zu files, %zu threads\n", when,
         (double)t->resident / 1e6, (double)t->heap / 1e6, t->files, t->threads);
  (void)fflush(stdout);
}

static void a_long_session_takes_no_more_than_a_short_one(void** state) {
  const Bundles* bundles = *state;
  const char* text = getenv("SECONDS");
  const time_t end = time(NULL) + (text ? strtol(text, NULL, 10) : 60);
  const Stayer stayer = stayer_open();
  Tally tally = {0};
  Taken first = {0};
  unsigned long round = 0;
  host_play(stayer.host);
  // Ends with the style that it had when it was looked at first.
  for (; round <= 2 * WARM_UP_ROUNDS || round % STYLE_COUNT != 1 || time(NULL) < end; ++round) {
    stay(stayer, bundles, round);
    play(bundles, FIRST_SEED + round, &tally);
    if (round == WARM_UP_ROUNDS) { // of which STYLE_COUNT is a factor
      first = taken_now();
      print_taken("after the first rounds", &first);
    }
  }
  const Taken last = taken_now();
  print_taken("at the end", &last);
  printf("%lu performances, %zu notes in them, %u of the one that stayed, %lu s of music\n", round,
         tally.notes, host_notes(stayer.host).note_ons, round * ROUND_SECONDS);
  printf("%lu windows\n", stayer.window ? round : 0);
  assert_int_equal(last.files, first.files);
  assert_int_equal(last.threads, first.threads);
  assert_in_range(last.heap, 0, first.heap + MOST_BYTES + round * HOST_BYTES_A_ROUND);
  assert_in_range(last.resident, 0, first.resident + first.resident / 10 + 8 * MOST_BYTES);
  stayer_close(stayer);
}

// Of its own, for what windows keep.
static int set_up(void** state) {
  const int failed = bundles_set_up(state);
  if (!failed) {
    const Bundles* bundles = *state;
    setenv("HOME", bundles->folder, 1);
    setenv("XDG_RUNTIME_DIR", bundles->folder, 1);
    unsetenv("XDG_CONFIG_HOME");
  }
  return failed;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_long_session_takes_no_more_than_a_short_one)};
  return cmocka_run_group_tests(tests, set_up, bundles_tear_down);
}
