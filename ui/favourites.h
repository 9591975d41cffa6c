// The styles that the user likes best, kept in a file: one path a line. For the window's thread: it
// reads and writes that file.
#ifndef TN_UI_FAVOURITES_H
#define TN_UI_FAVOURITES_H

#include <stdbool.h>
#include <stddef.h>

// Begins as zeros; free with favourites_free().
typedef struct {
  char* file;   // owned
  char** paths; // owned
  size_t count;
} Favourites;

// Reads those in `file`, which need not be there: there are none then. Lines that are no absolute
// paths are passed over.
void favourites_load(Favourites* favourites, const char* file);
void favourites_free(Favourites* favourites);

bool favourites_have(const Favourites* favourites, const char* path);

// Makes the style one of them, or no more, and writes the file, whose folder is made where it is
// missing. False, and a line in `reason`, where it cannot be written: it holds until the window is
// closed then.
bool favourites_toggle(Favourites* favourites, const char* path, char* reason, size_t reason_size);

#endif
