// Where the parts of the window lie. Lengths are in design units; none of this knows a display.
#ifndef TN_UI_LAYOUT_H
#define TN_UI_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "plugin/ports.h"

enum {
  UI_WIDTH = 900, // of a new window at scale 1, in pixels
  UI_HEIGHT = 560,
  UI_LEAST_WIDTH = 480, // smaller windows shrink what they show
  UI_LEAST_HEIGHT = 320,
  UI_ROOMY_WIDTH = 1260, // larger ones enlarge it
  UI_ROOMY_HEIGHT = 760,
  UI_CARDS = 8, // groups of controls
  UI_SAVE_CHOICES = 6,
  UI_ITEMS = 96
};

// A part of the window that the pointer or the keyboard can reach; or UI_PART_PORT and a port's
// index, UI_PART_TAB and a card's.
typedef enum {
  UI_PART_NONE,
  UI_PART_STYLE_PREVIOUS,
  UI_PART_STYLE,
  UI_PART_STYLE_NEXT,
  UI_PART_UNDO,
  UI_PART_REDO,
  UI_PART_SAVE,
  UI_PART_ROLL,
  UI_PART_SEARCH,
  UI_PART_SHELF, // and the three after it
  UI_PART_LIST = UI_PART_SHELF + 4,
  UI_PART_FILE,
  UI_PART_DONE,
  UI_PART_BARS, // and the others of UI_SAVE_CHOICES
  UI_PART_PATH = UI_PART_BARS + UI_SAVE_CHOICES,
  UI_PART_WRITE,
  UI_PART_CANCEL,
  UI_PART_SHEET, // what is below the save sheet's own parts
  UI_PART_TAB,
  UI_PART_PORT = UI_PART_TAB + UI_CARDS,
  UI_PART_END = UI_PART_PORT + TN_PORT_COUNT
} UiPart;

typedef struct {
  double x;
  double y;
  double width;
  double height;
} UiRect;

typedef enum { UI_MAIN, UI_BROWSE, UI_SAVE } UiMode;

typedef struct {
  UiPart part;
  UiRect rect;
} UiItem;

typedef struct {
  double width;
  double height;
  UiRect toolbar; // above the roll
  UiRect place;   // what of it tells the place in the song
  UiRect ruler;   // of bars
  UiRect keys;    // the keyboard
  UiRect roll;    // the notes
  UiRect odds;
  UiRect foot;    // the message line
  UiRect list;    // of styles
  UiRect details; // of the style that is selected; no width: there is no room
  UiRect sheet;
  UiRect cards[UI_CARDS]; // no width: on another page
  bool titled;            // they have room for their names
  int page_of[UI_CARDS];
  int page;
  int page_count;
  size_t count;
  UiItem items[UI_ITEMS]; // those in front come last
} UiLayout;

// Lays out a window of `width` x `height`. A page that there is not becomes the nearest.
void ui_layout_make(UiLayout* layout, double width, double height, UiMode mode, int page,
                    bool offers_file);

// The rectangle of a part, or one of no size.
UiRect ui_layout_rect(const UiLayout* layout, UiPart part);
UiPart ui_layout_hit(const UiLayout* layout, double x, double y);

bool ui_rect_holds(UiRect rect, double x, double y);

const char* ui_card_name(int card);
// The card that has a port's control, or -1.
int ui_card_of(TnPort port);

static inline bool ui_part_is_port(UiPart part) {
  return part >= UI_PART_PORT && part < UI_PART_END;
}

static inline UiPart ui_part_of_port(TnPort port) {
  return (UiPart)(UI_PART_PORT + (int)port);
}

static inline TnPort ui_port_of_part(UiPart part) {
  return (TnPort)(part - UI_PART_PORT);
}

#endif
