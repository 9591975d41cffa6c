#include "plugin/engine/takes.h"

#include "plugin/engine/bar_search.h"

#include <string.h>

// The take that bars have between entry `index` and the one before it.
static uint32_t take_before(const TnTakes* t, int index) {
  return index > 0 ? t->from[index - 1] : 0;
}

uint32_t tn_takes_at(const TnTakes* t, int64_t bar) {
  const int index = tn_bar_search(t->bars, t->count, bar);
  return index < t->count && t->bars[index] == bar ? t->own[index] : take_before(t, index);
}

// Moves the entries from `index` on by `by`, 1 or -1.
static void move(TnTakes* t, int index, int by) {
  const size_t count = (size_t)(t->count - index);
  memmove(&t->bars[index + by], &t->bars[index], count * sizeof t->bars[0]);
  memmove(&t->from[index + by], &t->from[index], count * sizeof t->from[0]);
  memmove(&t->own[index + by], &t->own[index], count * sizeof t->own[0]);
  t->count += by;
}

// Of the entries for one bar: no other bar changes with it.
static int oldest(const TnTakes* t) {
  int found = 0;
  bool single = false;
  for (int i = 0; i < t->count; ++i) {
    if (t->from[i] == take_before(t, i) && (!single || t->own[i] < t->own[found])) {
      found = i;
      single = true;
    }
  }
  return found;
}

// Sees to it that one more entry fits.
static bool make_room(TnTakes* t) {
  if (t->count < TN_MAX_TAKES) {
    return true;
  }
  move(t, oldest(t) + 1, -1);
  return false;
}

bool tn_takes_set_from(TnTakes* t, int64_t bar, uint32_t take) {
  t->count = tn_bar_search(t->bars, t->count, bar);
  const bool fitted = make_room(t);
  tn_takes_append(t, bar, take, take);
  return fitted;
}

bool tn_takes_set_bar(TnTakes* t, int64_t bar, uint32_t take) {
  int index = tn_bar_search(t->bars, t->count, bar);
  if (index < t->count && t->bars[index] == bar) {
    t->own[index] = take;
    return true;
  }
  const bool fitted = make_room(t);
  index = tn_bar_search(t->bars, t->count, bar);
  move(t, index, 1);
  t->bars[index] = bar;
  t->from[index] = take_before(t, index);
  t->own[index] = take;
  return fitted;
}

bool tn_takes_append(TnTakes* t, int64_t bar, uint32_t from, uint32_t own) {
  if (t->count == TN_MAX_TAKES || (t->count > 0 && bar <= t->bars[t->count - 1])) {
    return false;
  }
  t->bars[t->count] = bar;
  t->from[t->count] = from;
  t->own[t->count] = own;
  t->count++;
  return true;
}
