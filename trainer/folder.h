// The MIDI files of a folder.
#ifndef TN_TRAINER_FOLDER_H
#define TN_TRAINER_FOLDER_H

#include "trainer/file_set.h"

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

typedef struct {
  char* path;
  char* reason;            // why it cannot be read, one line, where that shows before it is opened
  off_t size;              // bytes
  struct timespec changed; // when its content last was
  dev_t device;            // which file it is, whatever its name
  ino_t number;
} FolderFile;

// {0} to begin with.
typedef struct {
  FolderFile* files;
  size_t count;
  FileSet seen;
} FileList;

// Adds the MIDI files (.mid, .midi, .kar, .rmi, in any case) under `path`, folders within it too,
// sorted by name; a `path` that is a file is added whatever its name. Links are followed, and what
// is reached twice, by links or from an earlier `path`, is there once. Hidden files and folders are
// passed over. What leads nowhere, cannot be opened or is no file is there with its reason.
// False, with a message on stderr, where `path` itself cannot be read.
bool folder_list(FileList* files, const char* path);

// Takes the files out that are in `set`. Returns how many.
size_t folder_list_remove(FileList* files, const FileSet* set);

void folder_list_free(FileList* files);

// The path of `name` in `folder`, which the caller frees. NULL where memory is short.
char* folder_join(const char* folder, const char* name);

#endif
