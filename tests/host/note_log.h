// What a listener in a realtime host has heard: messages and marks, kept in memory and written down
// as text when the host is done.
//
// A line a message: the frame of the song at which it came, and its bytes in decimal. A line a
// mark:
// "# FRAME WORD". Frames are those of the host's transport; where it stands, they stand.
#ifndef TN_TESTS_NOTE_LOG_H
#define TN_TESTS_NOTE_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { NOTE_LOG_MOST = 1 << 17 };

typedef struct {
  int64_t frame;
  const char* mark; // a text that outlives the log, or NULL: a message
  uint8_t bytes[3];
} NoteLogEntry;

typedef struct {
  size_t count;
  size_t lost; // that found no room
  NoteLogEntry entries[NOTE_LOG_MOST];
} NoteLog;

// These two may be called on an audio thread: they take no memory.
void note_log_message(NoteLog* log, int64_t frame, const uint8_t* bytes, size_t size);
void note_log_mark(NoteLog* log, int64_t frame, const char* mark);

// Adds what was heard to the end of the file `path`. False if that fails, or something was lost.
bool note_log_write(const NoteLog* log, const char* path);

#endif
