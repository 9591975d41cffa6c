// Finding a bar in a table that is sorted by bar.
#ifndef TN_ENGINE_BAR_SEARCH_H
#define TN_ENGINE_BAR_SEARCH_H

#include <stdint.h>

// The index of the first of `count` rising bars at or after `bar`; count where there is none.
static inline int tn_bar_search(const int64_t* bars, int count, int64_t bar) {
  int low = 0;
  int high = count;
  while (low < high) {
    const int middle = low + (high - low) / 2;
    if (bars[middle] < bar) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

#endif
