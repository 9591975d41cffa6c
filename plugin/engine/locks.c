#include "plugin/engine/locks.h"

#include "plugin/engine/bar_search.h"
#include "plugin/engine/random.h"
#include "plugin/engine/vocabulary.h"

#include <string.h>

static bool has(const TnLocks* l, int index, int64_t bar) {
  return index < l->count && l->bars[index] == bar;
}

int tn_locks_find(const TnLocks* l, int64_t bar) {
  const int index = tn_bar_search(l->bars, l->count, bar);
  return has(l, index, bar) ? l->places[index] : TN_NO_PLACE;
}

static bool is_note(const TnKeptNote* note) {
  return note->duration > 0 && note->part < TN_MAX_PARTS && note->pitch < 128 &&
         note->velocity > 0 && note->velocity < 128 && note->nudge >= -TN_MAX_NUDGE &&
         note->nudge <= TN_MAX_NUDGE;
}

static uint64_t print_of(const TnKeptNote* n) {
  const uint64_t time = (uint64_t)n->onset << 16 | n->duration;
  const uint64_t sound = (uint64_t)n->drums << 31 | (uint64_t)n->part << 24 |
                         (uint64_t)n->pitch << 16 | (uint64_t)n->velocity << 8 | (uint8_t)n->nudge;
  return time << 32 | sound;
}

static void fill(TnKeptBar* kept, const TnKeptNote* notes, int count) {
  kept->count = count;
  kept->print = tn_random_mix((uint64_t)count);
  for (int i = 0; i < count; ++i) {
    kept->notes[i] = notes[i];
    kept->print = tn_random_mix(kept->print ^ print_of(&notes[i]));
  }
}

int tn_locks_keep(TnLocks* l, const TnKeptNote* notes, int count) {
  if (count < 0 || count > TN_LOCK_NOTES) {
    return TN_NO_PLACE;
  }
  for (int i = 0; i < count; ++i) {
    if (!is_note(&notes[i])) {
      return TN_NO_PLACE;
    }
  }
  int place = 0;
  while (place < TN_LOCK_PLACES && l->used[place]) {
    ++place;
  }
  if (place == TN_LOCK_PLACES) {
    return TN_NO_PLACE;
  }
  l->used[place] = true;
  fill(&l->kept[place], notes, count);
  return place;
}

static void move(TnLocks* l, int index, int by) {
  const size_t count = (size_t)(l->count - index);
  memmove(&l->bars[index + by], &l->bars[index], count * sizeof l->bars[0]);
  memmove(&l->places[index + by], &l->places[index], count * sizeof l->places[0]);
  l->count += by;
}

int tn_locks_put(TnLocks* l, int64_t bar, int place) {
  const int index = tn_bar_search(l->bars, l->count, bar);
  const bool had = has(l, index, bar);
  const int before = had ? l->places[index] : TN_NO_PLACE;
  if (place == TN_NO_PLACE) {
    if (had) {
      move(l, index + 1, -1);
    }
    return before;
  }
  if (!had) {
    move(l, index, 1);
    l->bars[index] = bar;
  }
  l->places[index] = (uint16_t)place;
  return before;
}

bool tn_locks_fit(const TnLocks* l) {
  return l->count < TN_MAX_LOCKS;
}

void tn_locks_drop(TnLocks* l, int place) {
  if (place != TN_NO_PLACE) {
    l->used[place] = false;
  }
}

void tn_locks_clear(TnLocks* l) {
  l->count = 0;
  memset(l->used, 0, sizeof l->used);
}

void tn_locks_copy(TnLocks* l, const TnLocks* from) {
  tn_locks_clear(l);
  l->count = from->count;
  for (int i = 0; i < from->count; ++i) {
    const TnKeptBar* kept = &from->kept[from->places[i]];
    l->bars[i] = from->bars[i];
    l->places[i] = (uint16_t)i;
    l->used[i] = true;
    l->kept[i].count = kept->count;
    l->kept[i].print = kept->print;
    memcpy(l->kept[i].notes, kept->notes, (size_t)kept->count * sizeof kept->notes[0]);
  }
}
