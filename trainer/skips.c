#include "trainer/skips.h"

#include "trainer/growth.h"

#include <stdlib.h>
#include <string.h>

bool skip_list_add(SkipList* list, const char* path, const char* reason) {
  Skip* grown = growth_room(list->skips, list->count, sizeof *grown);
  if (!grown) {
    return false;
  }
  list->skips = grown;
  const Skip skip = {.path = strdup(path), .reason = strdup(reason)};
  if (!skip.path || !skip.reason) {
    free(skip.path);
    free(skip.reason);
    return false;
  }
  list->skips[list->count++] = skip;
  return true;
}

void skip_list_free(SkipList* list) {
  for (size_t i = 0; i < list->count; ++i) {
    free(list->skips[i].path);
    free(list->skips[i].reason);
  }
  free(list->skips);
  *list = (SkipList){0};
}
