// Three buffers between one writer and one reader, of which neither ever waits: the writer fills
// one, the reader looks at another, and the third is the last that was handed over. Which is which
// is kept here; the buffers are the owner's.
#ifndef TN_TRIPLE_H
#define TN_TRIPLE_H

#include <stdatomic.h>

enum { TRIPLE_BUFFERS = 3, TRIPLE_INDEX = 3, TRIPLE_IS_NEW = 4, TRIPLE_TAG = 8 };

typedef struct {
  atomic_uint middle; // index, whether it is new, and the writer's tag
  unsigned back;      // index of the writer's own
  unsigned front;     // index of the reader's own
} Triple;

static inline void triple_init(Triple* triple) {
  atomic_init(&triple->middle, 1);
  triple->back = 0;
  triple->front = 2;
}

// The writer hands its buffer over, with a tag that is not 0, and gets another. What was handed
// over before and not taken is lost.
static inline void triple_give(Triple* triple, unsigned tag) {
  const unsigned given = tag * TRIPLE_TAG | TRIPLE_IS_NEW | triple->back;
  triple->back = atomic_exchange(&triple->middle, given) & TRIPLE_INDEX;
}

// The tag of what was handed over and not taken yet; 0 where there is nothing.
static inline unsigned triple_waiting(Triple* triple) {
  const unsigned middle = atomic_load(&triple->middle);
  return middle & TRIPLE_IS_NEW ? middle / TRIPLE_TAG : 0;
}

// The reader takes what waits as its own, in exchange for what it had.
static inline void triple_take(Triple* triple) {
  triple->front = atomic_exchange(&triple->middle, triple->front) & TRIPLE_INDEX;
}

#endif
