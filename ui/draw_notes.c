// The notes on the roll: those that were played, those that wait, and those of locked bars.
#include "ui/draw_parts.h"

#include <math.h>
#include <stdlib.h>

#include "ui/draw_places.h"

enum { LEAST_NOTE = 2 }; // height, where the rows are lower

static bool note_rect(const UiModel* model, const UiRollNote* note, UiRect* rect) {
  const UiRect in = model->layout.roll;
  // One that sounds ends at the playhead, which may be shown a little before what was told.
  const bool sounds = note->sounds && note->pass == model->roll.pass;
  const double left = draw_x(model, note->start);
  const double right = draw_x(model, sounds ? fmin(note->end, model->roll.shown) : note->end);
  const UiRect row = draw_row(model, in, note->pitch);
  const double pixel = 1 / model->scale;
  const double gap = row.height >= 4 ? pixel : 0;
  const double height = fmax(row.height - gap, LEAST_NOTE);
  *rect = (UiRect){left, draw_snap(model, row.y + (row.height - height) / 2),
                   fmax(right - left - pixel, 2 * pixel), height};
  return right >= in.x && left <= in.x + in.width && row.y + row.height > in.y &&
         row.y < in.y + in.height;
}

static void note_path(cairo_t* cr, const UiModel* model, UiRect rect) {
  const double radius = fmin(fmin(rect.height, rect.width) / 2, 2.5);
  if (radius * model->scale >= 1.5) {
    paint_round(cr, rect, radius);
  } else {
    cairo_rectangle(cr, rect.x, rect.y, rect.width, rect.height);
  }
}

static void draw_played(cairo_t* cr, const UiModel* model) {
  const UiRoll* roll = &model->roll;
  for (uint64_t i = ui_roll_oldest(roll); i < roll->count; i++) {
    const UiRollNote* note = ui_roll_note(roll, i);
    UiRect rect;
    if (note->velocity == 0 || !note_rect(model, note, &rect)) {
      continue;
    }
    const Colour part = paint_part(note->part);
    const bool sounds = note->sounds && note->pass == roll->pass;
    const bool is_old = note->pass != roll->pass && note->start > roll->shown;
    const double strength = 0.55 + 0.45 * note->velocity / 127.0;
    note_path(cr, model, rect);
    paint_colour_alpha(cr, sounds ? paint_mix(part, THEME.player, 0.35) : part,
                       is_old   ? 0.3
                       : sounds ? 1
                                : strength);
    cairo_fill(cr);
  }
}

// Whether a note ahead is there already, as one that was struck: what is queued is told less often.
static bool is_struck(const UiRoll* roll, const UiRollNote* queued) {
  const uint64_t oldest = ui_roll_oldest(roll);
  const uint64_t from = roll->count > oldest + 32 ? roll->count - 32 : oldest;
  for (uint64_t i = from; i < roll->count; i++) {
    const UiRollNote* note = ui_roll_note(roll, i);
    if (note->pass == roll->pass && note->pitch == queued->pitch && note->part == queued->part &&
        abs(note->start - queued->start) < 8) {
      return true;
    }
  }
  return false;
}

static bool is_queued(const UiRoll* roll, const UiRollNote* kept) {
  for (int i = 0; i < roll->queued_count; i++) {
    const UiRollNote* note = &roll->queued[i];
    if (note->pitch == kept->pitch && abs(note->start - kept->start) < 8) {
      return true;
    }
  }
  return false;
}

static void draw_queued(cairo_t* cr, const UiModel* model) {
  const UiRoll* roll = &model->roll;
  for (int i = 0; i < roll->queued_count; i++) {
    const UiRollNote* note = &roll->queued[i];
    UiRect rect;
    if (!note_rect(model, note, &rect) || is_struck(roll, note)) {
      continue;
    }
    note_path(cr, model, rect);
    paint_colour_alpha(cr, paint_part(note->part), 0.32);
    cairo_fill(cr);
  }
}

// Of locked bars that are still to come, or that nobody has heard here.
static void draw_kept(cairo_t* cr, const UiModel* model) {
  const UiRoll* roll = &model->roll;
  int32_t bar = -1;
  bool played = false;
  for (int i = 0; i < roll->kept_count; i++) {
    const UiRollNote* note = &roll->kept[i];
    const int32_t own = ui_roll_bar_at(roll, note->start);
    UiRect rect;
    if (!note_rect(model, note, &rect)) {
      continue;
    }
    played = own == bar ? played : ui_roll_was_played(roll, own);
    bar = own;
    if (!played && !is_queued(roll, note)) {
      note_path(cr, model, rect);
      paint_colour_alpha(cr, paint_part(note->part), 0.32);
      cairo_fill(cr);
    }
  }
}

void draw_notes(cairo_t* cr, const UiModel* model) {
  draw_kept(cr, model);
  draw_played(cr, model);
  draw_queued(cr, model);
}
