// The pieces of the picture, each drawn by a file of its own; in design units.
#ifndef TN_UI_DRAW_PARTS_H
#define TN_UI_DRAW_PARTS_H

#include "ui/model.h"
#include "ui/paint.h"

// The roll with all around it that moves with the music; nothing outside draw_roll_rect().
void draw_roll_area(cairo_t* cr, const UiModel* model);

// Of which it consists, besides the grid:
void draw_notes(cairo_t* cr, const UiModel* model); // on the roll, which the caller clips to
void draw_ruler(cairo_t* cr, const UiModel* model); // of bars
void draw_keys(cairo_t* cr, const UiModel* model);
void draw_odds(cairo_t* cr, const UiModel* model);
void draw_song_place(cairo_t* cr, const UiModel* model); // bar, beat, meter, tempo

void draw_header(cairo_t* cr, const UiModel* model);
void draw_foot(cairo_t* cr, const UiModel* model);
void draw_panel(cairo_t* cr, const UiModel* model); // tabs and cards
void draw_toolbar_buttons(cairo_t* cr, const UiModel* model);
void draw_browser(cairo_t* cr, const UiModel* model);
void draw_sheet(cairo_t* cr, const UiModel* model);
void draw_menu(cairo_t* cr, const UiModel* model);
void draw_tip(cairo_t* cr, const UiModel* model);

// A button with a word; `on`: it is the one of several that is chosen.
void draw_button(cairo_t* cr, const UiModel* model, UiPart part, const char* word, bool on);
// A line of text that is typed, or `text` where it is another's turn.
void draw_entry(cairo_t* cr, const UiModel* model, UiPart part, UiRect rect, Type type,
                const char* text);
bool draw_is_lit(const UiModel* model, UiPart part);

#endif
