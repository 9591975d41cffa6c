// A set of files and folders, each known by what it is and not by its name: links, and the loops
// that they make, lead to the same one.
#ifndef TN_TRAINER_FILE_SET_H
#define TN_TRAINER_FILE_SET_H

#include <stdbool.h>
#include <sys/stat.h>

// {0} to begin with.
typedef struct {
  void* tree;
} FileSet;

typedef enum { FILE_SET_NEW, FILE_SET_KNOWN, FILE_SET_NO_MEMORY } FileSetAnswer;

// Adds the file of `info`, as stat() tells it, and says whether it was in the set before.
FileSetAnswer file_set_add(FileSet* set, const struct stat* info);

// Whether a file is in the set, by its device and inode.
bool file_set_has(const FileSet* set, dev_t device, ino_t number);

void file_set_free(FileSet* set);

#endif
