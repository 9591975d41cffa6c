#include "trainer/tick_sort.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static int64_t tick_of(const char* item) {
  int64_t tick;
  memcpy(&tick, item, sizeof tick);
  return tick;
}

// Merges the sorted runs [begin, middle) and [middle, end) of `from` into `to`; offsets in bytes.
static void merge(const char* from, char* to, size_t begin, size_t middle, size_t end,
                  size_t size) {
  size_t left = begin;
  size_t right = middle;
  for (size_t at = begin; at < end; at += size) {
    bool take_left =
        left < middle && (right == end || tick_of(from + left) <= tick_of(from + right));
    size_t* source = take_left ? &left : &right;
    memcpy(to + at, from + *source, size);
    *source += size;
  }
}

bool tick_sort(void* items, size_t count, size_t size) {
  size_t total = count * size; // bytes
  char* spare = malloc(total > 0 ? total : 1);
  if (!spare) {
    return false;
  }
  char* from = items;
  char* to = spare;
  for (size_t run = size; run < total; run *= 2) {
    for (size_t begin = 0; begin < total; begin += 2 * run) {
      size_t middle = begin + run < total ? begin + run : total;
      size_t end = middle + run < total ? middle + run : total;
      merge(from, to, begin, middle, end, size);
    }
    char* swap = from;
    from = to;
    to = swap;
  }
  if (from != items) {
    memcpy(items, from, total);
  }
  free(spare);
  return true;
}
