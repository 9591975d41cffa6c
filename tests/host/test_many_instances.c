// Two hundred instances in one process: each plays as if it were alone, and when they are gone,
// nothing is left of them.
#include "tests/host/opened_host.h"
#include "tests/host/paths.h"
#include "tests/host/small_style.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A sanitizer takes several times the memory.
#ifdef __SANITIZE_ADDRESS__
enum { INSTANCES = 40 };
#else
enum { INSTANCES = 200 };
#endif
enum { FEW = 10, KEPT_BYTES = 1024, SEEDS = 5, KINDS = 2 * SEEDS, SECONDS = 2 };

// What is left in a process.
typedef struct {
  size_t threads;
  size_t files;
  size_t heap; // bytes; 0 where a sanitizer has the heap
  bool mapped; // the plugin is
} Left;

static Left left_now(void) {
  Left left = {paths_count_entries("/proc/self/task"), paths_count_entries("/proc/self/fd"),
               mallinfo2().uordblks, false};
  char line[4096];
  FILE* maps = fopen("/proc/self/maps", "r");
  assert_non_null(maps);
  while (fgets(line, sizeof line, maps)) {
    left.mapped = left.mapped || strstr(line, "/tiento.so");
  }
  (void)fclose(maps);
  return left;
}

// ---- playing ----

// Of an instance: which of the KINDS it is says its seed and its style.
static void set_up(Host* host, int kind, const char* other_style) {
  host_set(host, "seed", (float)(kind % SEEDS));
  if (kind >= SEEDS) {
    host_patch_set_style(host, other_style);
  }
  host_run(host, BLOCK);
}

static void begin(Host* host) {
  settle(host);
  host_clear_events(host);
  host_play(host);
}

// A hash of what it played, FNV-1a, with the frames since it began.
static uint64_t heard(const Host* host) {
  size_t count;
  const HostEvent* events = host_events(host, &count);
  uint64_t sum = UINT64_C(0xcbf29ce484222325);
  const uint64_t start = host_frame(host) - SECONDS * RATE;
  for (size_t i = 0; i < count; ++i) {
    const uint64_t words[] = {events[i].frame - start, events[i].bytes[0], events[i].bytes[1],
                              events[i].bytes[2]};
    for (size_t k = 0; k < sizeof words / sizeof words[0]; ++k) {
      sum = (sum ^ words[k]) * UINT64_C(0x100000001b3);
    }
  }
  assert_true(count > 0);
  return sum;
}

static void play_alone(uint64_t sums[KINDS], const char* other_style) {
  for (int kind = 0; kind < KINDS; ++kind) {
    Host* host = opened(HOST_ON_CHANGE);
    set_up(host, kind, other_style);
    begin(host);
    host_run_frames(host, SECONDS * RATE, BLOCK);
    sums[kind] = heard(host);
    stop_and_close(host);
    for (int other = 0; other < kind; ++other) {
      assert_true(sums[other] != sums[kind]);
    }
  }
}

static void play_together(int count, const uint64_t sums[KINDS], const char* other_style) {
  Host* hosts[INSTANCES];
  for (int i = 0; i < count; ++i) {
    hosts[i] = opened(HOST_ON_CHANGE);
  }
  for (int i = 0; i < count; ++i) {
    set_up(hosts[i], i % KINDS, other_style);
  }
  for (int i = 0; i < count; ++i) {
    begin(hosts[i]);
  }
  for (uint64_t done = 0; done < SECONDS * RATE; done += 1000) {
    for (int i = 0; i < count; ++i) {
      host_run(hosts[i], 1000);
    }
  }
  for (int i = 0; i < count; ++i) {
    assert_int_equal(heard(hosts[i]), sums[i % KINDS]);
  }
  for (int i = 0; i < count; ++i) {
    stop_and_close(hosts[i * 7 % count]);
  }
}

static void each_plays_as_if_alone_and_nothing_is_left(void** state) {
  (void)state;
  char folder[512];
  char style[600];
  uint64_t sums[KINDS];
  const TnVocabulary vocabulary = tn_vocabulary_for_grid();
  assert_true(paths_make_folder(folder, sizeof folder));
  snprintf(style, sizeof style, "%s/other.safetensors", folder);
  assert_true(small_style_write(style, &vocabulary));
  play_alone(sums, style);
  play_together(FEW, sums, style); // what libraries keep for good, they have now
  const Left first = left_now();
  play_together(INSTANCES, sums, style);
  const Left second = left_now();
  print_message("%zu threads, %zu files, %zu bytes\n", second.threads, second.files, second.heap);
  assert_int_equal(second.threads, first.threads);
  assert_int_equal(second.files, first.files);
  // Each thread that ended leaves the C library a cache; small leaks are LeakSanitizer's.
  assert_in_range(second.heap, 0, first.heap + INSTANCES * KEPT_BYTES);
  assert_false(second.mapped);
  paths_remove(folder);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(each_plays_as_if_alone_and_nothing_is_left)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
