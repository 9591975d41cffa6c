#include "tests/host/paths.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool paths_same_file(const char* a, const char* b) {
  struct stat of_a;
  struct stat of_b;
  return stat(a, &of_a) == 0 && stat(b, &of_b) == 0 && of_a.st_dev == of_b.st_dev &&
         of_a.st_ino == of_b.st_ino;
}

bool paths_absolute(const char* path, char* absolute, size_t size) {
  char folder[4096] = "";
  if (path[0] != '/' && !getcwd(folder, sizeof folder)) {
    return false;
  }
  const int length = snprintf(absolute, size, "%s%s%s", folder, folder[0] ? "/" : "", path);
  return length > 0 && (size_t)length < size;
}

static bool copy_stream(FILE* from, FILE* to) {
  char buffer[65536];
  size_t count = 0;
  while ((count = fread(buffer, 1, sizeof buffer, from)) > 0) {
    if (fwrite(buffer, 1, count, to) != count) {
      return false;
    }
  }
  return !ferror(from);
}

bool paths_copy(const char* from, const char* to) {
  FILE* input = fopen(from, "rb");
  FILE* output = input ? fopen(to, "wb") : NULL;
  bool copied = output && copy_stream(input, output);
  if (output) {
    copied = fclose(output) == 0 && copied;
  }
  if (input) {
    fclose(input);
  }
  return copied;
}

bool paths_make_folder(char* folder, size_t size) {
  const char* parent = getenv("TMPDIR");
  const int length = snprintf(folder, size, "%s/tiento-test-XXXXXX", parent ? parent : "/tmp");
  return length > 0 && (size_t)length < size && mkdtemp(folder);
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the folders, and those are the test's own
void paths_remove(const char* path) {
  DIR* folder = NULL;
  struct stat info;
  if (lstat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
    folder = opendir(path);
  }
  const struct dirent* entry = NULL;
  while (folder && (entry = readdir(folder))) {
    char inner[4096];
    if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
      snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
      paths_remove(inner);
    }
  }
  if (folder) {
    closedir(folder);
  }
  remove(path);
}

size_t paths_count_entries(const char* folder) {
  DIR* directory = opendir(folder);
  size_t count = 0;
  while (directory && readdir(directory)) {
    count++;
  }
  if (directory) {
    closedir(directory);
  }
  return count;
}
