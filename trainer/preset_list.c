#include "trainer/preset_list.h"

#include "trainer/command.h"
#include "trainer/folder.h"
#include "trainer/growth.h"
#include "trainer/preset_text.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

// Takes over what `bundle` owns.
static bool add_bundle(PresetList* list, PresetBundle* bundle) {
  PresetBundle* grown = growth_room(list->bundles, list->count, sizeof *grown);
  if (!grown) {
    preset_bundle_free(bundle);
    return false;
  }
  list->bundles = grown;
  grown[list->count++] = *bundle;
  return true;
}

// A folder that has another name than it was given is somebody's copy.
static bool add_named(PresetList* list, const char* lv2, const char* folder, const char* name) {
  PresetBundle bundle;
  const bool ok = preset_bundle_init(&bundle, lv2, name);
  if (ok && strcmp(bundle.folder, folder) == 0) {
    return add_bundle(list, &bundle);
  }
  preset_bundle_free(&bundle);
  return ok;
}

static bool add_folder(PresetList* list, const char* lv2, const char* folder_name) {
  char name[PRESET_NAME_BYTES];
  char* folder = folder_join(lv2, folder_name);
  char* manifest = folder ? folder_join(folder, PRESET_MANIFEST) : NULL;
  const bool ok =
      manifest && (!preset_text_read_name(manifest, name) || add_named(list, lv2, folder, name));
  free(folder);
  free(manifest);
  return ok;
}

bool preset_list_add(PresetList* list, const char* lv2) {
  struct dirent** entries;
  const int count = scandir(lv2, &entries, NULL, alphasort);
  if (count < 0) {
    return true;
  }
  bool ok = true;
  for (int i = 0; i < count; ++i) {
    const char* name = entries[i]->d_name;
    if (ok && strncmp(name, "tiento-", strlen("tiento-")) == 0) {
      ok = add_folder(list, lv2, name);
    }
    free(entries[i]);
  }
  free(entries);
  return ok || command_out_of_memory();
}

void preset_list_free(PresetList* list) {
  for (size_t i = 0; i < list->count; ++i) {
    preset_bundle_free(&list->bundles[i]);
  }
  free(list->bundles);
  *list = (PresetList){0};
}
