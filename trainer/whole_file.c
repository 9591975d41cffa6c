#include "trainer/whole_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// Reads what is left of `file`, at most one byte more than is expected, so that who bounds the size
// sees it. Returns NULL without memory or on an error.
static uint8_t* read_bytes(int file, size_t expected, size_t* size) {
  uint8_t* data = malloc(expected + 1);
  *size = 0;
  while (data && *size <= expected) {
    ssize_t got = read(file, data + *size, expected + 1 - *size);
    if (got == 0) {
      return data;
    }
    if (got < 0 && errno != EINTR) {
      free(data);
      return NULL;
    }
    *size += got > 0 ? (size_t)got : 0;
  }
  return data;
}

static uint8_t* read_open(int file, size_t most_mib, size_t* size, char* reason,
                          size_t reason_size) {
  struct stat status;
  if (fstat(file, &status) != 0) {
    snprintf(reason, reason_size, "%s", strerror(errno));
    return NULL;
  }
  if (!S_ISREG(status.st_mode)) {
    snprintf(reason, reason_size, "not a regular file");
    return NULL;
  }
  if ((uintmax_t)status.st_size > (uintmax_t)most_mib << 20) {
    snprintf(reason, reason_size, "larger than %zu MiB", most_mib);
    return NULL;
  }
  uint8_t* data = read_bytes(file, (size_t)status.st_size, size);
  if (!data) {
    snprintf(reason, reason_size, "%s", strerror(errno));
  }
  return data;
}

// O_NONBLOCK: opening a named pipe must not wait for a writer.
static int open_file(const char* path) {
  return open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
}

uint8_t* whole_file_read(const char* path, size_t most_mib, size_t* size, char* reason,
                         size_t reason_size) {
  int file = open_file(path);
  if (file < 0) {
    snprintf(reason, reason_size, "%s", strerror(errno));
    return NULL;
  }
  uint8_t* data = read_open(file, most_mib, size, reason, reason_size);
  close(file);
  return data;
}

size_t whole_file_begin(const char* path, void* bytes, size_t size) {
  const int file = open_file(path);
  struct stat status;
  ssize_t got = 0;
  if (file >= 0 && fstat(file, &status) == 0 && S_ISREG(status.st_mode)) {
    got = read(file, bytes, size);
  }
  if (file >= 0) {
    close(file);
  }
  return got > 0 ? (size_t)got : 0;
}
