// A long session in one process: SECONDS of random performances, one after the other (transports,
// controls, styles that are swapped, states that are saved while it plays), beside an instance that
// is never closed. In the end the process has what it had after the first of them: memory, files,
// threads; and every note has ended. Nobody opens windows here.
#include "tests/host/opened_host.h"
#include "tests/host/paths.h"
#include "tests/property/scenario.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { WARM_UP_ROUNDS = 24, FIRST_SEED = 500000, ROUND_SECONDS = 20 };

// Of the test's own host, which remembers all its changes of tempo and place.
static const size_t HOST_BYTES_A_ROUND = 4096;
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

// The instance that stays: it goes to another place, changes its style and saves its state without
// stopping.
static void stay(Host* host, const Bundles* bundles, unsigned long round) {
  host_locate(host, (int64_t)(round * 7 % 200), 0);
  host_set(host, "seed", (float)(round % 100));
  host_patch_set_style(host, bundles->styles[round % STYLE_COUNT]);
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
  Host* host = opened(HOST_ON_CHANGE);
  Tally tally = {0};
  Taken first = {0};
  unsigned long round = 0;
  host_play(host);
  // Ends with the style that it had when it was looked at first.
  for (; round <= 2 * WARM_UP_ROUNDS || round % STYLE_COUNT != 1 || time(NULL) < end; ++round) {
    stay(host, bundles, round);
    play(bundles, FIRST_SEED + round, &tally);
    if (round == WARM_UP_ROUNDS) { // of which STYLE_COUNT is a factor
      first = taken_now();
      print_taken("after the first rounds", &first);
    }
  }
  const Taken last = taken_now();
  print_taken("at the end", &last);
  printf("%lu performances, %zu notes in them, %u of the one that stayed, %lu s of music\n", round,
         tally.notes, host_notes(host).note_ons, round * ROUND_SECONDS);
  assert_int_equal(last.files, first.files);
  assert_int_equal(last.threads, first.threads);
  assert_in_range(last.heap, 0, first.heap + MOST_BYTES + round * HOST_BYTES_A_ROUND);
  assert_in_range(last.resident, 0, first.resident + first.resident / 10 + 8 * MOST_BYTES);
  stop_and_close(host);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_long_session_takes_no_more_than_a_short_one)};
  return cmocka_run_group_tests(tests, bundles_set_up, bundles_tear_down);
}
