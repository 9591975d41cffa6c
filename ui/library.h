// The styles that the window can ask the plugin for: where they are, which one plays and which is
// on its way. For the window's thread: it reads folders.
#ifndef TN_UI_LIBRARY_H
#define TN_UI_LIBRARY_H

#include <stdbool.h>

#include "ui/model.h"

enum { LIBRARY_PATH = 4096 };

// Free with library_free().
typedef struct {
  Favourites favourites;
  char bundled[LIBRARY_PATH];   // the folder of the styles that ship with the plugin
  char installed[LIBRARY_PATH]; // the folder of the bundles of the user's installed styles
  char loaded[LIBRARY_PATH];    // the style the plugin has, or ""
  char wanted[LIBRARY_PATH];    // the style it has been asked for and has not confirmed, or ""
} Library;

// `bundle` is the path of the plugin's bundle, which ends in a slash.
void library_init(Library* library, const char* bundle);
void library_free(Library* library);

// Reads the folders anew, so that a style trained a moment ago is there, and tells the model.
void library_scan(Library* library, UiModel* model);

// Wants the style `step` places after the present one, that which is selected in the browser, or
// any file. NULL where there is none; else what the plugin is to be asked for.
const char* library_step(Library* library, UiModel* model, int step);
const char* library_select(Library* library, UiModel* model);
const char* library_want(Library* library, UiModel* model, const char* path);

// The plugin has a style now; or it could not load the one it was asked for, and the old one plays
// on.
void library_has(Library* library, UiModel* model, const char* path);
void library_refuse(Library* library, UiModel* model);

// The style in that place of the browser becomes a favourite, or no more.
void library_toggle(Library* library, UiModel* model, size_t place);

#endif
