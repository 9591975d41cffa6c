#include "ui/styles.h"

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#define EXTENSION ".safetensors"

// More than anyone steps through; bounds the work when a style lies in a huge folder.
enum { LIST_MAX = 2048 };

static const char* base_name(const char* path) {
  const char* slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

// The length of a file name without the extension, which must leave something.
static size_t stem_length(const char* name) {
  size_t length = strlen(name);
  size_t extension = strlen(EXTENSION);
  bool has = length > extension && strcmp(name + length - extension, EXTENSION) == 0;
  return has ? length - extension : length;
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

static bool scan_folder(StyleList* list, const char* folder) {
  DIR* directory = folder && *folder ? opendir(folder) : NULL;
  if (!directory) {
    return true;
  }
  bool ok = true;
  const struct dirent* entry = NULL;
  while (ok && list->count < LIST_MAX && (entry = readdir(directory))) {
    const char* name = entry->d_name;
    if (name[0] == '.' || stem_length(name) == strlen(name)) {
      continue;
    }
    char* path = join_path(folder, name);
    ok = path && add_file(list, path);
  }
  closedir(directory);
  return ok;
}

bool styles_scan(StyleList* list, const char* const* folders, size_t folder_count) {
  styles_free(list);
  for (size_t i = 0; i < folder_count; i++) {
    if (!scan_folder(list, folders[i])) {
      styles_free(list);
      return false;
    }
  }
  if (list->count > 1) {
    qsort(list->files, list->count, sizeof *list->files, compare_files);
  }
  return true;
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
