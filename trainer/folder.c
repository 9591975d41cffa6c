#include "trainer/folder.h"

#include "trainer/growth.h"
#include "trainer/printable.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MAX_DEPTH = 32 };

static bool has_midi_name(const char* name) {
  static const char* const ENDINGS[] = {".mid", ".midi", ".kar", ".rmi"};
  const char* dot = strrchr(name, '.');
  for (int i = 0; dot && i < 4; ++i) {
    if (!strcasecmp(dot, ENDINGS[i])) {
      return true;
    }
  }
  return false;
}

static bool complain(const char* path, const char* what) {
  printable_say(stderr, "tiento: cannot read %s: %s", path, what);
  return false;
}

static bool complain_of_memory(void) {
  return complain("the list of files", "out of memory");
}

// Takes over `path`. Without a `reason` the file can be read.
static bool add_file(FileList* files, char* path, const struct stat* info, const char* reason) {
  FolderFile* grown = growth_room(files->files, files->count, sizeof *grown);
  char* copy = grown && reason ? strdup(reason) : NULL;
  if (!grown || (reason && !copy)) {
    files->files = grown ? grown : files->files;
    free(path);
    return complain_of_memory();
  }
  files->files = grown;
  files->files[files->count++] = (FolderFile){.path = path,
                                              .reason = copy,
                                              .size = info->st_size,
                                              .changed = info->st_mtim,
                                              .device = info->st_dev,
                                              .number = info->st_ino};
  return true;
}

static bool add_unreadable(FileList* files, char* path, const char* reason) {
  return add_file(files, path, &(struct stat){.st_size = 0}, reason);
}

char* folder_join(const char* folder, const char* name) {
  const size_t length = strlen(folder) + strlen(name) + 2;
  char* path = malloc(length);
  if (path) {
    const bool slash = folder[0] && folder[strlen(folder) - 1] == '/';
    snprintf(path, length, "%s%s%s", folder, slash ? "" : "/", name);
  }
  return path;
}

static bool add_folder(FileList* files, char* path, int depth);

// Takes over `path`. NOLINTNEXTLINE(misc-no-recursion): MAX_DEPTH bounds it.
static bool add_once(FileList* files, char* path, const struct stat* info, int depth) {
  const FileSetAnswer answer = file_set_add(&files->seen, info);
  if (answer != FILE_SET_NEW) {
    free(path);
    return answer == FILE_SET_KNOWN || complain_of_memory();
  }
  if (S_ISDIR(info->st_mode)) {
    return add_folder(files, path, depth);
  }
  return add_file(files, path, info, S_ISREG(info->st_mode) ? NULL : "not a regular file");
}

// Takes over `path`. NOLINTNEXTLINE(misc-no-recursion)
static bool add_entry(FileList* files, char* path, const char* name, int depth) {
  struct stat info;
  if (!path) {
    return complain_of_memory();
  }
  if (stat(path, &info) != 0) {
    return add_unreadable(files, path, strerror(errno));
  }
  if (S_ISDIR(info.st_mode) || has_midi_name(name)) {
    return add_once(files, path, &info, depth);
  }
  free(path);
  return true;
}

// Takes over `path`. A locked folder among others is no reason to stop.
// NOLINTNEXTLINE(misc-no-recursion)
static bool add_folder(FileList* files, char* path, int depth) {
  struct dirent** entries = NULL;
  const int count = depth < MAX_DEPTH ? scandir(path, &entries, NULL, alphasort) : -1;
  if (count < 0) {
    return add_unreadable(files, path,
                          depth < MAX_DEPTH ? strerror(errno) : "too many folders in each other");
  }
  bool ok = true;
  for (int i = 0; i < count; ++i) {
    const char* name = entries[i]->d_name;
    if (ok && name[0] != '.') {
      ok = add_entry(files, folder_join(path, name), name, depth + 1);
    }
    free(entries[i]);
  }
  free(entries);
  free(path);
  return ok;
}

bool folder_list(FileList* files, const char* path) {
  struct stat info;
  DIR* folder = NULL;
  bool ok = stat(path, &info) == 0;
  if (ok && S_ISDIR(info.st_mode)) {
    folder = opendir(path);
    ok = folder != NULL;
  }
  if (!ok) {
    return complain(path, strerror(errno));
  }
  if (folder) {
    closedir(folder);
  }
  char* copy = strdup(path);
  return copy ? add_once(files, copy, &info, 0) : complain_of_memory();
}

static void free_file(FolderFile* file) {
  free(file->path);
  free(file->reason);
}

size_t folder_list_remove(FileList* files, const FileSet* set) {
  size_t kept = 0;
  for (size_t i = 0; i < files->count; ++i) {
    FolderFile* file = &files->files[i];
    if (file_set_has(set, file->device, file->number)) {
      free_file(file);
    } else {
      files->files[kept++] = *file;
    }
  }
  const size_t removed = files->count - kept;
  files->count = kept;
  return removed;
}

void folder_list_free(FileList* files) {
  for (size_t i = 0; i < files->count; ++i) {
    free_file(&files->files[i]);
  }
  free(files->files);
  file_set_free(&files->seen);
  *files = (FileList){0};
}
