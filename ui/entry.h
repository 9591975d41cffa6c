// A line of text that is being typed. Nothing allocates or fails; too much text is not taken in.
#ifndef TN_UI_ENTRY_H
#define TN_UI_ENTRY_H

#include <stdbool.h>
#include <stddef.h>

enum { UI_ENTRY_SIZE = 1024 }; // bytes, with the end

typedef struct {
  char text[UI_ENTRY_SIZE]; // UTF-8
  size_t caret;             // byte before which it stands
  bool selected;            // all of it: what is typed takes its place
} UiEntry;

typedef enum {
  UI_KEY_TEXT, // of `text`
  UI_KEY_BACKSPACE,
  UI_KEY_DELETE,
  UI_KEY_LEFT,
  UI_KEY_RIGHT,
  UI_KEY_UP,
  UI_KEY_DOWN,
  UI_KEY_PAGE_UP,
  UI_KEY_PAGE_DOWN,
  UI_KEY_HOME,
  UI_KEY_END,
  UI_KEY_TAB,
  UI_KEY_ENTER,
  UI_KEY_ESCAPE
} UiKeyKind;

typedef struct {
  UiKeyKind kind;
  char text[8]; // one character of UTF-8; with control its letter
  bool shift;
  bool control;
} UiKey;

// Begins with a text, all of it selected.
void ui_entry_begin(UiEntry* entry, const char* text);

// Returns whether the key means something to a line of text.
bool ui_entry_key(UiEntry* entry, const UiKey* key);

#endif
