// The keyboard at the left of the roll, with the keys down that sound.
#include "ui/draw_parts.h"

#include <math.h>
#include <stdio.h>

#include "ui/draw_places.h"

enum { LEAST_NAMED_ROW = 4 }; // height

// The part of the note that sounds on each pitch; -1: none does.
static void find_sounding(const UiRoll* roll, int8_t parts[UI_PITCHES]) {
  for (int pitch = 0; pitch < UI_PITCHES; pitch++) {
    parts[pitch] = -1;
  }
  const uint64_t oldest = ui_roll_oldest(roll);
  for (uint64_t i = roll->count > oldest + 64 ? roll->count - 64 : oldest; i < roll->count; i++) {
    const UiRollNote* note = ui_roll_note(roll, i);
    if (note->sounds && note->velocity > 0) {
      parts[note->pitch] = (int8_t)note->part;
    }
  }
}

void draw_keys(cairo_t* cr, const UiModel* model) {
  const UiRect in = model->layout.keys;
  const double pixel = 1 / model->scale;
  int8_t sounding[UI_PITCHES];
  find_sounding(&model->roll, sounding);
  cairo_save(cr);
  draw_clip(cr, in);
  paint_fill(cr, in, THEME.ivory);
  for (int pitch = draw_lowest(model); pitch <= draw_highest(model); pitch++) {
    const UiRect row = draw_row(model, in, pitch);
    const bool black = draw_is_black(pitch);
    const bool sounds = sounding[pitch] >= 0;
    if (sounds && !black) {
      paint_fill(cr, row, paint_part(sounding[pitch]));
    }
    if (black) {
      const UiRect key = {row.x, row.y, row.width * 0.62, row.height};
      paint_fill(cr, key, sounds ? paint_part(sounding[pitch]) : THEME.ground);
      // The line between the white keys around it.
      paint_fill(cr, (UiRect){row.x, row.y + row.height / 2, row.width, pixel}, THEME.text_faint);
      paint_fill(cr, key, sounds ? paint_part(sounding[pitch]) : THEME.ground);
    } else if (pitch % 12 == 0 || pitch % 12 == 5) {
      paint_fill(cr, (UiRect){row.x, row.y + row.height - pixel, row.width, pixel},
                 THEME.text_faint);
    }
    if (pitch % 12 == 0 && row.height >= LEAST_NAMED_ROW) {
      char name[16];
      snprintf(name, sizeof name, "C%d", pitch / 12 - 1);
      const Type type = {fmin(row.height + 1, 9), ALIGN_RIGHT, false, THEME.ground};
      paint_text(cr, in.x + in.width - 3, row.y + row.height - 1, in.width, type, name);
    }
  }
  cairo_restore(cr);
}
