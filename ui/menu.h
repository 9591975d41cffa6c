// A menu of a port's labels that is open over the window.
#ifndef TN_UI_MENU_H
#define TN_UI_MENU_H

#include "ui/controls.h"
#include "ui/layout.h"

enum { UI_MENU_ROW = 22 }; // height

typedef struct {
  const UiPort* port; // NULL: none is open
  int count;
  int hot; // entry under the pointer or the keys
  int rows;
  int columns;
  UiRect rect;
} UiMenu;

// Opens it at `beside`, inside a window of that size; `chosen` is hot.
void ui_menu_open(UiMenu* menu, const UiPort* port, int chosen, UiRect beside, double width,
                  double height);

UiRect ui_menu_entry(const UiMenu* menu, int entry);
// The entry there, or -1.
int ui_menu_hit(const UiMenu* menu, double x, double y);

#endif
