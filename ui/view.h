// Which stretch of the song and which pitches the roll shows.
#ifndef TN_UI_VIEW_H
#define TN_UI_VIEW_H

#include "ui/layout.h"
#include "ui/roll.h"

typedef struct {
  double quarter; // width of a quarter note
  double back;    // fine by which the view lies before the playhead
  double low;     // lowest pitch that is seen, and that above the highest
  double high;
  int target_low; // where they are moving to
  int target_high;
} UiView;

void ui_view_init(UiView* view);

// Zooms by notches of the wheel about the place at `x`.
void ui_view_zoom(UiView* view, const UiRoll* roll, UiRect rect, double x, int notches);
// Scrolls by so many notches of a quarter of the width; not beyond what is remembered.
void ui_view_scroll(UiView* view, const UiRoll* roll, UiRect rect, int notches);

// The pitches follow the music that is seen, a step each time; `at_once`: all the way. Returns
// whether they have moved.
bool ui_view_follow(UiView* view, const UiRoll* roll, UiRect rect, bool at_once);

// Between places and pitches and the window. y is that of the pitch's upper edge.
double ui_view_x(const UiView* view, const UiRoll* roll, UiRect rect, double place);
double ui_view_place(const UiView* view, const UiRoll* roll, UiRect rect, double x);
double ui_view_y(const UiView* view, UiRect rect, double pitch);
double ui_view_row(const UiView* view, UiRect rect); // height of a pitch

// The button that rerolls a bar, in the ruler.
UiRect ui_view_reroll(const UiView* view, const UiRoll* roll, const UiLayout* layout, int32_t bar);

#endif
