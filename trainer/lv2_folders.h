// The folders in which LV2 hosts look for bundles. Messages go to stderr.
#ifndef TN_TRAINER_LV2_FOLDERS_H
#define TN_TRAINER_LV2_FOLDERS_H

#include <stdbool.h>
#include <stddef.h>

// {0} to begin with.
typedef struct {
  char** paths;
  size_t count;
} Lv2Folders;

// The user's own: `chosen`, or .lv2 at home where that is NULL. The caller frees it. NULL, with a
// message, where there is no home.
char* lv2_folders_own(const char* chosen);

// Adds `path`, which is taken over; NULL stands for memory that ran out. False, with a message,
// when it does.
bool lv2_folders_add(Lv2Folders* folders, char* path);

// Adds those that LV2_PATH names, or the usual ones, the user's first. False, with a message, when
// memory runs out.
bool lv2_folders_list(Lv2Folders* folders);

void lv2_folders_free(Lv2Folders* folders);

#endif
