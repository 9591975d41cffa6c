// The installed styles in a folder of LV2 bundles.
#ifndef TN_TRAINER_PRESET_LIST_H
#define TN_TRAINER_PRESET_LIST_H

#include "trainer/preset_bundle.h"

// Start from a zeroed list, which owns its bundles.
typedef struct {
  PresetBundle* bundles;
  size_t count;
} PresetList;

// Adds the bundles in the folder `lv2` that preset_bundle_make() made, sorted by their folders;
// none where it cannot be read. Returns false, with a message on stderr, when memory runs out.
bool preset_list_add(PresetList* list, const char* lv2);

void preset_list_free(PresetList* list);

#endif
