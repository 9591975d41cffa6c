// Draws what a model shows. Knows cairo, and no display: any surface will do.
#ifndef TN_UI_DRAW_H
#define TN_UI_DRAW_H

#include <cairo.h>

#include "ui/model.h"

// Fills model->width x model->height device pixels of `cr`, which is left as it was; or, with
// `only_roll`, what moves with the music, over a picture that has the rest. Changes nothing in the
// model.
void draw_model(cairo_t* cr, const UiModel* model, bool only_roll);

// Whether what moves with the music can be drawn alone: nothing lies over it.
bool draw_may_be_partial(const UiModel* model);

// Where that is, but for the foot; in units.
UiRect draw_roll_rect(const UiModel* model);

#endif
