// What a style file says of itself, from its header alone. For the window's thread: it reads a
// file.
#ifndef TN_UI_STYLE_INFO_H
#define TN_UI_STYLE_INFO_H

#include <stdbool.h>

enum { UI_INFO_TEXT = 192, UI_INFO_PARTS = 8, UI_INFO_PART = 24 };

// Texts are fit to be drawn, "" where the style does not say; numbers are 0 then.
typedef struct {
  char name[UI_INFO_TEXT];
  char source[UI_INFO_TEXT];
  char licence[UI_INFO_TEXT];
  char problem[UI_INFO_TEXT]; // why it cannot be used, or ""
  char parts[UI_INFO_PARTS][UI_INFO_PART];
  long bytes; // of the file
  long pieces;
  long notes;
  double nats; // a note, of pieces held out: lower is better
} UiStyleInfo;

// Returns whether it is a style as far as its header tells; else info->problem says why not.
bool ui_style_info_read(const char* path, UiStyleInfo* info);

#endif
