// A session that a version of Tiento leaves to all later ones: a style and a state, the values of
// its ports, and what it plays.
#ifndef TN_TESTS_UPGRADE_SESSION_H
#define TN_TESTS_UPGRADE_SESSION_H

#include "tests/host/opened_host.h"

#include <stdio.h>

enum { SESSION_BARS = 6 };

// Plays the session's first bars from the beginning and writes a line a message: the frame and the
// bytes. False, and a line on stderr, where that cannot be written.
static inline bool session_play(Host* host, const char* path) {
  FILE* file = fopen(path, "w");
  if (!file) {
    perror(path);
    return false;
  }
  host_stop(host);
  host_locate(host, 0, 0);
  settle(host);
  host_clear_events(host);
  const uint64_t start = host_frame(host);
  host_play(host);
  host_run_to(host, SESSION_BARS, 0, BLOCK);
  size_t count;
  const HostEvent* events = host_events(host, &count);
  for (size_t i = 0; i < count; ++i) {
    const HostEvent* e = &events[i];
    fprintf(file, "%llu %d %d %d\n", (unsigned long long)(e->frame - start), e->bytes[0],
            e->bytes[1], e->bytes[2]);
  }
  return fclose(file) == 0;
}

#endif
