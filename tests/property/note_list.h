// Notes, as messages on an output pair them.
#ifndef TN_TESTS_PROPERTY_NOTE_LIST_H
#define TN_TESTS_PROPERTY_NOTE_LIST_H

#include "tests/host/host_capture.h"

typedef struct {
  uint64_t on;  // frame
  uint64_t off; // frame; UINT64_MAX: it sounds still
  uint8_t channel;
  uint8_t pitch;
  uint8_t velocity;
} HeardNote;

typedef struct {
  HeardNote* notes; // owned
  size_t count;
  size_t capacity;
} NoteList;

void note_list_free(NoteList* list);
void note_list_add(NoteList* list, HeardNote note);

// Pairs the messages, whose frames count from `start`, into an emptied list.
void note_list_pair(NoteList* list, const HostEvent* events, size_t count, uint64_t start);

// By frame of the note-on, channel and pitch.
void note_list_sort(NoteList* list);
int note_list_compare(const HeardNote* a, const HeardNote* b);

#endif
