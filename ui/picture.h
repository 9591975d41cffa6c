// The picture of the window, in memory: drawn anew where the model has changed, and brought to the
// screen. For the window's thread; where there is no memory, the screen stays as it is.
#ifndef TN_UI_PICTURE_H
#define TN_UI_PICTURE_H

#include <cairo.h>

#include "ui/model.h"
#include "ui/window.h"

// Begins as zeros.
typedef struct {
  cairo_surface_t* surface; // as large as the window was last; owned
} UiPicture;

void picture_free(UiPicture* picture);

// Shows what of the model is new, which is then taken for shown, or all where the screen has lost
// it. Does nothing where nothing has changed.
void picture_show(UiPicture* picture, UiWindow* window, UiModel* model);

#endif
