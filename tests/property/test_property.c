// What must hold whatever a composer and a host do: random performances, made from seeds.
//
// SEED: the first scenario's; those after it count on. SCENARIOS: how many. One that fails is named
// by its seed, so that SEED=... SCENARIOS=1 plays it again, alone; with TELL=1 it tells
// what it does.
//
// Meanwhile the interposer looks for calls that have no place in run(), where no sanitizer is.
#include "tests/host/interposer.h"
#include "tests/property/scenario.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_PROCESSES = 64 };

static uint64_t number_of(const char* name, uint64_t otherwise) {
  const char* text = getenv(name);
  return text && text[0] ? strtoull(text, NULL, 0) : otherwise;
}

static int process_count(uint64_t scenarios) {
  const long cores = sysconf(_SC_NPROCESSORS_ONLN);
  const long most = scenarios < MOST_PROCESSES ? (long)scenarios : MOST_PROCESSES;
  return (int)(cores < 1 ? 1 : cores < most ? cores : most);
}

// Forgets what it has counted. Returns whether that is nothing.
static bool is_realtime(uint64_t seed) {
  const bool clean = rt_count() == 0;
  if (!clean) {
    printf("SEED=%llu: %lu calls inside run(), the first is %s()\n", (unsigned long long)seed,
           rt_count(), rt_first());
    rt_reset();
  }
  return clean;
}

// Plays every `step`th scenario. Returns whether all held.
static bool play_share(const Bundles* bundles, uint64_t first, uint64_t end, uint64_t step) {
  bool held = true;
  Tally tally = {0};
  for (uint64_t seed = first; seed < end; seed += step) {
    char why[256];
    const char* broken =
        scenario_play(bundles, seed, getenv("TELL") != NULL, &tally, why, sizeof why);
    if (broken) {
      printf("SEED=%llu: %s\n", (unsigned long long)seed, broken);
      fflush(stdout);
      held = false;
    }
    held = is_realtime(seed) && held;
  }
  printf("%zu notes, %zu compared with a straight play\n", tally.notes, tally.compared);
  return fflush(stdout) == 0 && held && tally.compared > 0;
}

static void test_every_performance_keeps_the_promises(void** state) {
  const Bundles* bundles = *state;
  const uint64_t seed = number_of("SEED", 1);
  const uint64_t scenarios = number_of("SCENARIOS", 2000);
  const int processes = process_count(scenarios);
  printf("SEED=%llu SCENARIOS=%llu\n", (unsigned long long)seed, (unsigned long long)scenarios);
  fflush(stdout);
  for (int i = 0; i < processes; i++) {
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
      _exit(!play_share(bundles, seed + (uint64_t)i, seed + scenarios, (uint64_t)processes));
    }
  }
  int failed = 0;
  for (int i = 0; i < processes; i++) {
    int status = 0;
    assert_true(wait(&status) > 0);
    failed += !WIFEXITED(status) || WEXITSTATUS(status) != 0;
  }
  assert_int_equal(failed, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_performance_keeps_the_promises),
  };
  return cmocka_run_group_tests(tests, bundles_set_up, bundles_tear_down);
}
