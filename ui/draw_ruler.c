// The ruler of bars above the roll, and above that the place in the song.
#include "ui/draw_parts.h"

#include <math.h>
#include <stdio.h>

#include "ui/draw_places.h"

enum { LEAST_BAR_NUMBER = 30 }; // width

static void draw_bar_head(cairo_t* cr, const UiModel* model, int32_t bar) {
  const UiRect in = model->layout.ruler;
  const UiRect rect = draw_bar(model, bar, in);
  const bool locked = ui_roll_is_locked(&model->roll, bar);
  const bool lit = model->hover == UI_PART_ROLL && bar == model->hover_bar;
  int every = 1;
  while (every * rect.width < LEAST_BAR_NUMBER && every < 1024) {
    every *= 2;
  }
  char number[16];
  snprintf(number, sizeof number, "%d", bar + 1);
  double x = rect.x + 5;
  const Type type = {10, ALIGN_LEFT, false,
                     locked ? THEME.accent
                     : lit  ? THEME.text
                            : THEME.text_faint};
  // Half a number would be another one.
  if (bar % every == 0 && x + paint_width(cr, type, number) <= in.x + in.width) {
    x += paint_text(cr, x, in.y + 13, 60, type, number) + 8;
  }
  if (locked && rect.width > 24) {
    paint_padlock(cr, x, in.y + 9.5, 10, THEME.accent);
  } else if (lit && !locked && rect.width > 40) {
    const UiRect button = ui_view_reroll(&model->view, &model->roll, &model->layout, bar);
    if (model->over_reroll) {
      paint_pill(cr, paint_inset(button, 1), 4, THEME.field_lit);
    }
    paint_turning_arrow(cr, button.x + 9, button.y + 9, 13,
                        model->over_reroll ? THEME.text : THEME.text_dim, false);
  }
}

void draw_ruler(cairo_t* cr, const UiModel* model) {
  const UiRect in = model->layout.ruler;
  const UiRect all = {model->layout.keys.x, in.y,
                      model->layout.odds.x + model->layout.odds.width - model->layout.keys.x,
                      in.height};
  paint_fill(cr, all, THEME.card);
  cairo_save(cr);
  draw_clip(cr, in);
  const double pixel = 1 / model->scale;
  for (int32_t bar = draw_first_bar(model); bar <= draw_last_bar(model); bar++) {
    const UiRect rect = draw_bar(model, bar, in);
    paint_fill(cr, (UiRect){rect.x, in.y + 4, pixel, in.height - 4}, THEME.track);
    draw_bar_head(cr, model, bar);
  }
  const double x = draw_x(model, model->roll.shown);
  cairo_move_to(cr, x - 4, in.y + in.height - 6);
  cairo_line_to(cr, x + 5, in.y + in.height - 6);
  cairo_line_to(cr, x + 0.5, in.y + in.height);
  cairo_close_path(cr);
  paint_colour(cr, ui_roll_is_rolling(&model->roll) ? THEME.text : THEME.text_dim);
  cairo_fill(cr);
  cairo_restore(cr);
}

void draw_song_place(cairo_t* cr, const UiModel* model) {
  const UiRoll* roll = &model->roll;
  const UiRect bar = model->layout.place;
  const double y = bar.y + 18;
  const int32_t length = ui_roll_bar_length(roll);
  const int32_t in_song = ui_roll_bar_at(roll, roll->shown);
  const int beat = (int)((roll->shown - in_song * (double)length) * roll->beats / length) + 1;
  char text[64];
  snprintf(text, sizeof text, "%d.%d", in_song + 1, beat);
  const Type place = {15, ALIGN_LEFT, true, THEME.text};
  paint_text(cr, bar.x + 2, y, 80, place, text);
  const int tempo = (roll->tempo > 0 ? roll->tempo : roll->last_tempo) / 100;
  char more[96];
  int used = snprintf(more, sizeof more, "%d/%d", roll->beats, roll->beat_note);
  if (tempo > 0) {
    used +=
        snprintf(more + used, sizeof more - (size_t)used, "   %d.%d BPM", tempo / 10, tempo % 10);
  }
  const int of_phrase = (int)lrintf(model->values[TN_PORT_BAR]);
  if (of_phrase > 0 && bar.width > 360) {
    snprintf(more + used, sizeof more - (size_t)used, "   phrase bar %d of %d   take %d", of_phrase,
             (int)lrintf(model->values[TN_PORT_LENGTH]), (int)lrintf(model->values[TN_PORT_TAKE]));
  }
  const Type type = {11, ALIGN_LEFT, false, THEME.text_dim};
  paint_text(cr, bar.x + 58, y - 0.5, bar.width - 58, type, more);
}
