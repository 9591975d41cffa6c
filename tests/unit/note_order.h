// Notes in the order of events, as a piece has them, or as they sound.
#ifndef TN_TESTS_NOTE_ORDER_H
#define TN_TESTS_NOTE_ORDER_H

#include "plugin/engine/codec.h"

#include <stdlib.h>

static inline int compare_notes(const void* a, const void* b) {
  return tn_codec_compare(a, b);
}

static inline void sort_notes(TnNote* notes, size_t count) {
  qsort(notes, count, sizeof *notes, compare_notes);
}

// As the notes sound: by tick, then nudge, then as events are ordered.
static inline int compare_sounding(const void* left, const void* right) {
  const TnNote* a = left;
  const TnNote* b = right;
  const bool decided = a->onset != b->onset || a->nudge == b->nudge;
  return decided ? tn_codec_compare(a, b) : a->nudge - b->nudge;
}

// Sorts, and keeps one note of those with the same pitch, part and onset. Returns how many are
// left.
static inline size_t sort_distinct_notes(TnNote* notes, size_t count) {
  sort_notes(notes, count);
  size_t kept = 0;
  for (size_t i = 0; i < count; ++i) {
    if (kept == 0 || tn_codec_compare(&notes[kept - 1], &notes[i]) != 0) {
      notes[kept++] = notes[i];
    }
  }
  return kept;
}

#endif
