#include "ui/menu.h"

#include <math.h>
#include <string.h>

enum { PAD = 5, LETTER = 8, LEAST = 64 }; // of a letter: its width, about

static double column_width(const UiPort* port, int count) {
  size_t longest = 0;
  for (int i = 0; i < count; i++) {
    const size_t length = strlen(port->labels[i]);
    longest = length > longest ? length : longest;
  }
  return fmax((double)longest * LETTER + 34, LEAST);
}

void ui_menu_open(UiMenu* menu, const UiPort* port, int chosen, UiRect beside, double width,
                  double height) {
  menu->port = port;
  menu->count = (int)(port->maximum - port->minimum) + 1;
  menu->hot = chosen;
  const int most = (int)((height - 2 * PAD - 8) / UI_MENU_ROW);
  menu->columns = (menu->count + most - 1) / most;
  menu->rows = (menu->count + menu->columns - 1) / menu->columns;
  const double own_width = fmin(menu->columns * column_width(port, menu->count) + 2 * PAD, width);
  const double own_height = menu->rows * UI_MENU_ROW + 2 * PAD;
  // Below where there is room, or above; else as far down as it goes.
  double y = beside.y + beside.height;
  y = y + own_height > height - 4 ? beside.y - own_height : y;
  y = y < 4 ? fmax(height - 4 - own_height, 4) : y;
  menu->rect = (UiRect){fmax(fmin(beside.x, width - own_width - 4), 4), y, own_width, own_height};
}

UiRect ui_menu_entry(const UiMenu* menu, int entry) {
  const double width = (menu->rect.width - 2 * PAD) / menu->columns;
  return (UiRect){menu->rect.x + PAD + entry / menu->rows * width,
                  menu->rect.y + PAD + entry % menu->rows * UI_MENU_ROW, width, UI_MENU_ROW};
}

int ui_menu_hit(const UiMenu* menu, double x, double y) {
  for (int i = 0; i < menu->count; i++) {
    if (ui_rect_holds(ui_menu_entry(menu, i), x, y)) {
      return i;
    }
  }
  return -1;
}
