// Takes, locks and the prompt, as a performance changes them: a state of the plugin for each time
// that they have come to rest.
#ifndef TN_TESTS_PROPERTY_EDIT_LOG_H
#define TN_TESTS_PROPERTY_EDIT_LOG_H

#include "tests/host/host.h"

typedef struct {
  HostState** states; // owned; the first is that of the beginning
  int count;
  bool moves;          // since the last one
  bool moves_now;      // with the next block
  int64_t wait_frames; // of music, in which a change may yet come about
} EditLog;

// Before the host is closed.
void edit_log_free(EditLog* log);

// What was begun comes about within so many frames of music.
void edit_log_move(EditLog* log, int64_t within);

// Before a block: takes down a state of the plugin where they are at rest anew, or of none yet.
void edit_log_settle(EditLog* log, Host* host);

// A block was run, with so many frames of music.
void edit_log_wait(EditLog* log, uint32_t frames);

#endif
