// The MIDI files of a folder.
#ifndef TN_TRAINER_FOLDER_H
#define TN_TRAINER_FOLDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct {
  char** paths;
  size_t count;
} FileList;

// Adds the MIDI files (.mid, .midi, .kar, in any case) under `path`, folders within it too, sorted
// by name; a `path` that is a file is added whatever its name. Links to folders are not followed.
// False, with a message on stderr, where `path` cannot be read.
bool folder_list(FileList* files, const char* path);

// Adds `path`, which the list takes over; NULL stands for memory that ran out. False, with a
// message on stderr, where there is none.
bool folder_list_add(FileList* files, char* path);

void folder_list_free(FileList* files);

// The path of `name` in `folder`, which the caller frees. NULL where memory is short.
char* folder_join(const char* folder, const char* name);

// Prints a path with anything that is not printable ASCII or UTF-8 as \xNN, so that a file's name
// cannot disturb a terminal.
void folder_print_path(FILE* stream, const char* path);

#endif
