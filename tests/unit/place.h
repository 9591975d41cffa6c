// A folder for one test, filled by name and removed with all that is in it.
#ifndef TN_TESTS_PLACE_H
#define TN_TESTS_PLACE_H

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

// The root stands; the path is that of the last at().
typedef struct {
  char root[64];
  char path[4096];
} Place;

static inline const char* at(Place* place, const char* name) {
  snprintf(place->path, sizeof place->path, "%s/%s", place->root, name);
  return place->path;
}

static inline void make_file(Place* place, const char* name) {
  FILE* file = fopen(at(place, name), "w");
  assert_non_null(file);
  fclose(file);
}

static inline void write_bytes(const char* path, const uint8_t* bytes, size_t size) {
  FILE* file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(bytes, 1, size, file), size);
  assert_int_equal(fclose(file), 0);
}

// How many entries a folder has.
static inline int entry_count(const char* folder) {
  DIR* dir = opendir(folder);
  assert_non_null(dir);
  int count = 0;
  for (const struct dirent* entry; (entry = readdir(dir)) != NULL;) {
    count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
  }
  (void)closedir(dir);
  return count;
}

static inline void make_folder(Place* place, const char* name) {
  assert_int_equal(mkdir(at(place, name), 0755), 0);
}

static inline int place_init(void** state) {
  Place* place = calloc(1, sizeof *place);
  if (!place) {
    return -1;
  }
  snprintf(place->root, sizeof place->root, "/tmp/tiento-test-XXXXXX");
  *state = place;
  return mkdtemp(place->root) ? 0 : -1;
}

static inline int place_free(void** state) {
  Place* place = *state;
  char command[128];
  snprintf(command, sizeof command, "rm -rf '%s'", place->root);
  const int status = system(command);
  free(place);
  return status;
}

// A test whose state is a place of its own.
#define WITH_PLACE(test) cmocka_unit_test_setup_teardown(test, place_init, place_free)

#endif
