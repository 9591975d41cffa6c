#include "ui/favourites.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "plugin/atomic_file.h"

enum { MOST = 4096, LONGEST = 4096 };

static void add(Favourites* favourites, const char* path) {
  // NOLINTNEXTLINE(clang-analyzer-unix.Malloc): it does not see that freeing leaves NULL
  char** paths = realloc(favourites->paths, (favourites->count + 1) * sizeof *paths);
  char* copy = strdup(path);
  favourites->paths = paths ? paths : favourites->paths;
  if (!paths || !copy) {
    free(copy);
    return;
  }
  paths[favourites->count++] = copy;
}

void favourites_load(Favourites* favourites, const char* file) {
  char line[LONGEST];
  favourites_free(favourites);
  favourites->file = strdup(file);
  FILE* stream = fopen(file, "r");
  while (stream && favourites->count < MOST && fgets(line, sizeof line, stream)) {
    line[strcspn(line, "\n")] = '\0';
    if (line[0] == '/' && !favourites_have(favourites, line)) {
      add(favourites, line);
    }
  }
  if (stream) {
    fclose(stream);
  }
}

void favourites_free(Favourites* favourites) {
  for (size_t i = 0; i < favourites->count; i++) {
    free(favourites->paths[i]);
  }
  free(favourites->paths);
  free(favourites->file);
  *favourites = (Favourites){0};
}

static size_t find(const Favourites* favourites, const char* path) {
  size_t i = 0;
  while (i < favourites->count && strcmp(favourites->paths[i], path) != 0) {
    i++;
  }
  return i;
}

bool favourites_have(const Favourites* favourites, const char* path) {
  return find(favourites, path) < favourites->count;
}

// Makes the folders on the way to `file`.
static void make_folders(const char* file) {
  char path[LONGEST];
  snprintf(path, sizeof path, "%s", file);
  for (char* slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = '\0';
    mkdir(path, 0777); // most are there
    *slash = '/';
  }
}

static bool save(const Favourites* favourites, char* reason, size_t reason_size) {
  size_t size = 0;
  for (size_t i = 0; i < favourites->count; i++) {
    size += strlen(favourites->paths[i]) + 1;
  }
  char* text = malloc(size + 1);
  if (!text || !favourites->file) {
    free(text);
    snprintf(reason, reason_size, "out of memory");
    return false;
  }
  char* end = text;
  for (size_t i = 0; i < favourites->count; i++) {
    const size_t length = strlen(favourites->paths[i]);
    memcpy(end, favourites->paths[i], length);
    end[length] = '\n';
    end += length + 1;
  }
  make_folders(favourites->file);
  const bool saved = atomic_file_write(favourites->file, text, size, reason, reason_size);
  free(text);
  return saved;
}

bool favourites_toggle(Favourites* favourites, const char* path, char* reason, size_t reason_size) {
  const size_t place = find(favourites, path);
  if (place == favourites->count) {
    add(favourites, path);
  } else {
    free(favourites->paths[place]);
    favourites->paths[place] = favourites->paths[--favourites->count];
  }
  return save(favourites, reason, reason_size);
}
