#include "plugin/state.h"

#include <stdlib.h>
#include <string.h>

static void* find_feature(const LV2_Feature* const* features, const char* uri) {
  for (int i = 0; features && features[i]; ++i) {
    if (strcmp(features[i]->URI, uri) == 0) {
      return features[i]->data;
    }
  }
  return NULL;
}

// Frees a path that the host's map_path made: by the host's function where it has one.
static void free_mapped(const LV2_Feature* const* features, char* path) {
  const LV2_State_Free_Path* freer = find_feature(features, LV2_STATE__freePath);
  if (freer) {
    freer->free_path(freer->handle, path);
  } else {
    free(path);
  }
}

LV2_State_Status state_save(StyleSlot* slot, const Urids* urids, LV2_State_Store_Function store,
                            LV2_State_Handle handle, const LV2_Feature* const* features) {
  const LV2_State_Map_Path* mapper = find_feature(features, LV2_STATE__mapPath);
  char path[STYLE_PATH_BYTES];
  style_slot_saved_path(slot, path);
  char* mapped = mapper ? mapper->abstract_path(mapper->handle, path) : NULL;
  const char* stored = mapped ? mapped : path;
  const LV2_State_Status status =
      store(handle, urids->style, stored, strlen(stored) + 1, urids->atom_path,
            LV2_STATE_IS_POD | (mapped ? (uint32_t)LV2_STATE_IS_PORTABLE : 0U));
  if (mapped) {
    free_mapped(features, mapped);
  }
  return status;
}

LV2_State_Status state_restore(StyleSlot* slot, const Urids* urids,
                               LV2_State_Retrieve_Function retrieve, LV2_State_Handle handle,
                               const LV2_Feature* const* features) {
  size_t size = 0;
  uint32_t type = 0;
  uint32_t flags = 0;
  const char* stored = retrieve(handle, urids->style, &size, &type, &flags);
  if (!stored) {
    return LV2_STATE_SUCCESS; // a preset of controls only: the style stays
  }
  if (size == 0 || size > STYLE_PATH_BYTES || stored[size - 1] != '\0' ||
      (type != urids->atom_path && type != urids->atom_string)) {
    return LV2_STATE_ERR_BAD_TYPE;
  }
  const LV2_State_Map_Path* mapper = find_feature(features, LV2_STATE__mapPath);
  char* mapped = mapper ? mapper->absolute_path(mapper->handle, stored) : NULL;
  style_slot_restore(slot, mapped ? mapped : stored);
  if (mapped) {
    free_mapped(features, mapped);
  }
  return LV2_STATE_SUCCESS;
}
