// Knobs, boxes, menus, switches and buttons, and the cards and tabs that they stand on.
#include "ui/draw_parts.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

// A knob turns through three quarters of a circle, open at the bottom.
#define KNOB_START (0.375 * PAINT_TURN)
#define KNOB_SWEEP (0.75 * PAINT_TURN)

enum {
  RING_RADIUS = 23,
  DIAL_RADIUS = 17,
  KNOB_MIDDLE = 29, // below the top of a knob's cell
  VALUE_BASELINE = 66,
  NAME_BASELINE = 81,
  BOX_TOP = 15, // of a field below the top of its cell
  BOX_HEIGHT = 23
};

bool draw_is_lit(const UiModel* model, UiPart part) {
  return model->held == part || (model->held == UI_PART_NONE && model->hover == part);
}

static bool is_focused(const UiModel* model, UiPart part) {
  return model->focus_shown && model->focus == part && model->typing != part;
}

void draw_button(cairo_t* cr, const UiModel* model, UiPart part, const char* word, bool on) {
  const UiRect rect = ui_layout_rect(&model->layout, part);
  const bool lit = draw_is_lit(model, part);
  if (rect.width <= 0) {
    return;
  }
  paint_box(cr, rect, 6,
            on    ? THEME.accent
            : lit ? THEME.field_lit
                  : THEME.field,
            on ? THEME.accent : THEME.edge);
  const Type type = {11, ALIGN_CENTRE, on, on ? THEME.ground : lit ? THEME.text : THEME.text_dim};
  paint_label(cr, rect, 3, type, word);
  if (is_focused(model, part)) {
    paint_focus(cr, rect, 6);
  }
}

void draw_entry(cairo_t* cr, const UiModel* model, UiPart part, UiRect rect, Type type,
                const char* text) {
  if (model->typing != part) {
    paint_label(cr, rect, 8, type, text);
    return;
  }
  const UiEntry* entry = &model->entry;
  char before[UI_ENTRY_SIZE];
  snprintf(before, sizeof before, "%.*s", (int)entry->caret, entry->text);
  const Type left = {type.size, ALIGN_LEFT, type.bold, THEME.text};
  const double all = paint_width(cr, left, entry->text);
  const double caret = paint_width(cr, left, before);
  const double room = rect.width - 16;
  const double centred = type.align == ALIGN_CENTRE ? fmax((room - all) / 2, 0) : 0;
  const double x = rect.x + 8 + centred - fmax(caret - room, 0); // the caret is seen
  const double y = rect.y + rect.height / 2;
  cairo_save(cr);
  cairo_rectangle(cr, rect.x + 4, rect.y, rect.width - 8, rect.height);
  cairo_clip(cr);
  if (entry->selected && entry->text[0]) {
    cairo_rectangle(cr, x - 1, y - type.size * 0.75, all + 2, type.size * 1.5);
    paint_colour_alpha(cr, THEME.accent, 0.35);
    cairo_fill(cr);
  }
  paint_text(cr, x, y + type.size * 0.36, 1e6, left, entry->text);
  paint_fill(cr, (UiRect){x + caret, y - type.size * 0.7, 1.25, type.size * 1.4}, THEME.accent);
  cairo_restore(cr);
}

// ---- a knob ----

static void draw_ring(cairo_t* cr, double x, double y, double from, double to, Colour colour) {
  cairo_new_sub_path(cr);
  cairo_arc(cr, x, y, RING_RADIUS, fmin(from, to), fmax(from, to));
  cairo_set_line_width(cr, 3.5);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  paint_colour(cr, colour);
  cairo_stroke(cr);
}

static void draw_dial(cairo_t* cr, double x, double y, double angle, bool lit, Colour pointer) {
  cairo_arc(cr, x, y, DIAL_RADIUS, 0, PAINT_TURN);
  cairo_pattern_t* shade = cairo_pattern_create_linear(0, y - DIAL_RADIUS, 0, y + DIAL_RADIUS);
  const double light = lit ? 0.05 : 0.0;
  cairo_pattern_add_color_stop_rgb(shade, 0, 0.239 + light, 0.251 + light, 0.286 + light);
  cairo_pattern_add_color_stop_rgb(shade, 1, 0.165 + light, 0.173 + light, 0.200 + light);
  cairo_set_source(cr, shade);
  cairo_fill(cr);
  cairo_pattern_destroy(shade);
  cairo_move_to(cr, x + 7 * cos(angle), y + 7 * sin(angle));
  cairo_line_to(cr, x + 13.5 * cos(angle), y + 13.5 * sin(angle));
  cairo_set_line_width(cr, 2.5);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  paint_colour(cr, pointer);
  cairo_stroke(cr);
}

static void draw_value(cairo_t* cr, const UiModel* model, const UiPort* port, UiRect rect) {
  const UiPart part = ui_part_of_port(port->port);
  const bool active = ui_port_active(model, port->port);
  char text[UI_VALUE_TEXT];
  ui_port_text(port, model->values[port->port], text);
  const UiRect field = {rect.x + 2, rect.y + VALUE_BASELINE - 12, rect.width - 4, 17};
  const Type type = {11.5, ALIGN_CENTRE, false, active ? THEME.text : THEME.text_dim};
  if (model->typing == part) {
    paint_box(cr, field, 4, THEME.roll, THEME.accent);
    draw_entry(cr, model, part, field, type, text);
    return;
  }
  paint_text(cr, rect.x + rect.width / 2, rect.y + VALUE_BASELINE, rect.width + 4, type, text);
}

static void draw_knob(cairo_t* cr, const UiModel* model, const UiPort* port, UiRect rect) {
  const UiPart part = ui_part_of_port(port->port);
  const bool active = ui_port_active(model, port->port);
  const bool lit = draw_is_lit(model, part);
  const double x = rect.x + rect.width / 2;
  const double y = rect.y + KNOB_MIDDLE;
  const double angle = KNOB_START + KNOB_SWEEP * ui_port_position(port, model->values[port->port]);
  // What may be more or less than nothing is drawn from the middle.
  const double zero =
      port->minimum < 0 ? KNOB_START + KNOB_SWEEP * ui_port_position(port, 0.0F) : KNOB_START;
  draw_ring(cr, x, y, KNOB_START, KNOB_START + KNOB_SWEEP, THEME.track);
  if (fabs(angle - zero) > 0.01) {
    draw_ring(cr, x, y, zero, angle, active ? THEME.accent : THEME.accent_dim);
  }
  draw_dial(cr, x, y, angle, lit, active ? THEME.text : THEME.text_dim);
  draw_value(cr, model, port, rect);
  const Type name = {10.5, ALIGN_CENTRE, false, lit ? THEME.text : THEME.text_dim};
  paint_text(cr, x, rect.y + NAME_BASELINE, rect.width + 8, name, port->name);
}

// ---- a field ----

static UiRect field_of(UiRect rect) {
  return (UiRect){rect.x + 4, rect.y + BOX_TOP, rect.width - 8, BOX_HEIGHT};
}

static void draw_name(cairo_t* cr, const UiPort* port, UiRect rect, bool lit) {
  const Type name = {10, ALIGN_LEFT, false, lit ? THEME.text : THEME.text_dim};
  paint_text(cr, rect.x + 6, rect.y + 10.5, rect.width - 8, name, port->name);
}

static void draw_box_control(cairo_t* cr, const UiModel* model, const UiPort* port, UiRect rect) {
  const UiPart part = ui_part_of_port(port->port);
  const bool active = ui_port_active(model, port->port);
  const bool lit = draw_is_lit(model, part);
  const UiRect field = field_of(rect);
  const bool typed = model->typing == part;
  char text[UI_VALUE_TEXT];
  ui_port_text(port, model->values[port->port], text);
  draw_name(cr, port, rect, lit);
  paint_box(cr, field, 5,
            typed ? THEME.roll
            : lit ? THEME.field_lit
                  : THEME.field,
            typed ? THEME.accent : THEME.edge);
  if (port->kind == UI_BOX && !typed) { // how far it is up
    const double full = field.width - 8;
    const double share = ui_port_position(port, model->values[port->port]);
    paint_fill(cr, (UiRect){field.x + 4, field.y + field.height - 3.5, full, 1.5}, THEME.track);
    paint_fill(cr, (UiRect){field.x + 4, field.y + field.height - 3.5, full * share, 1.5},
               active ? THEME.accent : THEME.accent_dim);
  }
  const Type type = {11, ALIGN_LEFT, false, active ? THEME.text : THEME.text_dim};
  UiRect inside = field;
  inside.width -= port->kind == UI_MENU ? 16 : 0;
  draw_entry(cr, model, part, inside, type, text);
  if (port->kind == UI_MENU) {
    paint_chevron(cr, field.x + field.width - 12, field.y + field.height / 2, 3.5, 2,
                  lit ? THEME.text : THEME.text_dim);
  }
}

// ---- a switch ----

static void draw_slider(cairo_t* cr, UiRect track, bool on, bool lit, bool active) {
  const double radius = track.height / 2;
  paint_pill(cr, track, radius,
             on    ? (active ? THEME.accent : THEME.accent_dim)
             : lit ? THEME.field_lit
                   : THEME.track);
  cairo_arc(cr, track.x + (on ? track.width - radius : radius), track.y + radius, radius - 3, 0,
            PAINT_TURN);
  paint_colour(cr, on ? THEME.ground : THEME.text_dim);
  cairo_fill(cr);
}

static void draw_switch(cairo_t* cr, const UiModel* model, const UiPort* port, UiRect rect) {
  const bool on = model->values[port->port] > 0.5F;
  const bool lit = draw_is_lit(model, ui_part_of_port(port->port));
  const double y = rect.y + rect.height / 2;
  draw_slider(cr, (UiRect){rect.x + 6, y - 8, 30, 16}, on, lit, ui_port_active(model, port->port));
  const Type type = {11, ALIGN_LEFT, false, on || lit ? THEME.text : THEME.text_dim};
  paint_text(cr, rect.x + 43, y + 4, rect.width - 45, type, port->name);
}

// A part of the style: in its colour where it is heard.
static void draw_chip(cairo_t* cr, const UiModel* model, const UiPort* port, UiRect rect) {
  const int part = (int)port->port - TN_PORT_PART_1;
  const bool on = model->values[port->port] > 0.5F;
  const bool lit = draw_is_lit(model, ui_part_of_port(port->port));
  const bool exists = !model->info.parts[0][0] || model->info.parts[part][0];
  const Colour own = paint_part(part);
  const UiRect chip = {rect.x + 4, rect.y + 9, rect.width - 8, 27};
  const Colour fill = on && exists ? own : lit ? THEME.field_lit : THEME.field;
  paint_box(cr, chip, 6, fill, on && exists ? own : THEME.edge);
  const Type type = {11.5, ALIGN_CENTRE, true,
                     on && exists ? THEME.ground
                     : exists     ? own
                                  : THEME.track};
  paint_label(cr, chip, 2, type, port->name);
}

static void draw_control(cairo_t* cr, const UiModel* model, const UiPort* port, UiRect rect) {
  const UiPart part = ui_part_of_port(port->port);
  if (port->port >= TN_PORT_PART_1 && port->port <= TN_PORT_PART_8) {
    draw_chip(cr, model, port, rect);
  } else if (port->kind == UI_KNOB) {
    draw_knob(cr, model, port, rect);
  } else if (port->kind == UI_SWITCH) {
    draw_switch(cr, model, port, rect);
  } else {
    draw_box_control(cr, model, port, rect);
  }
  if (is_focused(model, part)) {
    paint_focus(cr, paint_inset(rect, -1), 6);
  }
}

// ---- cards and tabs ----

static void draw_tabs(cairo_t* cr, const UiModel* model) {
  for (int card = 0; card < UI_CARDS && model->layout.page_count > 1; card++) {
    const UiPart part = (UiPart)(UI_PART_TAB + card);
    const UiRect rect = ui_layout_rect(&model->layout, part);
    const bool here = model->layout.page_of[card] == model->layout.page;
    const bool lit = draw_is_lit(model, part);
    const Type type = {fmin(9.5, rect.width / 6.6), ALIGN_CENTRE, here,
                       here  ? THEME.text
                       : lit ? THEME.text_dim
                             : THEME.text_faint};
    paint_label(cr, rect, 1, type, ui_card_name(card));
    if (here) {
      paint_fill(cr, (UiRect){rect.x + 6, rect.y + rect.height - 2, rect.width - 12, 2},
                 THEME.accent);
    }
    if (is_focused(model, part)) {
      paint_focus(cr, rect, 5);
    }
  }
}

void draw_panel(cairo_t* cr, const UiModel* model) {
  const UiLayout* layout = &model->layout;
  draw_tabs(cr, model);
  for (int card = 0; card < UI_CARDS; card++) {
    const UiRect rect = layout->cards[card];
    if (rect.width > 0) {
      paint_box(cr, rect, 8, THEME.card, THEME.edge);
    }
    if (rect.width > 0 && layout->titled) {
      const Type type = {9, ALIGN_LEFT, true, THEME.text_faint};
      paint_text(cr, rect.x + 12, rect.y + 15, rect.width - 20, type, ui_card_name(card));
    }
  }
  for (size_t i = 0; i < layout->count; i++) {
    const UiItem* item = &layout->items[i];
    const UiPort* port =
        ui_part_is_port(item->part) ? ui_port_find(ui_port_of_part(item->part)) : NULL;
    if (port && ui_card_of(port->port) >= 0) {
      draw_control(cr, model, port, item->rect);
    }
  }
}

void draw_toolbar_buttons(cairo_t* cr, const UiModel* model) {
  static const TnPort triggers[] = {TN_PORT_LOCK, TN_PORT_UNLOCK, TN_PORT_REROLL_BAR,
                                    TN_PORT_REROLL};
  for (size_t i = 0; i < sizeof triggers / sizeof *triggers; i++) {
    const UiPort* port = ui_port_find(triggers[i]);
    const bool down = model->values[port->port] > 0.5F;
    draw_button(cr, model, ui_part_of_port(port->port), port->name, down);
  }
}
