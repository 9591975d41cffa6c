// How likely each pitch was when the last note was drawn, beside the roll.
#include "ui/draw_parts.h"

#include <math.h>
#include <stdio.h>

#include "ui/draw_places.h"

void draw_odds(cairo_t* cr, const UiModel* model) {
  const UiLayout* layout = &model->layout;
  const UiRoll* roll = &model->roll;
  const UiRect in = {layout->odds.x, layout->roll.y, layout->odds.width, layout->roll.height};
  const Type title = {9, ALIGN_LEFT, true, THEME.text_faint};
  paint_text(cr, in.x + 8, layout->ruler.y + 12.5, in.width - 10, title, "NEXT NOTE");
  cairo_save(cr);
  draw_clip(cr, in);
  draw_rows(cr, model, in);
  int most = 1;
  for (int pitch = 0; pitch < UI_PITCHES; pitch++) {
    most = roll->odds[pitch] > most ? roll->odds[pitch] : most;
  }
  const Colour part = paint_part(roll->odds_part);
  for (int pitch = draw_lowest(model); roll->knows_odds && pitch <= draw_highest(model); pitch++) {
    const UiRect row = draw_row(model, in, pitch);
    const double width = (in.width - 8) * roll->odds[pitch] / most;
    if (roll->odds[pitch] > 0) {
      cairo_rectangle(cr, in.x + 2, row.y + row.height * 0.1, fmax(width, 1.5), row.height * 0.8);
      paint_colour_alpha(cr, part, pitch == roll->odds_pitch ? 1 : 0.5);
      cairo_fill(cr);
    }
    if (roll->odds[pitch] == most && most > 655) {
      char share[16];
      snprintf(share, sizeof share, "%d%%", (most * 100 + 32767) / 65535);
      const Type type = {fmin(fmax(row.height, 8), 9.5), ALIGN_RIGHT, true, THEME.text};
      paint_text(cr, in.x + in.width - 8, row.y + row.height / 2 + type.size * 0.36, in.width - 8,
                 type, share);
    }
  }
  cairo_restore(cr);
  paint_fill(cr, (UiRect){in.x, layout->ruler.y, 1 / model->scale, layout->odds.height},
             THEME.ground);
}
