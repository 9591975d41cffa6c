#include "tests/host/note_log.h"

#include <stdio.h>
#include <string.h>

static NoteLogEntry* add(NoteLog* log, int64_t frame) {
  if (log->count == NOTE_LOG_MOST) {
    ++log->lost;
    return NULL;
  }
  NoteLogEntry* entry = &log->entries[log->count++];
  *entry = (NoteLogEntry){.frame = frame};
  return entry;
}

void note_log_message(NoteLog* log, int64_t frame, const uint8_t* bytes, size_t size) {
  NoteLogEntry* entry = add(log, frame);
  if (entry) {
    memcpy(entry->bytes, bytes, size < sizeof entry->bytes ? size : sizeof entry->bytes);
  }
}

void note_log_mark(NoteLog* log, int64_t frame, const char* mark) {
  NoteLogEntry* entry = add(log, frame);
  if (entry) {
    entry->mark = mark;
  }
}

bool note_log_write(const NoteLog* log, const char* path) {
  FILE* file = fopen(path, "a");
  if (!file) {
    return false;
  }
  for (size_t i = 0; i < log->count; ++i) {
    const NoteLogEntry* e = &log->entries[i];
    if (e->mark) {
      fprintf(file, "# %lld %s\n", (long long)e->frame, e->mark);
    } else {
      fprintf(file, "%lld %d %d %d\n", (long long)e->frame, e->bytes[0], e->bytes[1], e->bytes[2]);
    }
  }
  return fclose(file) == 0 && log->lost == 0;
}
