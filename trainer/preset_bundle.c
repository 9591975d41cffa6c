#include "trainer/preset_bundle.h"

#include "plugin/atomic_file.h"
#include "trainer/folder.h"
#include "trainer/preset_text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fail(char* reason, size_t reason_size, const char* why) {
  snprintf(reason, reason_size, "%s", why);
  return false;
}

static const char* file_name(const char* path) {
  return strrchr(path, '/') + 1;
}

bool preset_bundle_init(PresetBundle* b, const char* lv2, const char* name) {
  const PresetName made = preset_name_make(name);
  char folder[PRESET_ID_BYTES + sizeof "tiento-.lv2"];
  char style[PRESET_STEM_BYTES + sizeof ".safetensors"];
  snprintf(folder, sizeof folder, "tiento-%s.lv2", made.id);
  snprintf(style, sizeof style, "%s.safetensors", made.stem);
  *b = (PresetBundle){.folder = folder_join(lv2, folder)};
  snprintf(b->name, sizeof b->name, "%s", name);
  if (b->folder) {
    b->manifest = folder_join(b->folder, PRESET_MANIFEST);
    b->preset = folder_join(b->folder, PRESET_FILE);
    b->style = folder_join(b->folder, style);
  }
  return b->manifest && b->preset && b->style;
}

void preset_bundle_free(PresetBundle* b) {
  free(b->folder);
  free(b->manifest);
  free(b->preset);
  free(b->style);
}

// ---- what is there ----

// Calls `visit` with the open folder and the name of each entry until it returns false.
static bool visit_entries(const PresetBundle* b,
                          bool (*visit)(const PresetBundle* b, int folder, const char* name)) {
  DIR* folder = opendir(b->folder);
  bool ok = folder != NULL;
  const struct dirent* entry;
  while (ok && (entry = readdir(folder))) {
    ok = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
         visit(b, dirfd(folder), entry->d_name);
  }
  if (folder) {
    closedir(folder);
  }
  return ok;
}

// What atomic_file_write() leaves where it is killed.
static bool is_left_behind(const char* name) {
  const char* dot = strrchr(name, '.');
  return strncmp(name, ".tiento-", strlen(".tiento-")) == 0 && strcmp(dot, ".tmp") == 0;
}

// Links are somebody else's: writing would follow them.
static bool is_own(const PresetBundle* b, int folder, const char* name) {
  struct stat info;
  return (strcmp(name, file_name(b->manifest)) == 0 || strcmp(name, file_name(b->preset)) == 0 ||
          strcmp(name, file_name(b->style)) == 0 || is_left_behind(name)) &&
         fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(info.st_mode);
}

// A bundle without a manifest is what is left of a run that was killed.
static bool has_own_manifest(const PresetBundle* b, char* reason, size_t reason_size) {
  char name[PRESET_NAME_BYTES];
  struct stat info;
  if (lstat(b->manifest, &info) != 0) {
    return true;
  }
  if (!preset_text_read_name(b->manifest, name)) {
    return fail(reason, reason_size, "not made by `tiento install`: it is left as it is");
  }
  return strcmp(name, b->name) == 0 ||
         fail(reason, reason_size, "made for another name: it is left as it is");
}

bool preset_bundle_find(const PresetBundle* b, bool* found, char* reason, size_t reason_size) {
  struct stat info;
  *found = lstat(b->folder, &info) == 0;
  if (!*found) {
    return errno == ENOENT || fail(reason, reason_size, strerror(errno));
  }
  if (!S_ISDIR(info.st_mode)) {
    return fail(reason, reason_size, "not a folder: it is left as it is");
  }
  return has_own_manifest(b, reason, reason_size) &&
         (visit_entries(b, is_own) ||
          fail(reason, reason_size, "holds what is not Tiento's: it is left as it is"));
}

// ---- making and removing ----

static bool remove_own(const PresetBundle* b, int folder, const char* name) {
  return !is_own(b, folder, name) || unlinkat(folder, name, 0) == 0;
}

bool preset_bundle_remove(const PresetBundle* b, char* reason, size_t reason_size) {
  return ((unlink(b->manifest) == 0 || errno == ENOENT) && visit_entries(b, remove_own) &&
          rmdir(b->folder) == 0) ||
         fail(reason, reason_size, strerror(errno));
}

static bool write_files(const PresetBundle* b, const uint8_t* style, size_t size, TnManner manner,
                        char* reason, size_t reason_size) {
  Sink manifest = {0};
  Sink preset = {0};
  preset_text_put_manifest(&manifest, b->name);
  preset_text_put_preset(&preset, b->name, file_name(b->style), manner);
  const bool ok =
      manifest.failed || preset.failed
          ? fail(reason, reason_size, "out of memory")
          : atomic_file_write(b->style, style, size, reason, reason_size) &&
                atomic_file_write(b->preset, preset.bytes, preset.size, reason, reason_size) &&
                atomic_file_write(b->manifest, manifest.bytes, manifest.size, reason, reason_size);
  free(manifest.bytes);
  free(preset.bytes);
  return ok;
}

bool preset_bundle_make(const PresetBundle* b, const uint8_t* style, size_t size, TnManner manner,
                        char* reason, size_t reason_size) {
  const bool made = mkdir(b->folder, 0777) == 0;
  if (!made && errno != EEXIST) {
    return fail(reason, reason_size, strerror(errno));
  }
  const bool ok = write_files(b, style, size, manner, reason, reason_size);
  if (!ok && made) {
    char why[1];
    (void)preset_bundle_remove(b, why, sizeof why);
  }
  return ok;
}
