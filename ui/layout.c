#include "ui/layout.h"

#include <math.h>
#include <string.h>

#include "ui/controls.h"

enum {
  MARGIN = 12,
  HEADER = 44,
  TOOLBAR = 28,
  RULER = 18,
  BUTTONS = 276, // all of those at the end of the toolbar
  KEYBOARD = 34,
  ODDS = 76,
  TABS = 26,
  FOOT = 24,
  GAP = 8,
  CARD_TITLE = 20,
  CARD_TITLE_SMALL = 6, // in a window so low that the tabs have to do
  LOW = 420,
  CELL = 88, // height of a column of controls
  CARD_PAD = 8,
  KNOB_WIDTH = 66,
  STACK_WIDTH = 96,
  CHIP_WIDTH = 40,
  NARROW = 700, // where the header has no room for words
  TALL = 640,   // where there is room for two rows of cards
  COLUMNS = 6
};

#define NO_PORT TN_PORT_COUNT

// One control, or two above each other.
typedef struct {
  TnPort top;
  TnPort bottom;
} Column;

typedef struct {
  const char* name;
  int count;
  Column columns[COLUMNS];
} Card;

static const Card CARDS[UI_CARDS] = {
    {"STYLE",
     4,
     {{TN_PORT_TEMPERATURE, NO_PORT},
      {TN_PORT_TOP_P, NO_PORT},
      {TN_PORT_DENSITY, NO_PORT},
      {TN_PORT_SEED, NO_PORT}}},
    {"PHRASE",
     4,
     {{TN_PORT_MODE, TN_PORT_OFFSET},
      {TN_PORT_LENGTH, NO_PORT},
      {TN_PORT_VARIATION, NO_PORT},
      {TN_PORT_REST, NO_PORT}}},
    {"TIME", 2, {{TN_PORT_SYNC, TN_PORT_RATE}, {TN_PORT_TEMPO, NO_PORT}}},
    {"HARMONY",
     3,
     {{TN_PORT_KEY, TN_PORT_CHORD}, {TN_PORT_SCALE_ROOT, TN_PORT_SCALE}, {TN_PORT_LATCH, NO_PORT}}},
    {"RANGE",
     3,
     {{TN_PORT_HIGH, TN_PORT_LOW}, {TN_PORT_POLYPHONY, NO_PORT}, {TN_PORT_TRANSPOSE, NO_PORT}}},
    {"INPUT", 2, {{TN_PORT_LISTEN, TN_PORT_LEARN}, {TN_PORT_THRU, TN_PORT_IN_CHANNEL}}},
    {"FEEL",
     6,
     {{TN_PORT_VELOCITY, NO_PORT},
      {TN_PORT_VELOCITY_MAX, TN_PORT_VELOCITY_MIN},
      {TN_PORT_GATE, NO_PORT},
      {TN_PORT_SWING, NO_PORT},
      {TN_PORT_SWING_GRID, NO_PORT},
      {TN_PORT_HUMANIZE, NO_PORT}}},
    {"OUTPUT",
     5,
     {{TN_PORT_CHANNEL, NO_PORT},
      {TN_PORT_PART_1, TN_PORT_PART_5},
      {TN_PORT_PART_2, TN_PORT_PART_6},
      {TN_PORT_PART_3, TN_PORT_PART_7},
      {TN_PORT_PART_4, TN_PORT_PART_8}}},
};

const char* ui_card_name(int card) {
  return CARDS[card].name;
}

int ui_card_of(TnPort port) {
  for (int card = 0; card < UI_CARDS; card++) {
    for (int i = 0; i < CARDS[card].count; i++) {
      const Column* column = &CARDS[card].columns[i];
      if (column->top == port || column->bottom == port) {
        return card;
      }
    }
  }
  return -1;
}

static double title_of(const UiLayout* layout) {
  return layout->height < LOW ? CARD_TITLE_SMALL : CARD_TITLE;
}

static double card_height(const UiLayout* layout) {
  return title_of(layout) + CELL + 4;
}

bool ui_rect_holds(UiRect rect, double x, double y) {
  return x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height;
}

static void add(UiLayout* layout, UiPart part, double x, double y, double width, double height) {
  if (layout->count < UI_ITEMS) {
    layout->items[layout->count++] = (UiItem){part, {x, y, width, height}};
  }
}

// ---- header and toolbar ----

static void lay_header(UiLayout* layout) {
  const bool narrow = layout->width < NARROW;
  const double y = 8;
  double right = layout->width - MARGIN;
  const double enabled = narrow ? 36 : 92;
  const double panic = narrow ? 30 : 62;
  const double save = narrow ? 46 : 92;
  add(layout, ui_part_of_port(TN_PORT_ENABLED), right -= enabled, y, enabled, 28);
  add(layout, ui_part_of_port(TN_PORT_PANIC), right -= panic + 6, y, panic, 28);
  add(layout, UI_PART_SAVE, right -= save + 6, y, save, 28);
  add(layout, UI_PART_REDO, right -= 28 + 6, y, 28, 28);
  add(layout, UI_PART_UNDO, right -= 28 + 2, y, 28, 28);
  const double left = narrow ? 52 : 132;
  const double room = right - 10 - left;
  const double width = fmin(room, 380);
  add(layout, UI_PART_STYLE_PREVIOUS, left, y, 26, 28);
  add(layout, UI_PART_STYLE, left + 26, y, width - 52, 28);
  add(layout, UI_PART_STYLE_NEXT, left + width - 26, y, 26, 28);
}

static void lay_toolbar(UiLayout* layout) {
  static const struct {
    TnPort port;
    double width;
  } buttons[] = {
      {TN_PORT_REROLL, 56}, {TN_PORT_REROLL_BAR, 76}, {TN_PORT_UNLOCK, 60}, {TN_PORT_LOCK, 66}};
  const UiRect bar = layout->toolbar;
  double right = bar.x + bar.width;
  for (size_t i = 0; i < sizeof buttons / sizeof *buttons; i++) {
    right -= buttons[i].width;
    add(layout, ui_part_of_port(buttons[i].port), right, bar.y + 2, buttons[i].width, 22);
    right -= 4;
  }
}

// ---- cards ----

static double column_width(const Column* column) {
  const UiPort* port = ui_port_find(column->top);
  const bool chip = column->top >= TN_PORT_PART_1 && column->top <= TN_PORT_PART_8;
  return chip ? CHIP_WIDTH : port->kind == UI_KNOB ? KNOB_WIDTH : STACK_WIDTH;
}

static double card_width(int card) {
  double width = 2 * CARD_PAD;
  for (int i = 0; i < CARDS[card].count; i++) {
    width += column_width(&CARDS[card].columns[i]);
  }
  return width;
}

// How many cards from `first` on fit into a row.
static int cards_in_row(int first, double room) {
  int count = 0;
  for (double used = -GAP; first + count < UI_CARDS; count++) {
    used += GAP + card_width(first + count);
    if (used > room && count > 0) {
      break;
    }
  }
  return count;
}

static void lay_card(UiLayout* layout, int card, UiRect rect) {
  const Card* c = &CARDS[card];
  // What a card has to spare goes between its columns.
  const double spare = (rect.width - card_width(card)) / (c->count + 1);
  double x = rect.x + CARD_PAD + fmax(spare, 0);
  layout->cards[card] = rect;
  for (int i = 0; i < c->count; i++) {
    const Column* column = &c->columns[i];
    const double width = column_width(column);
    const bool alone = column->bottom == NO_PORT;
    const bool is_knob = ui_port_find(column->top)->kind == UI_KNOB;
    const double y = rect.y + title_of(layout);
    add(layout, ui_part_of_port(column->top), x, y, width, is_knob ? CELL : CELL / 2.0);
    if (!alone) {
      add(layout, ui_part_of_port(column->bottom), x, y + CELL / 2.0, width, CELL / 2.0);
    }
    x += width + fmax(spare, 0);
  }
}

static void lay_row(UiLayout* layout, int first, int count, double y) {
  const double room = layout->width - 2 * MARGIN - (count - 1) * GAP;
  double natural = 0;
  for (int i = 0; i < count; i++) {
    natural += card_width(first + i);
  }
  double x = MARGIN;
  for (int i = 0; i < count; i++) {
    const double width = floor(card_width(first + i) * room / natural);
    lay_card(
        layout, first + i,
        (UiRect){x, y, i == count - 1 ? layout->width - MARGIN - x : width, card_height(layout)});
    x += width + GAP;
  }
}

static int rows_of(const UiLayout* layout) {
  return layout->height >= TALL ? 2 : 1;
}

static void find_pages(UiLayout* layout, int page) {
  const double room = layout->width - 2 * MARGIN;
  int row = 0;
  for (int first = 0; first < UI_CARDS; row++) {
    const int count = cards_in_row(first, room);
    for (int i = 0; i < count; i++) {
      layout->page_of[first + i] = row / rows_of(layout);
    }
    first += count;
  }
  layout->page_count = layout->page_of[UI_CARDS - 1] + 1;
  layout->page = page < 0 ? 0 : page < layout->page_count ? page : layout->page_count - 1;
}

// The rows of the page, from `y` on.
static void lay_cards(UiLayout* layout, double y) {
  const double room = layout->width - 2 * MARGIN;
  for (int first = 0; first < UI_CARDS;) {
    const int count = cards_in_row(first, room);
    if (layout->page_of[first] == layout->page) {
      lay_row(layout, first, count, y);
      y += card_height(layout) + GAP;
    }
    first += count;
  }
}

static void lay_tabs(UiLayout* layout, double y) {
  const double room = layout->width - 2 * MARGIN;
  const double width = fmin(84, room / UI_CARDS);
  for (int card = 0; card < UI_CARDS; card++) {
    add(layout, (UiPart)(UI_PART_TAB + card), MARGIN + card * width, y, width, TABS - 4);
  }
}

// ---- the three faces ----

static void lay_main(UiLayout* layout, int page) {
  const double inner = layout->width - 2 * MARGIN;
  find_pages(layout, page);
  layout->titled = layout->height >= LOW;
  layout->toolbar = (UiRect){MARGIN, HEADER, inner, TOOLBAR};
  layout->place = (UiRect){MARGIN, HEADER, inner - BUTTONS, TOOLBAR};
  const double bottom = layout->foot.y - 4;
  // Every page is as high as the fullest, so that the roll stays where it is.
  const double cards = rows_of(layout) * (card_height(layout) + GAP) - GAP;
  lay_cards(layout, bottom - cards);
  const bool tabs = layout->page_count > 1;
  if (tabs) {
    lay_tabs(layout, bottom - cards - TABS);
  }
  const double top = HEADER + TOOLBAR;
  const double end = bottom - cards - (tabs ? TABS : GAP) - 4;
  layout->ruler = (UiRect){MARGIN + KEYBOARD, top, inner - KEYBOARD - ODDS, RULER};
  layout->keys = (UiRect){MARGIN, top + RULER, KEYBOARD, end - top - RULER};
  layout->roll =
      (UiRect){MARGIN + KEYBOARD, top + RULER, inner - KEYBOARD - ODDS, end - top - RULER};
  layout->odds = (UiRect){MARGIN + inner - ODDS, top, ODDS, end - top};
  add(layout, UI_PART_ROLL, layout->ruler.x, top, layout->ruler.width, end - top);
  lay_toolbar(layout);
}

static void lay_browser(UiLayout* layout, bool offers_file) {
  const double inner = layout->width - 2 * MARGIN;
  const double y = HEADER + 6;
  const double details = layout->width >= NARROW ? 280 : 0;
  const double shelf = layout->width >= NARROW ? 84 : 62;
  double right = layout->width - MARGIN;
  add(layout, UI_PART_DONE, right -= 60, y, 60, 26);
  if (offers_file) {
    add(layout, UI_PART_FILE, right -= 72 + 6, y, 72, 26);
  }
  const double search = fmin(inner - 4 * shelf - (layout->width - MARGIN - right) - 16, 260);
  add(layout, UI_PART_SEARCH, MARGIN, y, search, 26);
  for (int i = 0; i < 4; i++) {
    add(layout, (UiPart)(UI_PART_SHELF + i), MARGIN + search + 8 + i * shelf, y, shelf, 26);
  }
  const double top = y + 26 + 8;
  const double gap = details > 0 ? 10 : 0;
  layout->list = (UiRect){MARGIN, top, inner - details - gap, layout->foot.y - 6 - top};
  layout->details = (UiRect){MARGIN + inner - details, top, details, layout->foot.y - 6 - top};
  add(layout, UI_PART_LIST, layout->list.x, top, layout->list.width, layout->list.height);
}

static void lay_sheet(UiLayout* layout) {
  const double width = fmin(layout->width - 2 * MARGIN, 520);
  const double height = 190;
  const double x = floor((layout->width - width) / 2);
  const double y = floor((layout->height - height) / 2);
  const double choice = (width - 40) / UI_SAVE_CHOICES;
  layout->sheet = (UiRect){x, y, width, height};
  add(layout, UI_PART_SHEET, 0, 0, layout->width, layout->height);
  for (int i = 0; i < UI_SAVE_CHOICES; i++) {
    add(layout, (UiPart)(UI_PART_BARS + i), x + 20 + i * choice, y + 44, choice, 28);
  }
  add(layout, UI_PART_PATH, x + 20, y + 98, width - 40, 28);
  add(layout, UI_PART_WRITE, x + width - 20 - 84, y + height - 20 - 28, 84, 28);
  add(layout, UI_PART_CANCEL, x + width - 20 - 84 - 8 - 84, y + height - 20 - 28, 84, 28);
}

void ui_layout_make(UiLayout* layout, double width, double height, UiMode mode, int page,
                    bool offers_file) {
  memset(layout, 0, sizeof *layout);
  layout->width = width;
  layout->height = height;
  layout->foot = (UiRect){MARGIN, height - FOOT, width - 2 * MARGIN, FOOT};
  lay_header(layout);
  if (mode == UI_BROWSE) {
    find_pages(layout, page);
    lay_browser(layout, offers_file);
    return;
  }
  lay_main(layout, page);
  if (mode == UI_SAVE) {
    lay_sheet(layout);
  }
}

UiRect ui_layout_rect(const UiLayout* layout, UiPart part) {
  for (size_t i = 0; i < layout->count; i++) {
    if (layout->items[i].part == part) {
      return layout->items[i].rect;
    }
  }
  return (UiRect){0, 0, 0, 0};
}

UiPart ui_layout_hit(const UiLayout* layout, double x, double y) {
  for (size_t i = layout->count; i > 0; i--) {
    if (ui_rect_holds(layout->items[i - 1].rect, x, y)) {
      return layout->items[i - 1].part;
    }
  }
  return UI_PART_NONE;
}
