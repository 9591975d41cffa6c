// The style browser: the styles that there are, what each says of itself, and which of them are
// shown. Owns memory; for the window's thread.
#ifndef TN_UI_BROWSER_H
#define TN_UI_BROWSER_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/entry.h"
#include "ui/favourites.h"
#include "ui/style_info.h"
#include "ui/styles.h"

typedef enum { UI_ALL, UI_FACTORY, UI_USER, UI_FAVOURITES, UI_SHELVES } UiShelf;

typedef struct {
  const char* path; // the list's
  char title[96];   // the style's name, or the file's
  bool factory;     // ships with the plugin
  bool favourite;
  bool read; // `info` is there
  UiStyleInfo info;
} UiStyleRow;

// Begins as zeros; free with ui_browser_free().
typedef struct {
  StyleList list;
  UiStyleRow* rows;   // [list.count], in its order
  size_t* shown;      // [shown_count] indices of rows
  size_t shown_count; // that match shelf and search
  size_t unread;      // index of the first row that may not be read
  UiShelf shelf;
  char search[64];
  size_t selected; // place in `shown`; shown_count: none
  size_t top;      // place in `shown` of the first that is drawn
} UiBrowser;

void ui_browser_free(UiBrowser* browser);

// Takes the list over and shows it; the selection stays on its file. Rows in `factory`, a folder,
// ship with the plugin. False, and there are no styles, where memory runs out.
bool ui_browser_fill(UiBrowser* browser, StyleList* list, const char* factory,
                     const Favourites* favourites);

// Reads the headers of at most `most` files. Returns whether it has read any.
bool ui_browser_read(UiBrowser* browser, size_t most);

// Shows those of a shelf that hold all words of `search`, in whatever case.
void ui_browser_show(UiBrowser* browser, UiShelf shelf, const char* search);

// The row in place `place` of those shown, or NULL.
UiStyleRow* ui_browser_row(const UiBrowser* browser, size_t place);

// The place among those shown of a file, or shown_count.
size_t ui_browser_find(const UiBrowser* browser, const char* path);

// Moves the selection by `step` rows, not around the end; from none, to the first or last. Returns
// whether it has moved.
bool ui_browser_step(UiBrowser* browser, int step);

// Scrolls so that the selection is among `rows` rows that are drawn, or by so many rows.
void ui_browser_reveal(UiBrowser* browser, size_t rows);
void ui_browser_scroll(UiBrowser* browser, int by, size_t rows);

#endif
