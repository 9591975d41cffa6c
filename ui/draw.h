// Draws what a model shows. Knows cairo, and no display: any surface will do.
#ifndef TN_UI_DRAW_H
#define TN_UI_DRAW_H

#include <cairo.h>

#include "ui/model.h"

// Fills model->width x model->height device pixels of `cr`, which is left as it was. Changes
// nothing in the model.
void draw_model(cairo_t* cr, const UiModel* model);

#endif
