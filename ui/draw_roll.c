// The piano roll: the grid of bars and beats, what is locked, the notes, and the playhead.
#include "ui/draw_parts.h"

#include <math.h>

#include "ui/draw_places.h"

static void draw_grid(cairo_t* cr, const UiModel* model) {
  const UiRect in = model->layout.roll;
  const double pixel = 1 / model->scale;
  const int32_t length = ui_roll_bar_length(&model->roll);
  const int beats = model->roll.beats;
  const double beat_width = model->view.quarter * 4 / model->roll.beat_note;
  for (int32_t bar = draw_first_bar(model); bar <= draw_last_bar(model) && beat_width >= 8; bar++) {
    for (int beat = 1; beat < beats; beat++) {
      const double place = bar * (double)length + beat * (double)length / beats;
      cairo_rectangle(cr, draw_x(model, place), in.y, pixel, in.height);
    }
  }
  paint_colour(cr, THEME.line);
  cairo_fill(cr);
  for (int32_t bar = draw_first_bar(model); bar <= draw_last_bar(model) + 1; bar++) {
    cairo_rectangle(cr, draw_x(model, bar * (double)length), in.y, pixel, in.height);
  }
  paint_colour(cr, THEME.line_strong);
  cairo_fill(cr);
  const double begin = draw_x(model, 0);
  if (begin > in.x) { // before the song
    cairo_rectangle(cr, in.x, in.y, begin - in.x, in.height);
    paint_colour_alpha(cr, THEME.ground, 0.7);
    cairo_fill(cr);
  }
}

static void draw_bands(cairo_t* cr, const UiModel* model) {
  const UiRect in = model->layout.roll;
  for (int32_t bar = draw_first_bar(model); bar <= draw_last_bar(model); bar++) {
    const UiRect rect = draw_bar(model, bar, in);
    const bool locked = ui_roll_is_locked(&model->roll, bar);
    const bool lit = model->hover == UI_PART_ROLL && bar == model->hover_bar;
    if (locked || lit) {
      cairo_rectangle(cr, rect.x, rect.y, rect.width, rect.height);
      paint_colour_alpha(cr, locked ? THEME.accent : THEME.text,
                         (locked ? 0.085 : 0.0) + (lit ? 0.035 : 0.0));
      cairo_fill(cr);
    }
  }
}

static void draw_band_tops(cairo_t* cr, const UiModel* model) {
  const UiRect in = model->layout.roll;
  for (int32_t bar = draw_first_bar(model); bar <= draw_last_bar(model); bar++) {
    const UiRect rect = draw_bar(model, bar, in);
    if (ui_roll_is_locked(&model->roll, bar)) {
      paint_fill(cr, (UiRect){rect.x, rect.y, rect.width, 2}, THEME.accent);
    }
  }
}

static void draw_playhead(cairo_t* cr, const UiModel* model) {
  const UiRect in = model->layout.roll;
  const double x = draw_x(model, model->roll.shown);
  const double width = fmax(round(1.5 * model->scale), 1) / model->scale;
  if (x < in.x || x > in.x + in.width) {
    return;
  }
  const Colour colour = ui_roll_is_rolling(&model->roll) ? THEME.text : THEME.text_dim;
  paint_fill(cr, (UiRect){x, in.y, width, in.height}, colour);
}

static void draw_roll(cairo_t* cr, const UiModel* model) {
  cairo_save(cr);
  draw_clip(cr, model->layout.roll);
  draw_rows(cr, model, model->layout.roll);
  draw_bands(cr, model);
  draw_grid(cr, model);
  draw_band_tops(cr, model);
  draw_notes(cr, model);
  draw_playhead(cr, model);
  if (model->roll.count == 0 && model->roll.queued_count == 0 && model->roll.kept_count == 0) {
    const Type type = {12.5, ALIGN_CENTRE, false, THEME.text_faint};
    paint_label(cr, model->layout.roll, 20, type,
                "Start the host's transport, and it plays along.");
  }
  cairo_restore(cr);
}

void draw_roll_area(cairo_t* cr, const UiModel* model) {
  // The buttons at the end of the toolbar are drawn with the controls.
  paint_fill(cr, model->layout.place, THEME.ground);
  draw_song_place(cr, model);
  draw_ruler(cr, model);
  draw_roll(cr, model);
  draw_keys(cr, model);
  draw_odds(cr, model);
}
