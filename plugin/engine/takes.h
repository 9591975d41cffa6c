// Which take each bar of the song has: bars that were never asked for anew have take 0.
#ifndef TN_ENGINE_TAKES_H
#define TN_ENGINE_TAKES_H

#include <stdbool.h>
#include <stdint.h>

enum { TN_MAX_TAKES = 256 };

// Entry k: `own[k]` is the take of bar `bars[k]`, `from[k]` that of the bars after it, up to the
// next entry's. Plain memory of the caller's; zeros are a table without an entry.
typedef struct {
  int count;
  int64_t bars[TN_MAX_TAKES]; // rising
  uint32_t from[TN_MAX_TAKES];
  uint32_t own[TN_MAX_TAKES];
} TnTakes;

// The take of a bar.
uint32_t tn_takes_at(const TnTakes* takes, int64_t bar);

// Gives all bars from `bar` on, or `bar` alone, a take. Where the table is full the oldest of its
// entries for one bar gives way (without such a one its first), and the result is false.
bool tn_takes_set_from(TnTakes* takes, int64_t bar, uint32_t take);
bool tn_takes_set_bar(TnTakes* takes, int64_t bar, uint32_t take);

// Adds an entry behind the last, as a state holds it. False where it is not behind, or does not
// fit.
bool tn_takes_append(TnTakes* takes, int64_t bar, uint32_t from, uint32_t own);

#endif
