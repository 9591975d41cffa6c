#include "trainer/lv2_folders.h"

#include "trainer/command.h"
#include "trainer/folder.h"
#include "trainer/growth.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char* home(void) {
  const char* folder = getenv("HOME");
  return folder && *folder ? folder : NULL;
}

char* lv2_folders_own(const char* chosen) {
  if (!chosen && !home()) {
    fputs("tiento: HOME is not set: --lv2 names the folder for bundles\n", stderr);
    return NULL;
  }
  char* folder = chosen ? strdup(chosen) : folder_join(home(), ".lv2");
  if (!folder) {
    (void)command_out_of_memory();
  }
  return folder;
}

bool lv2_folders_add(Lv2Folders* folders, char* path) {
  char** grown = path ? growth_room(folders->paths, folders->count, sizeof *grown) : NULL;
  if (!grown) {
    free(path);
    return command_out_of_memory();
  }
  folders->paths = grown;
  folders->paths[folders->count++] = path;
  return true;
}

static bool list_usual(Lv2Folders* folders) {
  static const char* const USUAL[] = {"/usr/local/lib/lv2", "/usr/lib/lv2"};
  bool ok = !home() || lv2_folders_add(folders, folder_join(home(), ".lv2"));
  for (size_t i = 0; ok && i < sizeof USUAL / sizeof USUAL[0]; ++i) {
    ok = lv2_folders_add(folders, strdup(USUAL[i]));
  }
  return ok;
}

bool lv2_folders_list(Lv2Folders* folders) {
  const char* path = getenv("LV2_PATH");
  if (!path || !*path) {
    return list_usual(folders);
  }
  bool ok = true;
  while (ok && *path) {
    const size_t length = strcspn(path, ":");
    ok = length == 0 || lv2_folders_add(folders, strndup(path, length));
    path += length + (path[length] == ':');
  }
  return ok;
}

void lv2_folders_free(Lv2Folders* folders) {
  for (size_t i = 0; i < folders->count; ++i) {
    free(folders->paths[i]);
  }
  free(folders->paths);
  *folders = (Lv2Folders){0};
}
