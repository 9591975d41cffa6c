// The piano roll, its keyboard and ruler, and the odds of the next pitch beside it.
#include "ui/draw_parts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
  LEAST_ROW = 7,        // height of a row with a name
  LEAST_BAR_NUMBER = 30 // width
};

static bool is_black(int pitch) {
  const int class = pitch % 12;
  return class == 1 || class == 3 || class == 6 || class == 8 || class == 10;
}

// A length to the nearest pixel: lines and notes keep their shape while they move.
static double snap(const UiModel* model, double length) {
  return round(length * model->scale) / model->scale;
}

static double x_of(const UiModel* model, double place) {
  return snap(model, ui_view_x(&model->view, &model->roll, model->layout.roll, place));
}

static UiRect row_of(const UiModel* model, UiRect in, double pitch) {
  const double top = snap(model, ui_view_y(&model->view, model->layout.roll, pitch));
  const double bottom = snap(model, ui_view_y(&model->view, model->layout.roll, pitch - 1));
  return (UiRect){in.x, top, in.width, bottom - top};
}

static void clip(cairo_t* cr, UiRect rect) {
  cairo_rectangle(cr, rect.x, rect.y, rect.width, rect.height);
  cairo_clip(cr);
}

static int lowest(const UiModel* model) {
  return (int)fmax(floor(model->view.low), 0);
}

static int highest(const UiModel* model) {
  return (int)fmin(ceil(model->view.high), UI_PITCHES - 1);
}

// ---- the ground ----

static void draw_rows(cairo_t* cr, const UiModel* model, UiRect in) {
  paint_fill(cr, in, THEME.roll);
  for (int pitch = lowest(model); pitch <= highest(model); pitch++) {
    const UiRect row = row_of(model, in, pitch);
    if (is_black(pitch)) {
      cairo_rectangle(cr, row.x, row.y, row.width, row.height);
    }
  }
  paint_colour(cr, THEME.roll_dark);
  cairo_fill(cr);
  for (int pitch = lowest(model); pitch <= highest(model); pitch++) {
    const UiRect row = row_of(model, in, pitch);
    if (pitch % 12 == 0) { // below each C
      cairo_rectangle(cr, row.x, row.y + row.height - 1 / model->scale, row.width,
                      1 / model->scale);
    }
  }
  paint_colour(cr, THEME.line);
  cairo_fill(cr);
}

static int32_t first_bar(const UiModel* model) {
  const UiRect rect = model->layout.roll;
  const double left = ui_view_place(&model->view, &model->roll, rect, rect.x);
  const int32_t bar = ui_roll_bar_at(&model->roll, left);
  return bar > 0 ? bar : 0;
}

static int32_t last_bar(const UiModel* model) {
  const UiRect rect = model->layout.roll;
  const double right = ui_view_place(&model->view, &model->roll, rect, rect.x + rect.width);
  return ui_roll_bar_at(&model->roll, right);
}

static void draw_grid(cairo_t* cr, const UiModel* model) {
  const UiRect in = model->layout.roll;
  const double pixel = 1 / model->scale;
  const int32_t length = ui_roll_bar_length(&model->roll);
  const int beats = model->roll.beats;
  const double beat_width = model->view.quarter * 4 / model->roll.beat_note;
  for (int32_t bar = first_bar(model); bar <= last_bar(model) && beat_width >= 8; bar++) {
    for (int beat = 1; beat < beats; beat++) {
      const double place = bar * (double)length + beat * (double)length / beats;
      cairo_rectangle(cr, x_of(model, place), in.y, pixel, in.height);
    }
  }
  paint_colour(cr, THEME.line);
  cairo_fill(cr);
  for (int32_t bar = first_bar(model); bar <= last_bar(model) + 1; bar++) {
    cairo_rectangle(cr, x_of(model, bar * (double)length), in.y, pixel, in.height);
  }
  paint_colour(cr, THEME.line_strong);
  cairo_fill(cr);
  const double begin = x_of(model, 0);
  if (begin > in.x) { // before the song
    cairo_rectangle(cr, in.x, in.y, begin - in.x, in.height);
    paint_colour_alpha(cr, THEME.ground, 0.7);
    cairo_fill(cr);
  }
}

static UiRect bar_rect(const UiModel* model, int32_t bar, UiRect in) {
  const double length = ui_roll_bar_length(&model->roll);
  const double left = x_of(model, bar * length);
  return (UiRect){left, in.y, x_of(model, (bar + 1) * length) - left, in.height};
}

static void draw_bands(cairo_t* cr, const UiModel* model) {
  const UiRect in = model->layout.roll;
  for (int32_t bar = first_bar(model); bar <= last_bar(model); bar++) {
    const UiRect rect = bar_rect(model, bar, in);
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
  for (int32_t bar = first_bar(model); bar <= last_bar(model); bar++) {
    const UiRect rect = bar_rect(model, bar, in);
    if (ui_roll_is_locked(&model->roll, bar)) {
      paint_fill(cr, (UiRect){rect.x, rect.y, rect.width, 2}, THEME.accent);
    }
  }
}

// ---- notes ----

static bool note_rect(const UiModel* model, const UiRollNote* note, UiRect* rect) {
  const UiRect in = model->layout.roll;
  const double left = x_of(model, note->start);
  const double right = x_of(model, note->end);
  const UiRect row = row_of(model, in, note->pitch);
  const double pixel = 1 / model->scale;
  const double gap = row.height >= 4 ? pixel : 0;
  *rect = (UiRect){left, row.y + gap / 2, fmax(right - left - pixel, 2 * pixel),
                   fmax(row.height - gap, pixel)};
  rect->y = snap(model, rect->y);
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

static void draw_playhead(cairo_t* cr, const UiModel* model) {
  const UiRect in = model->layout.roll;
  const double x = x_of(model, model->roll.shown);
  const double width = fmax(round(1.5 * model->scale), 1) / model->scale;
  if (x < in.x || x > in.x + in.width) {
    return;
  }
  const Colour colour = ui_roll_is_rolling(&model->roll) ? THEME.text : THEME.text_dim;
  paint_fill(cr, (UiRect){x, in.y, width, in.height}, colour);
}

static void draw_notes(cairo_t* cr, const UiModel* model) {
  cairo_save(cr);
  clip(cr, model->layout.roll);
  draw_rows(cr, model, model->layout.roll);
  draw_bands(cr, model);
  draw_grid(cr, model);
  draw_band_tops(cr, model);
  draw_kept(cr, model);
  draw_played(cr, model);
  draw_queued(cr, model);
  draw_playhead(cr, model);
  if (model->roll.count == 0 && model->roll.queued_count == 0 && model->roll.kept_count == 0) {
    const Type type = {12.5, ALIGN_CENTRE, false, THEME.text_faint};
    paint_label(cr, model->layout.roll, 20, type,
                "Start the host's transport, and it plays along.");
  }
  cairo_restore(cr);
}

// ---- the ruler ----

static void draw_bar_head(cairo_t* cr, const UiModel* model, int32_t bar) {
  const UiRect in = model->layout.ruler;
  const UiRect rect = bar_rect(model, bar, in);
  const bool locked = ui_roll_is_locked(&model->roll, bar);
  const bool lit = model->hover == UI_PART_ROLL && bar == model->hover_bar;
  int every = 1;
  while (every * rect.width < LEAST_BAR_NUMBER && every < 1024) {
    every *= 2;
  }
  char number[16];
  snprintf(number, sizeof number, "%d", bar + 1);
  double x = rect.x + 5;
  if (bar % every == 0) {
    const Type type = {10, ALIGN_LEFT, false,
                       locked ? THEME.accent
                       : lit  ? THEME.text
                              : THEME.text_faint};
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

static void draw_ruler(cairo_t* cr, const UiModel* model) {
  const UiRect in = model->layout.ruler;
  const UiRect all = {model->layout.keys.x, in.y,
                      model->layout.odds.x + model->layout.odds.width - model->layout.keys.x,
                      in.height};
  paint_fill(cr, all, THEME.card);
  cairo_save(cr);
  clip(cr, in);
  const double pixel = 1 / model->scale;
  for (int32_t bar = first_bar(model); bar <= last_bar(model); bar++) {
    const UiRect rect = bar_rect(model, bar, in);
    paint_fill(cr, (UiRect){rect.x, in.y + 4, pixel, in.height - 4}, THEME.track);
    draw_bar_head(cr, model, bar);
  }
  const double x = x_of(model, model->roll.shown);
  cairo_move_to(cr, x - 4, in.y + in.height - 6);
  cairo_line_to(cr, x + 5, in.y + in.height - 6);
  cairo_line_to(cr, x + 0.5, in.y + in.height);
  cairo_close_path(cr);
  paint_colour(cr, ui_roll_is_rolling(&model->roll) ? THEME.text : THEME.text_dim);
  cairo_fill(cr);
  cairo_restore(cr);
}

// ---- the keyboard ----

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

static void draw_keys(cairo_t* cr, const UiModel* model) {
  const UiRect in = model->layout.keys;
  const double pixel = 1 / model->scale;
  int8_t sounding[UI_PITCHES];
  find_sounding(&model->roll, sounding);
  cairo_save(cr);
  clip(cr, in);
  paint_fill(cr, in, THEME.ivory);
  for (int pitch = lowest(model); pitch <= highest(model); pitch++) {
    const UiRect row = row_of(model, in, pitch);
    const bool black = is_black(pitch);
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
    if (pitch % 12 == 0 && row.height >= LEAST_ROW - 3) {
      char name[16];
      snprintf(name, sizeof name, "C%d", pitch / 12 - 1);
      const Type type = {fmin(row.height + 1, 9), ALIGN_RIGHT, false, THEME.ground};
      paint_text(cr, in.x + in.width - 3, row.y + row.height - 1, in.width, type, name);
    }
  }
  cairo_restore(cr);
}

// ---- the odds ----

static void draw_odds(cairo_t* cr, const UiModel* model) {
  const UiLayout* layout = &model->layout;
  const UiRoll* roll = &model->roll;
  const UiRect in = {layout->odds.x, layout->roll.y, layout->odds.width, layout->roll.height};
  const Type title = {9, ALIGN_LEFT, true, THEME.text_faint};
  paint_text(cr, in.x + 8, layout->ruler.y + 12.5, in.width - 10, title, "NEXT NOTE");
  cairo_save(cr);
  clip(cr, in);
  draw_rows(cr, model, in);
  int most = 1;
  for (int pitch = 0; pitch < UI_PITCHES; pitch++) {
    most = roll->odds[pitch] > most ? roll->odds[pitch] : most;
  }
  const Colour part = paint_part(roll->odds_part);
  for (int pitch = lowest(model); roll->knows_odds && pitch <= highest(model); pitch++) {
    const UiRect row = row_of(model, in, pitch);
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

// ---- the toolbar ----

static void draw_place(cairo_t* cr, const UiModel* model) {
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

void draw_roll_area(cairo_t* cr, const UiModel* model) {
  // The buttons at the end of the toolbar are drawn with the controls.
  paint_fill(cr, model->layout.place, THEME.ground);
  draw_place(cr, model);
  draw_ruler(cr, model);
  draw_notes(cr, model);
  draw_keys(cr, model);
  draw_odds(cr, model);
}
