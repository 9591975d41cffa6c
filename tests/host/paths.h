// Files of the tests, by path.
#ifndef TN_TESTS_PATHS_H
#define TN_TESTS_PATHS_H

#include <stdbool.h>
#include <stddef.h>

// Whether both paths lead to one file that exists, also through links.
bool paths_same_file(const char* a, const char* b);

// Writes an absolute path of `path` into `absolute`. False if it does not fit.
bool paths_absolute(const char* path, char* absolute, size_t size);

// Copies the file `from` to `to`, which is replaced. False if that fails.
bool paths_copy(const char* from, const char* to);

// Makes a new folder of its own under TMPDIR (or /tmp) and writes its path into `folder`. False if
// that fails. paths_remove takes it away with everything in it; links are removed, not followed.
bool paths_make_folder(char* folder, size_t size);
void paths_remove(const char* path);

// How many entries a folder has, "." and ".." among them; 0 where it cannot be read.
size_t paths_count_entries(const char* folder);

#endif
