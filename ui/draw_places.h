// Where places in the song and pitches lie on the picture, in design units but on whole pixels:
// lines and notes keep their shape while they move. The pieces of the roll share it; bars count
// from 0.
#ifndef TN_UI_DRAW_PLACES_H
#define TN_UI_DRAW_PLACES_H

#include <cairo.h>
#include <stdbool.h>
#include <stdint.h>

#include "ui/model.h"

double draw_snap(const UiModel* model, double length); // to the nearest pixel
double draw_x(const UiModel* model, double place);     // of a place, fine

// The row of a pitch in `in`, which is as high as the roll; and the column of a bar.
UiRect draw_row(const UiModel* model, UiRect in, double pitch);
UiRect draw_bar(const UiModel* model, int32_t bar, UiRect in);

// What is seen, at least in part.
int draw_lowest(const UiModel* model);
int draw_highest(const UiModel* model);
int32_t draw_first_bar(const UiModel* model);
int32_t draw_last_bar(const UiModel* model);

bool draw_is_black(int pitch);

// Until cairo_restore().
void draw_clip(cairo_t* cr, UiRect rect);

// The ground of `in`: a row for each pitch, dark for black keys.
void draw_rows(cairo_t* cr, const UiModel* model, UiRect in);

#endif
