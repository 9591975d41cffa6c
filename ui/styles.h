// The style files that the arrows of the window step through. For the window's thread: it reads
// folders.
#ifndef TN_UI_STYLES_H
#define TN_UI_STYLES_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

typedef struct {
  char* path;
  dev_t device; // device and inode tell whether two paths are one file
  ino_t inode;
} StyleFile;

// Sorted by name. Start from a zeroed list; the list owns its paths.
typedef struct {
  StyleFile* files;
  size_t count;
} StyleList;

// Fills `list` anew with the *.safetensors files of `folders`, and of the bundles tiento-*.lv2 of
// installed styles in the folder `bundles`; a file that two folders reach is listed once. Folders
// that are NULL, empty or unreadable, hidden files and what is no regular file are passed over.
// Returns false, with the list empty, when memory runs out.
bool styles_scan(StyleList* list, const char* const* folders, size_t folder_count,
                 const char* bundles);
void styles_free(StyleList* list);

// The index of the file that `path` leads to, or list->count when it is not listed.
size_t styles_find(const StyleList* list, const char* path);

// The path `step` places after `current`, around the end; from nowhere, a positive step leads to
// the first file and a negative one to the last. NULL when the list is empty. The list owns it.
const char* styles_step(const StyleList* list, const char* current, int step);

// The folder of `path`, without the last slash, and its file name without folder and extension. Cut
// to `size`.
void styles_folder(const char* path, char* folder, size_t size);
void styles_name(const char* path, char* name, size_t size);

#endif
