#include "trainer/folder.h"

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

static bool add_file(FileList* files, char* path) {
  char** grown = path ? realloc(files->paths, (files->count + 1) * sizeof *grown) : NULL;
  if (!grown) {
    free(path);
    return complain("the list of files", "out of memory");
  }
  files->paths = grown;
  files->paths[files->count++] = path;
  return true;
}

static char* join(const char* folder, const char* name) {
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
    return add_file(files, path);
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
      ok = add_entry(files, join(folder, name), name, depth);
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
  return S_ISDIR(info.st_mode) ? add_folder(files, path, 0) : add_file(files, strdup(path));
}

void folder_list_free(FileList* files) {
  for (size_t i = 0; i < files->count; ++i) {
    free(files->paths[i]);
  }
  free(files->paths);
  *files = (FileList){0};
}

// How many bytes the printable character at `p` has, by UTF-8's table of well-formed sequences; 0
// where there is none. U+0080..U+009F are controls.
static int printable_length(const unsigned char* p) {
  if (p[0] < 0x80) {
    return p[0] >= 0x20 && p[0] != 0x7f;
  }
  const int length = p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : p[0] < 0xf5 ? 4 : 0;
  for (int i = 1; i < length; ++i) {
    if ((p[i] & 0xc0) != 0x80) {
      return 0;
    }
  }
  const bool control = p[0] == 0xc2 && p[1] < 0xa0;
  const bool overlong = (p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xf0 && p[1] < 0x90);
  const bool alien = (p[0] == 0xed && p[1] > 0x9f) || (p[0] == 0xf4 && p[1] > 0x8f);
  return control || overlong || alien ? 0 : length;
}

void folder_print_path(FILE* stream, const char* path) {
  const unsigned char* p = (const unsigned char*)path;
  while (*p) {
    const int length = printable_length(p);
    if (length == 0) {
      fprintf(stream, "\\x%02x", *p++);
    } else {
      fwrite(p, 1, (size_t)length, stream);
      p += length;
    }
  }
}
