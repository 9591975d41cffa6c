#include "ui/draw.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ui/draw_parts.h"

// Three bars of rising and falling notes: a phrase feeling its way up.
static void draw_mark(cairo_t* cr, double x, double y) {
  static const UiRect notes[] = {{0, 15, 9, 4}, {7, 9, 9, 4}, {14, 3, 11, 4}, {21, 11, 7, 4}};
  for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
    const UiRect note = {x + notes[i].x, y + notes[i].y, notes[i].width, notes[i].height};
    paint_pill(cr, note, 2, i == 3 ? THEME.accent_dim : THEME.accent);
  }
}

// ---- the header ----

static void draw_spinner(cairo_t* cr, double x, double y, double turn) {
  cairo_new_sub_path(cr);
  cairo_arc(cr, x, y, 5.5, turn * PAINT_TURN, (turn + 0.7) * PAINT_TURN);
  cairo_set_line_width(cr, 2);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  paint_colour(cr, THEME.accent);
  cairo_stroke(cr);
}

static void draw_style(cairo_t* cr, const UiModel* model) {
  const UiLayout* layout = &model->layout;
  const UiRect previous = ui_layout_rect(layout, UI_PART_STYLE_PREVIOUS);
  const UiRect name = ui_layout_rect(layout, UI_PART_STYLE);
  const UiRect next = ui_layout_rect(layout, UI_PART_STYLE_NEXT);
  const UiRect field = {previous.x, previous.y, next.x + next.width - previous.x, previous.height};
  const bool lit = draw_is_lit(model, UI_PART_STYLE);
  paint_box(cr, field, 7, lit ? THEME.field_lit : THEME.field, THEME.edge);
  const double y = field.y + field.height / 2;
  paint_chevron(cr, previous.x + previous.width / 2, y, -2.5, 5,
                draw_is_lit(model, UI_PART_STYLE_PREVIOUS) ? THEME.text : THEME.text_dim);
  paint_chevron(cr, next.x + next.width / 2, y, 2.5, 5,
                draw_is_lit(model, UI_PART_STYLE_NEXT) ? THEME.text : THEME.text_dim);
  const bool known = model->style[0] != '\0';
  UiRect text = name;
  text.width -= 18;
  const Type type = {13, ALIGN_LEFT, known,
                     known && !model->style_loading ? THEME.text : THEME.text_dim};
  paint_label(cr, text, 6, type, known ? model->style : "No style");
  if (model->style_loading) {
    draw_spinner(cr, name.x + name.width - 12, y, fmod(model->roll.shown_at, 1.0));
  } else {
    paint_chevron(cr, name.x + name.width - 12, y, 4, model->mode == UI_BROWSE ? -2.2 : 2.2,
                  lit ? THEME.text : THEME.text_dim);
  }
  for (UiPart part = UI_PART_STYLE_PREVIOUS; part <= UI_PART_STYLE_NEXT; part++) {
    if (model->focus_shown && model->focus == part) {
      paint_focus(cr, ui_layout_rect(layout, part), 6);
    }
  }
}

static void draw_arrow_button(cairo_t* cr, const UiModel* model, UiPart part) {
  const UiRect rect = ui_layout_rect(&model->layout, part);
  draw_button(cr, model, part, "", false);
  paint_turning_arrow(cr, rect.x + rect.width / 2, rect.y + rect.height / 2 + 0.5, 16,
                      draw_is_lit(model, part) ? THEME.text : THEME.text_dim, part == UI_PART_REDO);
}

static void draw_enabled(cairo_t* cr, const UiModel* model) {
  const UiPart part = ui_part_of_port(TN_PORT_ENABLED);
  const UiRect rect = ui_layout_rect(&model->layout, part);
  const bool on = model->values[TN_PORT_ENABLED] > 0.5F;
  const bool lit = draw_is_lit(model, part);
  const UiRect track = {rect.x + rect.width - 34, rect.y + 5, 34, 18};
  paint_pill(cr, track, 9, on ? THEME.accent : lit ? THEME.field_lit : THEME.track);
  cairo_arc(cr, track.x + (on ? 25 : 9), track.y + 9, 6.5, 0, PAINT_TURN);
  paint_colour(cr, on ? THEME.ground : THEME.text_dim);
  cairo_fill(cr);
  if (rect.width > 60) {
    const Type type = {11, ALIGN_RIGHT, false, on || lit ? THEME.text : THEME.text_dim};
    paint_text(cr, track.x - 8, rect.y + 18, rect.width - 40, type, on ? "Enabled" : "Off");
  }
  if (model->focus_shown && model->focus == part) {
    paint_focus(cr, rect, 8);
  }
}

void draw_header(cairo_t* cr, const UiModel* model) {
  const bool wide = ui_layout_rect(&model->layout, UI_PART_SAVE).width > 60;
  const UiPart panic = ui_part_of_port(TN_PORT_PANIC);
  draw_mark(cr, 14, 11);
  if (wide) {
    const Type title = {17, ALIGN_LEFT, true, THEME.text};
    paint_text(cr, 52, 28.5, 80, title, "Tiento");
  }
  draw_style(cr, model);
  draw_arrow_button(cr, model, UI_PART_UNDO);
  draw_arrow_button(cr, model, UI_PART_REDO);
  draw_button(cr, model, UI_PART_SAVE, wide ? "Save MIDI" : "Save", model->mode == UI_SAVE);
  draw_button(cr, model, panic, wide ? "Panic" : "!", model->values[TN_PORT_PANIC] > 0.5F);
  draw_enabled(cr, model);
}

// ---- the foot ----

void draw_foot(cairo_t* cr, const UiModel* model) {
  const UiRect foot = model->layout.foot;
  const double y = foot.y + 15.5;
  const double meters = 150;
  char text[64];
  const long late = lrintf(model->values[TN_PORT_LATE]);
  const long tenths = lrintf(model->values[TN_PORT_NOTES_PER_SECOND] * 10);
  int used = snprintf(text, sizeof text, "%ld.%ld notes/s", tenths / 10, tenths % 10);
  if (late > 0) {
    snprintf(text + used, sizeof text - (size_t)used, "   %ld late", late);
  }
  paint_fill(cr, (UiRect){foot.x, foot.y, foot.width, foot.height}, THEME.ground);
  const Type meter = {10.5, ALIGN_RIGHT, false, THEME.text_faint};
  paint_text(cr, foot.x + foot.width, y, meters, meter, text);
  if (model->message[0]) {
    double x = foot.x;
    if (model->complains) {
      cairo_arc(cr, x + 5, y - 4, 3.5, 0, PAINT_TURN);
      paint_colour(cr, THEME.warning);
      cairo_fill(cr);
      x += 15;
    }
    const Type type = {11, ALIGN_LEFT, false, model->complains ? THEME.warning : THEME.text_dim};
    paint_text(cr, x, y, foot.width - meters - 20, type, model->message);
  }
}

// ---- all ----

UiRect draw_roll_rect(const UiModel* model) {
  const UiLayout* layout = &model->layout;
  const UiRect bar = layout->toolbar;
  const double top = bar.y;
  return (UiRect){bar.x, top, bar.width, layout->odds.y + layout->odds.height - top};
}

static void draw_roll_only(cairo_t* cr, const UiModel* model) {
  const UiRect rect = draw_roll_rect(model);
  const UiRect bar = model->layout.toolbar;
  cairo_save(cr);
  // All but the buttons of the toolbar.
  const UiRect place = model->layout.place;
  cairo_rectangle(cr, place.x, place.y, place.width, place.height);
  cairo_rectangle(cr, rect.x, rect.y + bar.height, rect.width, rect.height - bar.height);
  cairo_clip(cr);
  draw_roll_area(cr, model);
  cairo_restore(cr);
  draw_foot(cr, model);
}

static void draw_all(cairo_t* cr, const UiModel* model) {
  paint_fill(cr, (UiRect){0, 0, model->layout.width, model->layout.height}, THEME.ground);
  draw_header(cr, model);
  draw_foot(cr, model);
  if (model->mode == UI_BROWSE) {
    draw_browser(cr, model);
  } else {
    draw_roll_area(cr, model);
    draw_toolbar_buttons(cr, model);
    draw_panel(cr, model);
  }
  if (model->mode == UI_SAVE) {
    draw_sheet(cr, model);
  }
  draw_menu(cr, model);
  draw_tip(cr, model);
}

bool draw_may_be_partial(const UiModel* model) {
  return model->mode == UI_MAIN && !model->menu.port && !model->tip;
}

void draw_model(cairo_t* cr, const UiModel* model, bool only_roll) {
  cairo_save(cr);
  paint_begin(cr);
  cairo_scale(cr, model->scale, model->scale);
  if (only_roll && draw_may_be_partial(model)) {
    draw_roll_only(cr, model);
  } else {
    draw_all(cr, model);
  }
  cairo_restore(cr);
}
