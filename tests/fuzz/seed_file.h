// A file from which a fuzzer can begin.
#ifndef TN_TESTS_SEED_FILE_H
#define TN_TESTS_SEED_FILE_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>

// Makes the folder where it is not there. False, and a line on stderr, where that fails.
static inline bool seed_folder(const char* folder) {
  const bool ok = mkdir(folder, 0777) == 0 || errno == EEXIST;
  if (!ok) {
    perror(folder);
  }
  return ok;
}

// The same of the file `name` in it.
static inline bool seed_file(const char* folder, const char* name, const uint8_t* bytes,
                             size_t size) {
  char path[1024];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE* stream = fopen(path, "wb");
  bool ok = stream && fwrite(bytes, 1, size, stream) == size;
  ok = stream && fclose(stream) == 0 && ok;
  if (!ok) {
    perror(path);
  }
  return ok;
}

#endif
