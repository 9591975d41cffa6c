#include "ui/draw_places.h"

#include <math.h>

#include "ui/paint.h"

bool draw_is_black(int pitch) {
  const int class = pitch % 12;
  return class == 1 || class == 3 || class == 6 || class == 8 || class == 10;
}

double draw_snap(const UiModel* model, double length) {
  return round(length * model->scale) / model->scale;
}

double draw_x(const UiModel* model, double place) {
  return draw_snap(model, ui_view_x(&model->view, &model->roll, model->layout.roll, place));
}

UiRect draw_row(const UiModel* model, UiRect in, double pitch) {
  const double top = draw_snap(model, ui_view_y(&model->view, model->layout.roll, pitch));
  const double bottom = draw_snap(model, ui_view_y(&model->view, model->layout.roll, pitch - 1));
  return (UiRect){in.x, top, in.width, bottom - top};
}

void draw_clip(cairo_t* cr, UiRect rect) {
  cairo_rectangle(cr, rect.x, rect.y, rect.width, rect.height);
  cairo_clip(cr);
}

int draw_lowest(const UiModel* model) {
  return (int)fmax(floor(model->view.low), 0);
}

int draw_highest(const UiModel* model) {
  return (int)fmin(ceil(model->view.high), UI_PITCHES - 1);
}

int32_t draw_first_bar(const UiModel* model) {
  const UiRect rect = model->layout.roll;
  const double left = ui_view_place(&model->view, &model->roll, rect, rect.x);
  const int32_t bar = ui_roll_bar_at(&model->roll, left);
  return bar > 0 ? bar : 0;
}

int32_t draw_last_bar(const UiModel* model) {
  const UiRect rect = model->layout.roll;
  const double right = ui_view_place(&model->view, &model->roll, rect, rect.x + rect.width);
  return ui_roll_bar_at(&model->roll, right);
}

UiRect draw_bar(const UiModel* model, int32_t bar, UiRect in) {
  const double length = ui_roll_bar_length(&model->roll);
  const double left = draw_x(model, bar * length);
  return (UiRect){left, in.y, draw_x(model, (bar + 1) * length) - left, in.height};
}

void draw_rows(cairo_t* cr, const UiModel* model, UiRect in) {
  paint_fill(cr, in, THEME.roll);
  for (int pitch = draw_lowest(model); pitch <= draw_highest(model); pitch++) {
    const UiRect row = draw_row(model, in, pitch);
    if (draw_is_black(pitch)) {
      cairo_rectangle(cr, row.x, row.y, row.width, row.height);
    }
  }
  paint_colour(cr, THEME.roll_dark);
  cairo_fill(cr);
  for (int pitch = draw_lowest(model); pitch <= draw_highest(model); pitch++) {
    const UiRect row = draw_row(model, in, pitch);
    if (pitch % 12 == 0) { // below each C
      cairo_rectangle(cr, row.x, row.y + row.height - 1 / model->scale, row.width,
                      1 / model->scale);
    }
  }
  paint_colour(cr, THEME.line);
  cairo_fill(cr);
}
