// How likely each pitch was when the last note was drawn, beside the roll.
#include "ui/draw_parts.h"

#include <math.h>
#include <stdio.h>

#include "ui/draw_places.h"

enum {
  LEAST_SHARE = 655, // of 65535, that is told in words
  SHARE_HEIGHT = 12  // of its line
};

// The share of the likeliest pitch: on its bar, or where that is too low, on a ground of its own.
static void draw_share(cairo_t* cr, const UiModel* model, UiRect in, int pitch) {
  const UiRoll* roll = &model->roll;
  const UiRect row = draw_row(model, in, pitch);
  const bool on_bar = row.height >= SHARE_HEIGHT;
  const bool bright = on_bar && pitch == roll->odds_pitch;
  const Type type = {9, ALIGN_RIGHT, true, bright ? THEME.ground : THEME.text};
  const double half = SHARE_HEIGHT / 2.0;
  const double y = fmin(fmax(row.y + row.height / 2, in.y + half), in.y + in.height - half);
  char share[16];
  snprintf(share, sizeof share, "%d%%", (roll->odds[pitch] * 100 + 32767) / 65535);
  if (!on_bar) {
    const double width = paint_width(cr, type, share);
    paint_pill(cr, (UiRect){in.x + in.width - 11 - width, y - half, width + 6, SHARE_HEIGHT}, 3,
               THEME.roll);
  }
  paint_text(cr, in.x + in.width - 8, y + type.size * 0.36, in.width - 8, type, share);
}

void draw_odds(cairo_t* cr, const UiModel* model) {
  const UiLayout* layout = &model->layout;
  const UiRoll* roll = &model->roll;
  const UiRect in = {layout->odds.x, layout->roll.y, layout->odds.width, layout->roll.height};
  const Type title = {9, ALIGN_LEFT, true, THEME.text_faint};
  paint_text(cr, in.x + 8, layout->ruler.y + 12.5, in.width - 10, title, "NEXT NOTE");
  cairo_save(cr);
  draw_clip(cr, in);
  draw_rows(cr, model, in);
  int likeliest = 0;
  for (int pitch = 1; pitch < UI_PITCHES; pitch++) {
    likeliest = roll->odds[pitch] > roll->odds[likeliest] ? pitch : likeliest;
  }
  const int most = roll->odds[likeliest];
  const Colour part = paint_part(roll->odds_part);
  for (int pitch = draw_lowest(model); roll->knows_odds && pitch <= draw_highest(model); pitch++) {
    const UiRect row = draw_row(model, in, pitch);
    if (roll->odds[pitch] > 0) {
      const double width = (in.width - 8) * roll->odds[pitch] / most;
      cairo_rectangle(cr, in.x + 2, row.y + row.height * 0.1, fmax(width, 1.5), row.height * 0.8);
      paint_colour_alpha(cr, part, pitch == roll->odds_pitch ? 1 : 0.5);
      cairo_fill(cr);
    }
  }
  if (roll->knows_odds && most > LEAST_SHARE && likeliest >= draw_lowest(model) &&
      likeliest <= draw_highest(model)) {
    draw_share(cr, model, in, likeliest);
  }
  cairo_restore(cr);
  paint_fill(cr, (UiRect){in.x, layout->ruler.y, 1 / model->scale, layout->odds.height},
             THEME.ground);
}
