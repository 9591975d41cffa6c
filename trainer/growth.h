// Arrays that grow by doubling.
#ifndef TN_TRAINER_GROWTH_H
#define TN_TRAINER_GROWTH_H

#include <stddef.h>

// Makes room behind the `count` elements of `size` bytes for one more, in an array that has only
// grown by this: it holds a power of two, or nothing. Returns the array, which may have moved; NULL
// without memory, where the old one is still there.
void* growth_room(void* array, size_t count, size_t size);

#endif
