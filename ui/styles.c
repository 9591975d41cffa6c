#include "ui/styles.h"

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#define EXTENSION     ".safetensors"
#define BUNDLE_PREFIX "tiento-"
#define BUNDLE_SUFFIX ".lv2"

// More than anyone steps through; bounds the work when a style lies in a huge folder.
enum { LIST_MAX = 2048 };

static const char* base_name(const char* path) {
  const char* slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static bool ends_with(const char* name, const char* ending) {
  size_t length = strlen(name);
  size_t end = strlen(ending);
  return length > end && strcmp(name + length - end, ending) == 0;
}

// The length of a file name without the extension, which must leave something.
static size_t stem_length(const char* name) {
  return strlen(name) - (ends_with(name, EXTENSION) ? strlen(EXTENSION) : 0);
}

static void copy_part(char* to, size_t size, const char* from, size_t length) {
  snprintf(to, size, "%.*s", (int)(length < size ? length : size), from);
}

void styles_folder(const char* path, char* folder, size_t size) {
  size_t length = (size_t)(base_name(path) - path);
  // The slash of the root is the folder itself.
  copy_part(folder, size, path, length > 1 ? length - 1 : length);
}

void styles_name(const char* path, char* name, size_t size) {
  const char* base = base_name(path);
  copy_part(name, size, base, stem_length(base));
}

static int compare_files(const void* left, const void* right) {
  const char* a = ((const StyleFile*)left)->path;
  const char* b = ((const StyleFile*)right)->path;
  int by_name = strcasecmp(base_name(a), base_name(b));
  return by_name ? by_name : strcmp(a, b);
}

static char* join_path(const char* folder, const char* name) {
  size_t size = strlen(folder) + strlen(name) + 2;
  char* path = malloc(size);
  if (path) {
    snprintf(path, size, "%s/%s", folder, name);
  }
  return path;
}

static bool is_listed(const StyleList* list, const struct stat* status) {
  for (size_t i = 0; i < list->count; i++) {
    if (list->files[i].device == status->st_dev && list->files[i].inode == status->st_ino) {
      return true;
    }
  }
  return false;
}

// Takes `path` over. Returns false when memory runs out.
static bool add_file(StyleList* list, char* path) {
  struct stat status;
  if (stat(path, &status) != 0 || !S_ISREG(status.st_mode) || is_listed(list, &status)) {
    free(path);
    return true;
  }
  StyleFile* files = realloc(list->files, (list->count + 1) * sizeof *files);
  if (!files) {
    free(path);
    return false;
  }
  list->files = files;
  files[list->count++] = (StyleFile){.path = path, .device = status.st_dev, .inode = status.st_ino};
  return true;
}

static bool is_style(const char* name) {
  return name[0] != '.' && ends_with(name, EXTENSION);
}

static bool is_bundle(const char* name) {
  return strncmp(name, BUNDLE_PREFIX, strlen(BUNDLE_PREFIX)) == 0 && ends_with(name, BUNDLE_SUFFIX);
}

// Calls `add` with the path of each entry whose name `wanted` takes; it takes the path over.
static bool scan_folder(StyleList* list, const char* folder, bool (*wanted)(const char* name),
                        bool (*add)(StyleList* list, char* path)) {
  DIR* directory = folder && *folder ? opendir(folder) : NULL;
  if (!directory) {
    return true;
  }
  bool ok = true;
  const struct dirent* entry = NULL;
  while (ok && list->count < LIST_MAX && (entry = readdir(directory))) {
    if (wanted(entry->d_name)) {
      char* path = join_path(folder, entry->d_name);
      ok = path && add(list, path);
    }
  }
  closedir(directory);
  return ok;
}

static bool add_bundle(StyleList* list, char* path) {
  bool ok = scan_folder(list, path, is_style, add_file);
  free(path);
  return ok;
}

bool styles_scan(StyleList* list, const char* const* folders, size_t folder_count,
                 const char* bundles) {
  styles_free(list);
  bool ok = scan_folder(list, bundles, is_bundle, add_bundle);
  for (size_t i = 0; ok && i < folder_count; i++) {
    ok = scan_folder(list, folders[i], is_style, add_file);
  }
  if (!ok) {
    styles_free(list);
  }
  if (list->count > 1) {
    qsort(list->files, list->count, sizeof *list->files, compare_files);
  }
  return ok;
}

void styles_free(StyleList* list) {
  for (size_t i = 0; i < list->count; i++) {
    free(list->files[i].path);
  }
  free(list->files);
  *list = (StyleList){0};
}

size_t styles_find(const StyleList* list, const char* path) {
  struct stat status;
  bool exists = stat(path, &status) == 0;
  for (size_t i = 0; i < list->count; i++) {
    const StyleFile* file = &list->files[i];
    bool same = exists && file->device == status.st_dev && file->inode == status.st_ino;
    if (same || strcmp(file->path, path) == 0) {
      return i;
    }
  }
  return list->count;
}

const char* styles_step(const StyleList* list, const char* current, int step) {
  if (list->count == 0) {
    return NULL;
  }
  int64_t count = (int64_t)list->count;
  int64_t here = (int64_t)styles_find(list, current);
  if (here == count) {
    here = step > 0 ? -1 : 0; // just before the first, or just after the last
  }
  int64_t there = (here + step) % count;
  return list->files[there < 0 ? there + count : there].path;
}
