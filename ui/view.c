#include "ui/view.h"

#include <math.h>

// Where the playhead stands, of the roll's width.
#define HEAD 0.7

enum { LEAST_PITCHES = 24, NARROWEST = 6, WIDEST = 240, MARGIN = 2, REMEMBERED_BARS = 64 };

void ui_view_init(UiView* view) {
  *view = (UiView){.quarter = 40, .low = 48, .high = 84, .target_low = 48, .target_high = 84};
}

double ui_view_x(const UiView* view, const UiRoll* roll, UiRect rect, double place) {
  const double head = rect.x + floor(rect.width * HEAD);
  return head + (place - roll->shown + view->back) * view->quarter / UI_FINE_A_QUARTER;
}

double ui_view_place(const UiView* view, const UiRoll* roll, UiRect rect, double x) {
  const double head = rect.x + floor(rect.width * HEAD);
  return (x - head) * UI_FINE_A_QUARTER / view->quarter + roll->shown - view->back;
}

double ui_view_row(const UiView* view, UiRect rect) {
  return rect.height / (view->high - view->low);
}

double ui_view_y(const UiView* view, UiRect rect, double pitch) {
  return rect.y + (view->high - 1 - pitch) * ui_view_row(view, rect);
}

static void limit_back(UiView* view, const UiRoll* roll) {
  const double most = (double)REMEMBERED_BARS * ui_roll_bar_length(roll);
  view->back = fmin(fmax(view->back, 0), fmin(most, fmax(roll->shown, 0)));
}

void ui_view_zoom(UiView* view, const UiRoll* roll, UiRect rect, double x, int notches) {
  const double place = ui_view_place(view, roll, rect, x);
  const bool follows = !(view->back > 0);
  view->quarter = fmin(fmax(view->quarter * pow(1.2, notches), NARROWEST), WIDEST);
  if (!follows) { // what is under the pointer stays there
    view->back += ui_view_place(view, roll, rect, x) - place;
    limit_back(view, roll);
  }
}

void ui_view_scroll(UiView* view, const UiRoll* roll, UiRect rect, int notches) {
  view->back += notches * rect.width / 4 * UI_FINE_A_QUARTER / view->quarter;
  limit_back(view, roll);
}

static void widen(int pitch, int* low, int* high) {
  *low = pitch < *low ? pitch : *low;
  *high = pitch > *high ? pitch : *high;
}

// The pitches of what is seen and of some bars before it.
static void find_range(const UiView* view, const UiRoll* roll, UiRect rect, int* low, int* high) {
  const double left = ui_view_place(view, roll, rect, rect.x) - 4.0 * ui_roll_bar_length(roll);
  const double right = ui_view_place(view, roll, rect, rect.x + rect.width);
  for (uint64_t i = ui_roll_oldest(roll); i < roll->count; i++) {
    const UiRollNote* note = ui_roll_note(roll, i);
    if (note->velocity > 0 && note->end >= left && note->start <= right) {
      widen(note->pitch, low, high);
    }
  }
  for (int i = 0; i < roll->queued_count; i++) {
    widen(roll->queued[i].pitch, low, high);
  }
}

bool ui_view_follow(UiView* view, const UiRoll* roll, UiRect rect, bool at_once) {
  int low = UI_PITCHES;
  int high = -1;
  find_range(view, roll, rect, &low, &high);
  if (high >= low) {
    const int spare = LEAST_PITCHES - (high + 1 - low) - 2 * MARGIN;
    low -= MARGIN + (spare > 0 ? spare / 2 : 0);
    high += MARGIN + (spare > 0 ? (spare + 1) / 2 : 0);
    low = low < 0 ? 0 : low;
    high = high > UI_PITCHES - 1 ? UI_PITCHES - 1 : high;
    // It widens at once, and narrows only where much is empty.
    const bool fits = low >= view->target_low && high < view->target_high;
    const bool loose = low > view->target_low + 7 || high < view->target_high - 8;
    view->target_low = fits && !loose ? view->target_low : low;
    view->target_high = fits && !loose ? view->target_high : high + 1;
  }
  const double low_before = view->low;
  const double high_before = view->high;
  const double share = at_once ? 1 : 0.25;
  view->low += (view->target_low - view->low) * share;
  view->high += (view->target_high - view->high) * share;
  view->low = fabs(view->target_low - view->low) < 0.02 ? view->target_low : view->low;
  view->high = fabs(view->target_high - view->high) < 0.02 ? view->target_high : view->high;
  return fabs(view->low - low_before) + fabs(view->high - high_before) > 0;
}

UiRect ui_view_reroll(const UiView* view, const UiRoll* roll, const UiLayout* layout, int32_t bar) {
  const double end = ui_view_x(view, roll, layout->roll, (bar + 1.0) * ui_roll_bar_length(roll));
  const double right = fmin(end, layout->roll.x + layout->roll.width);
  return (UiRect){right - 20, layout->ruler.y, 18, layout->ruler.height};
}
