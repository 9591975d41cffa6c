// What lies over the window: the save sheet, a menu, and what explains a control.
#include "ui/draw_parts.h"

#include <math.h>
#include <stdio.h>

#include "ui/take_file.h"

// A box with a shadow below it.
static void draw_raised(cairo_t* cr, UiRect rect, double radius, Colour fill) {
  for (int i = 3; i >= 1; i--) {
    const UiRect shadow = {rect.x - i, rect.y - i + 3, rect.width + 2 * i, rect.height + 2 * i};
    paint_round(cr, shadow, radius + i);
    paint_colour_alpha(cr, (Colour){0, 0, 0}, 0.14);
    cairo_fill(cr);
  }
  paint_box(cr, rect, radius, fill, THEME.track);
}

static void describe_bars(const UiModel* model, char* text, size_t size) {
  const int bars = ui_save_bars(model->save_choice);
  const TakeBars take =
      bars > 0 ? take_last_bars(&model->roll, bars) : take_locked_bars(&model->roll);
  const size_t notes = take_count(&model->roll, take);
  if (notes == 0) {
    snprintf(text, size,
             bars > 0 ? "Nothing was played yet." : "There are no notes of locked bars.");
  } else if (bars > 0) {
    snprintf(text, size, "Bars %d to %d: %zu notes", take.first + 1, take.end, notes);
  } else {
    snprintf(text, size, "%d locked bars: %zu notes", model->roll.lock_count, notes);
  }
}

void draw_sheet(cairo_t* cr, const UiModel* model) {
  const UiRect sheet = model->layout.sheet;
  cairo_rectangle(cr, 0, 0, model->layout.width, model->layout.height);
  paint_colour_alpha(cr, THEME.ground, 0.6);
  cairo_fill(cr);
  draw_raised(cr, sheet, 10, THEME.card);
  const Type title = {14, ALIGN_LEFT, true, THEME.text};
  paint_text(cr, sheet.x + 20, sheet.y + 29, sheet.width - 40, title, "Save as MIDI");
  char text[96];
  describe_bars(model, text, sizeof text);
  const Type small = {11, ALIGN_RIGHT, false, THEME.text_dim};
  paint_text(cr, sheet.x + sheet.width - 20, sheet.y + 28, sheet.width - 160, small, text);
  for (int i = 0; i < UI_SAVE_CHOICES; i++) {
    char word[32] = "Locked";
    if (ui_save_bars(i) > 0) {
      snprintf(word, sizeof word, sheet.width > 480 ? "Last %d" : "%d", ui_save_bars(i));
    }
    draw_button(cr, model, (UiPart)(UI_PART_BARS + i), word, model->save_choice == i);
  }
  const Type label = {9, ALIGN_LEFT, true, THEME.text_faint};
  const UiRect path = ui_layout_rect(&model->layout, UI_PART_PATH);
  paint_text(cr, path.x, path.y - 6, 100, label, "FILE");
  const bool typed = model->typing == UI_PART_PATH;
  paint_box(cr, path, 6, THEME.roll, typed ? THEME.accent : THEME.edge);
  const Type type = {12, ALIGN_LEFT, false, THEME.text};
  draw_entry(cr, model, UI_PART_PATH, path, type, model->entry.text);
  draw_button(cr, model, UI_PART_CANCEL, "Cancel", false);
  draw_button(cr, model, UI_PART_WRITE, "Save", true);
}

void draw_menu(cairo_t* cr, const UiModel* model) {
  const UiMenu* menu = &model->menu;
  if (!menu->port) {
    return;
  }
  const int chosen = (int)lrintf(model->values[menu->port->port] - menu->port->minimum);
  draw_raised(cr, menu->rect, 7, THEME.field);
  for (int i = 0; i < menu->count; i++) {
    const UiRect rect = ui_menu_entry(menu, i);
    const bool hot = i == menu->hot;
    if (hot) {
      paint_pill(cr, rect, 4, THEME.accent);
    }
    if (i == chosen) {
      cairo_arc(cr, rect.x + 10, rect.y + rect.height / 2, 2.5, 0, PAINT_TURN);
      paint_colour(cr, hot ? THEME.ground : THEME.accent);
      cairo_fill(cr);
    }
    const Type type = {11.5, ALIGN_LEFT, false, hot ? THEME.ground : THEME.text};
    paint_label(cr, rect, 20, type, menu->port->labels[i]);
  }
}

void draw_tip(cairo_t* cr, const UiModel* model) {
  enum { WIDTH = 250, LEADING = 15, PAD = 9, MOST_LINES = 8 };
  const char* help = ui_help(model, model->hover);
  if (!model->tip || !help[0]) {
    return;
  }
  const UiPort* port =
      ui_part_is_port(model->hover) ? ui_port_find(ui_port_of_part(model->hover)) : NULL;
  const Type type = {11, ALIGN_LEFT, false, THEME.text};
  const Type name = {11, ALIGN_LEFT, true, THEME.accent};
  const double width = fmin(WIDTH, model->layout.width - 20);
  const int lines =
      paint_paragraph(cr, 0, 0, width - 2 * PAD, LEADING, MOST_LINES, type, help, false);
  const double height = (lines + (port ? 1 : 0)) * LEADING + 2 * PAD - 3;
  double x = fmin(model->x + 10, model->layout.width - width - 6);
  double y = model->y + 20;
  y = y + height > model->layout.height - 4 ? model->y - height - 10 : y;
  const UiRect rect = {floor(x), floor(fmax(y, 4)), width, height};
  draw_raised(cr, rect, 6, THEME.field);
  double baseline = rect.y + PAD + 9;
  if (port) {
    char text[128];
    char value[UI_VALUE_TEXT];
    const int part = (int)port->port - TN_PORT_PART_1;
    const bool named = part >= 0 && part < UI_INFO_PARTS && model->info.parts[part][0];
    ui_port_text(port, model->values[port->port], value);
    snprintf(text, sizeof text, "%s: %s", named ? model->info.parts[part] : port->title,
             port->kind == UI_TRIGGER ? "now" : value);
    paint_text(cr, rect.x + PAD, baseline, width - 2 * PAD, name,
               port->kind == UI_TRIGGER ? port->title : text);
    baseline += LEADING;
  }
  paint_paragraph(cr, rect.x + PAD, baseline, width - 2 * PAD, LEADING, MOST_LINES, type, help,
                  true);
}
