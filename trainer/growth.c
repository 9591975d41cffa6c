#include "trainer/growth.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

void* growth_room(void* array, size_t count, size_t size) {
  const bool full = (count & (count - 1)) == 0;
  if (!full) {
    return array;
  }
  if (count > SIZE_MAX / 2 / size) {
    return NULL;
  }
  return realloc(array, (count > 0 ? 2 * count : 1) * size);
}
