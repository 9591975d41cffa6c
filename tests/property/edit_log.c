#include "tests/property/edit_log.h"

#include <stdlib.h>

void edit_log_free(EditLog* log) {
  for (int i = 0; i < log->count; i++) {
    host_free_state(log->states[i]);
  }
  free(log->states);
}

void edit_log_move(EditLog* log, int64_t within) {
  log->moves = true;
  log->moves_now = true;
  log->wait_frames = log->wait_frames > within ? log->wait_frames : within;
}

static void take_down(EditLog* log, Host* host) {
  HostState** states = realloc(log->states, (size_t)(log->count + 1) * sizeof *states);
  if (!states) {
    abort();
  }
  log->states = states;
  states[log->count++] = host_take_state(host);
}

void edit_log_settle(EditLog* log, Host* host) {
  if (log->count == 0) {
    take_down(log, host);
  } else if (log->moves && !log->moves_now && log->wait_frames == 0) {
    take_down(log, host);
    log->moves = false;
  }
}

void edit_log_wait(EditLog* log, uint32_t frames) {
  log->moves_now = false;
  log->wait_frames = log->wait_frames > frames ? log->wait_frames - frames : 0;
}
