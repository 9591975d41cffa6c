// A host in a test: opened with its style loaded, run until it sounds, closed in good order.
#ifndef TN_TESTS_OPENED_HOST_H
#define TN_TESTS_OPENED_HOST_H

#include "tests/host/host.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define RATE         UINT64_C(48000)
#define BLOCK        256
#define LONGEST_WAIT (RATE * 40) // frames within which any style has played a note

static inline Host* opened_with(HostOptions options) {
  Host* host = host_open(&options);
  assert_non_null(host);
  for (int i = 0; i < 4; i++) { // a style that the plugin loads by itself arrives
    host_wait_worker(host);
    host_run(host, BLOCK);
  }
  return host;
}

static inline Host* opened(HostPositions positions) {
  return opened_with((HostOptions){.positions = positions});
}

// Runs until at least one note sounds.
static inline void run_until_sounding(Host* host) {
  for (uint32_t done = 0; host_notes(host).hung == 0; done += BLOCK) {
    assert_true(done < LONGEST_WAIT);
    host_run(host, BLOCK);
  }
}

// Runs until the worker and the plugin have said all they have to say to each other.
static inline void settle(Host* host) {
  for (int i = 0; i < 6; i++) {
    host_run(host, BLOCK);
    host_wait_worker(host);
  }
  host_run(host, BLOCK);
}

// Stops, and nothing sounds any more.
static inline void stop(Host* host) {
  host_stop(host);
  host_set(host, "sync", 0);
  host_run_frames(host, BLOCK * UINT64_C(4), BLOCK);
  if (host_fault(host)) {
    fail_msg("%s", host_fault(host));
  }
  assert_true(host_check_notes(host));
}

static inline void stop_and_close(Host* host) {
  stop(host);
  host_close(host);
}

#endif
