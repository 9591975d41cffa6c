#include "trainer/folder.h"

#include "trainer/printable.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

enum { MAX_DEPTH = 32 };

static bool has_midi_name(const char* name) {
  const char* dot = strrchr(name, '.');
  return dot && dot != name &&
         (!strcasecmp(dot, ".mid") || !strcasecmp(dot, ".midi") || !strcasecmp(dot, ".kar"));
}

static bool complain(const char* path, const char* what) {
  fputs("tiento: cannot read ", stderr);
  folder_print_path(stderr, path);
  fprintf(stderr, ": %s\n", what);
  return false;
}

bool folder_list_add(FileList* files, char* path) {
  char** grown = path ? realloc(files->paths, (files->count + 1) * sizeof *grown) : NULL;
  if (!grown) {
    free(path);
    return complain("the list of files", "out of memory");
  }
  files->paths = grown;
  files->paths[files->count++] = path;
  return true;
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

static bool add_folder(FileList* files, const char* folder, int depth);

// Takes over `path`. NOLINTNEXTLINE(misc-no-recursion): MAX_DEPTH bounds it.
static bool add_entry(FileList* files, char* path, const char* name, int depth) {
  struct stat info;
  bool ok = path != NULL;
  if (path && lstat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
    ok = depth >= MAX_DEPTH || add_folder(files, path, depth + 1);
  } else if (path && has_midi_name(name)) {
    return folder_list_add(files, path);
  }
  free(path);
  return ok;
}

// NOLINTNEXTLINE(misc-no-recursion)
static bool add_folder(FileList* files, const char* folder, int depth) {
  struct dirent** entries;
  const int count = scandir(folder, &entries, NULL, alphasort);
  if (count < 0) {
    complain(folder, strerror(errno));
    return depth > 0; // a locked folder among others is no reason to stop
  }
  bool ok = true;
  for (int i = 0; i < count; ++i) {
    const char* name = entries[i]->d_name;
    if (ok && name[0] != '.') {
      ok = add_entry(files, folder_join(folder, name), name, depth);
    }
    free(entries[i]);
  }
  free(entries);
  return ok;
}

bool folder_list(FileList* files, const char* path) {
  struct stat info;
  if (stat(path, &info) != 0) {
    return complain(path, strerror(errno));
  }
  return S_ISDIR(info.st_mode) ? add_folder(files, path, 0) : folder_list_add(files, strdup(path));
}

void folder_list_free(FileList* files) {
  for (size_t i = 0; i < files->count; ++i) {
    free(files->paths[i]);
  }
  free(files->paths);
  *files = (FileList){0};
}

void folder_print_path(FILE* stream, const char* path) {
  while (*path) {
    const size_t size = printable_length(path);
    if (size == 0) {
      fprintf(stream, "\\x%02x", (unsigned char)*path++);
    } else {
      fwrite(path, 1, size, stream);
      path += size;
    }
  }
}
