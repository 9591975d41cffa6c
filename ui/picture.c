#include "ui/picture.h"

#include <math.h>

#include "ui/draw.h"

void picture_free(UiPicture* picture) {
  cairo_surface_destroy(picture->surface);
  picture->surface = NULL;
}

// As large as the model; `whole` is set where it is new and nothing is on it.
static bool fit(UiPicture* picture, const UiModel* model, bool* whole) {
  cairo_surface_t* surface = picture->surface;
  *whole = false;
  if (surface && cairo_image_surface_get_width(surface) == model->width &&
      cairo_image_surface_get_height(surface) == model->height) {
    return true;
  }
  *whole = true;
  picture_free(picture);
  surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, model->width, model->height);
  if (cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS) {
    picture->surface = surface;
    return true;
  }
  cairo_surface_destroy(surface);
  return false;
}

// The whole pixels that a rectangle in design units lies on, over the width of the window.
static void add_pixels(cairo_t* cr, const UiModel* model, UiRect rect) {
  const double top = floor(rect.y * model->scale);
  const double bottom = ceil((rect.y + rect.height) * model->scale);
  cairo_rectangle(cr, 0, top, model->width, bottom - top);
}

// `partly`: only what moves with the music, which is the roll and the foot.
static void copy(UiPicture* picture, UiWindow* window, const UiModel* model, bool partly) {
  cairo_t* cr = cairo_create(window_screen(window));
  cairo_set_operator(cr, CAIRO_OPERATOR_SOURCE);
  if (partly) {
    add_pixels(cr, model, draw_roll_rect(model));
    add_pixels(cr, model, model->layout.foot);
    cairo_clip(cr);
  }
  cairo_set_source_surface(cr, picture->surface, 0, 0);
  cairo_paint(cr);
  cairo_destroy(cr);
  window_flush(window, !partly);
}

void picture_show(UiPicture* picture, UiWindow* window, UiModel* model) {
  const bool changed = model->dirty || (model->roll_dirty && model->mode != UI_BROWSE);
  bool whole;
  if (!window_screen(window)) {
    return;
  }
  if (!changed) {
    if (picture->surface && window_is_damaged(window)) {
      copy(picture, window, model, false);
    }
    return;
  }
  if (!fit(picture, model, &whole)) {
    return;
  }
  const bool partly = !whole && !model->dirty && draw_may_be_partial(model);
  cairo_t* cr = cairo_create(picture->surface);
  draw_model(cr, model, partly);
  cairo_destroy(cr);
  copy(picture, window, model, partly);
  ui_clean(model);
}
