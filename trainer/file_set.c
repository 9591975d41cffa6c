#include "trainer/file_set.h"

#include <search.h>
#include <stdlib.h>

typedef struct {
  dev_t device;
  ino_t number;
} File;

static int compare(const void* a, const void* b) {
  const File* x = a;
  const File* y = b;
  return x->device != y->device ? (x->device > y->device) - (x->device < y->device)
                                : (x->number > y->number) - (x->number < y->number);
}

FileSetAnswer file_set_add(FileSet* set, const struct stat* info) {
  File* file = malloc(sizeof *file);
  if (!file) {
    return FILE_SET_NO_MEMORY;
  }
  *file = (File){info->st_dev, info->st_ino};
  File* const* held = tsearch(file, &set->tree, compare);
  if (held && *held == file) {
    return FILE_SET_NEW;
  }
  free(file);
  return held ? FILE_SET_KNOWN : FILE_SET_NO_MEMORY;
}

bool file_set_has(const FileSet* set, dev_t device, ino_t number) {
  const File file = {device, number};
  return tfind(&file, &set->tree, compare) != NULL;
}

void file_set_free(FileSet* set) {
  while (set->tree) {
    File* file = *(File* const*)set->tree;
    tdelete(file, &set->tree, compare);
    free(file);
  }
}
