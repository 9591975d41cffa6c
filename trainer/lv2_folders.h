// The folders in which LV2 hosts look for bundles. Messages go to stderr.
#ifndef TN_TRAINER_LV2_FOLDERS_H
#define TN_TRAINER_LV2_FOLDERS_H

#include "trainer/folder.h"

// The user's own: `chosen`, or .lv2 at home where that is NULL. The caller frees it. NULL, with a
// message, where there is no home.
char* lv2_folders_own(const char* chosen);

// Fills `folders` with those that LV2_PATH names, or with the usual ones, the user's first. False,
// with a message, when memory runs out.
bool lv2_folders_list(FileList* folders);

#endif
