// Sorting by time what falls together in an order that counts.
#ifndef TN_TRAINER_TICK_SORT_H
#define TN_TRAINER_TICK_SORT_H

#include <stdbool.h>
#include <stddef.h>

// Sorts `count` items of `size` bytes that begin with an int64_t tick by it, and keeps the order of
// equal ones, which qsort() does not promise. False where memory is short: then nothing is moved.
bool tick_sort(void* items, size_t count, size_t size);

#endif
