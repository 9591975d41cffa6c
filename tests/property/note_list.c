#include "tests/property/note_list.h"

#include <stdlib.h>

void note_list_free(NoteList* list) {
  free(list->notes);
}

void note_list_add(NoteList* list, HeardNote note) {
  if (list->count == list->capacity) {
    list->capacity = 2 * list->capacity + 256;
    list->notes = realloc(list->notes, list->capacity * sizeof *list->notes);
    if (!list->notes) {
      abort();
    }
  }
  list->notes[list->count++] = note;
}

void note_list_pair(NoteList* list, const HostEvent* events, size_t count, uint64_t start) {
  size_t sounding[16][128] = {{0}}; // index of the note that sounds, plus 1
  list->count = 0;
  for (size_t i = 0; i < count; i++) {
    const uint8_t* bytes = events[i].bytes;
    const uint8_t status = bytes[0] & 0xf0;
    const uint64_t frame = events[i].frame - start;
    size_t* index = &sounding[bytes[0] & 0x0f][bytes[1] & 0x7f];
    if (status == 0x90) {
      note_list_add(list, (HeardNote){frame, UINT64_MAX, bytes[0] & 0x0f, bytes[1], bytes[2]});
      *index = list->count;
    } else if (status == 0x80 && *index > 0) {
      list->notes[*index - 1].off = frame;
      *index = 0;
    }
  }
}

int note_list_compare(const HeardNote* a, const HeardNote* b) {
  if (a->on != b->on) {
    return a->on < b->on ? -1 : 1;
  }
  return a->channel != b->channel ? a->channel - b->channel : a->pitch - b->pitch;
}

static int compare(const void* left, const void* right) {
  return note_list_compare(left, right);
}

void note_list_sort(NoteList* list) {
  if (list->count > 0) {
    qsort(list->notes, list->count, sizeof *list->notes, compare);
  }
}
