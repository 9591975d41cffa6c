// The files that were left out of a corpus, and why.
#ifndef TN_TRAINER_SKIPS_H
#define TN_TRAINER_SKIPS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
  char* path;
  char* reason; // one line of printable ASCII
} Skip;

// {0} to begin with.
typedef struct {
  Skip* skips; // in the order in which they were met
  size_t count;
} SkipList;

// Adds copies of both texts. False without memory: nothing is added.
bool skip_list_add(SkipList* list, const char* path, const char* reason);

void skip_list_free(SkipList* list);

#endif
