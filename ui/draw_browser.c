// The style browser.
#include "ui/draw_parts.h"

#include <math.h>
#include <stdio.h>

enum { HEAD = 24, STAR = 30, NATS = 66, NOTES = 76, PAD = 14 };

static void draw_shelves(cairo_t* cr, const UiModel* model) {
  static const char* const names[UI_SHELVES] = {"All", "Factory", "Yours", "Favourites"};
  for (int i = 0; i < UI_SHELVES; i++) {
    draw_button(cr, model, (UiPart)(UI_PART_SHELF + i), names[i], (int)model->browser.shelf == i);
  }
}

static void draw_search(cairo_t* cr, const UiModel* model) {
  const UiRect rect = ui_layout_rect(&model->layout, UI_PART_SEARCH);
  const bool typed = model->typing == UI_PART_SEARCH;
  paint_box(cr, rect, 6, typed ? THEME.roll : THEME.field, typed ? THEME.accent : THEME.edge);
  const double y = rect.y + rect.height / 2;
  cairo_new_sub_path(cr);
  cairo_arc(cr, rect.x + 14, y - 1, 4, 0, PAINT_TURN);
  cairo_move_to(cr, rect.x + 17, y + 2);
  cairo_line_to(cr, rect.x + 20.5, y + 5.5);
  cairo_set_line_width(cr, 1.5);
  paint_colour(cr, THEME.text_dim);
  cairo_stroke(cr);
  const UiRect inside = {rect.x + 18, rect.y, rect.width - 20, rect.height};
  const Type type = {12, ALIGN_LEFT, false, THEME.text};
  draw_entry(cr, model, UI_PART_SEARCH, inside, type, model->browser.search);
  if (typed ? !model->entry.text[0] : !model->browser.search[0]) {
    const Type hint = {12, ALIGN_LEFT, false, THEME.text_faint};
    paint_label(cr, inside, 10, hint, "Search");
  }
}

// Thousands apart: "53 644".
static void write_count(long count, char* text, size_t size) {
  if (count >= 1000000) {
    snprintf(text, size, "%ld %03ld %03ld", count / 1000000, count / 1000 % 1000, count % 1000);
  } else if (count >= 1000) {
    snprintf(text, size, "%ld %03ld", count / 1000, count % 1000);
  } else if (count > 0) {
    snprintf(text, size, "%ld", count);
  } else {
    snprintf(text, size, "%s", "");
  }
}

static void write_nats(double nats, char* text, size_t size) {
  const long hundredths = lrint(nats * 100);
  if (hundredths > 0) {
    snprintf(text, size, "%ld.%02ld", hundredths / 100, hundredths % 100);
  } else {
    snprintf(text, size, "%s", "");
  }
}

// The rows' place in the list, beside the bar that tells where in the list this is.
static UiRect row_rect(UiRect list, size_t place) {
  return (UiRect){list.x + 3, list.y + HEAD + (double)place * ui_row_height(), list.width - 12,
                  ui_row_height()};
}

// Above the columns of the rows.
static void draw_head(cairo_t* cr, UiRect list) {
  const Type left = {9, ALIGN_LEFT, true, THEME.text_faint};
  const Type right = {9, ALIGN_RIGHT, true, THEME.text_faint};
  const UiRect row = row_rect(list, 0);
  const double y = list.y + 15;
  const double end = row.x + row.width - PAD;
  paint_text(cr, row.x + STAR, y, 100, left, "STYLE");
  paint_text(cr, end, y, NATS, right, "NATS/NOTE");
  paint_text(cr, end - NATS, y, NOTES, right, "NOTES");
}

static void draw_row(cairo_t* cr, const UiModel* model, size_t place, UiRect rect) {
  const UiBrowser* browser = &model->browser;
  const UiStyleRow* row = ui_browser_row(browser, place);
  const bool chosen = place == browser->selected;
  const bool lit = model->hover == UI_PART_LIST && ui_rect_holds(rect, model->x, model->y);
  const bool bad = row->read && row->info.problem[0];
  const double y = rect.y + rect.height / 2;
  if (chosen || lit) {
    paint_pill(cr, paint_inset(rect, 1), 5, chosen ? THEME.field_lit : THEME.field);
  }
  if (chosen) {
    paint_pill(cr, (UiRect){rect.x + 2, rect.y + 6, 3, rect.height - 12}, 1.5, THEME.accent);
  }
  paint_star(cr, rect.x + 17, y, 12, row->favourite ? THEME.accent : THEME.text_faint,
             row->favourite);
  const double end = rect.x + rect.width - PAD;
  const double room = rect.width - STAR - NATS - NOTES - PAD - 8;
  const Type title = {12.5, ALIGN_LEFT, chosen, bad ? THEME.warning : THEME.text};
  const double used = paint_text(cr, rect.x + STAR, y + 4.5, fmin(room, 210), title, row->title);
  if (room - used > 60) {
    const Type source = {11, ALIGN_LEFT, false, bad ? THEME.warning : THEME.text_faint};
    paint_text(cr, rect.x + STAR + used + 12, y + 4.5, room - used - 12, source,
               bad ? row->info.problem : row->info.source);
  }
  char text[32];
  const Type number = {11, ALIGN_RIGHT, false, THEME.text_dim};
  write_nats(row->info.nats, text, sizeof text);
  paint_text(cr, end, y + 4, NATS, number, text);
  write_count(row->info.notes, text, sizeof text);
  paint_text(cr, end - NATS, y + 4, NOTES, number, text);
}

static void draw_list(cairo_t* cr, const UiModel* model) {
  const UiBrowser* browser = &model->browser;
  const UiRect list = model->layout.list;
  const size_t rows = ui_rows(model);
  paint_box(cr, list, 8, THEME.card, THEME.edge);
  draw_head(cr, list);
  for (size_t i = 0; i < rows && ui_browser_row(browser, browser->top + i); i++) {
    draw_row(cr, model, browser->top + i, row_rect(list, i));
  }
  if (browser->shown_count == 0) {
    const Type type = {12, ALIGN_CENTRE, false, THEME.text_faint};
    paint_label(cr, list, 20, type,
                browser->list.count == 0 ? "No styles were found." : "No style matches.");
  }
  if (browser->shown_count > rows) { // where in the list this is
    const double full = list.height - HEAD - 8;
    const double share = (double)rows / (double)browser->shown_count;
    const double from = (double)browser->top / (double)browser->shown_count;
    paint_pill(
        cr,
        (UiRect){list.x + list.width - 8, list.y + HEAD + full * from, 4, fmax(full * share, 12)},
        2, THEME.track);
  }
}

// ---- the style that is selected ----

static double draw_fact(cairo_t* cr, UiRect in, double y, const char* name, const char* fact) {
  const Type label = {9, ALIGN_LEFT, true, THEME.text_faint};
  const Type type = {11.5, ALIGN_LEFT, false, THEME.text_dim};
  if (!fact[0]) {
    return y;
  }
  paint_text(cr, in.x + PAD, y, in.width - 2 * PAD, label, name);
  const int lines =
      paint_paragraph(cr, in.x + PAD, y + 16, in.width - 2 * PAD, 16, 5, type, fact, true);
  return y + 16 * lines + 24;
}

static void draw_parts(cairo_t* cr, UiRect in, double y, const UiStyleInfo* info) {
  double x = in.x + PAD;
  const Type label = {9, ALIGN_LEFT, true, THEME.text_faint};
  if (!info->parts[0][0]) {
    return;
  }
  paint_text(cr, x, y, 100, label, "PARTS");
  y += 18;
  for (int i = 0; i < UI_INFO_PARTS && info->parts[i][0]; i++) {
    const Type type = {11, ALIGN_LEFT, false, THEME.text_dim};
    const double width = paint_width(cr, type, info->parts[i]) + 26;
    if (x + width > in.x + in.width - PAD && x > in.x + PAD) {
      x = in.x + PAD;
      y += 20;
    }
    paint_pill(cr, (UiRect){x, y - 9, 9, 9}, 2.5, paint_part(i));
    paint_text(cr, x + 14, y, width, type, info->parts[i]);
    x += width;
  }
}

static void draw_details(cairo_t* cr, const UiModel* model) {
  const UiRect in = model->layout.details;
  const UiStyleRow* row = ui_browser_row(&model->browser, model->browser.selected);
  if (in.width <= 0) {
    return;
  }
  paint_box(cr, in, 8, THEME.card, THEME.edge);
  if (!row) {
    const Type type = {11.5, ALIGN_CENTRE, false, THEME.text_faint};
    paint_label(cr, in, 20, type, "Arrow keys try the styles.");
    return;
  }
  cairo_save(cr);
  cairo_rectangle(cr, in.x, in.y, in.width, in.height - 4);
  cairo_clip(cr);
  const UiStyleInfo* info = &row->info;
  const Type title = {16, ALIGN_LEFT, true, THEME.text};
  paint_text(cr, in.x + PAD, in.y + 30, in.width - 2 * PAD, title, row->title);
  char size[96];
  char notes[32];
  char nats[32];
  write_count(info->notes, notes, sizeof notes);
  write_nats(info->nats, nats, sizeof nats);
  snprintf(size, sizeof size, "%ld.%ld MB, %s", info->bytes / 1000000, info->bytes / 100000 % 10,
           row->factory ? "ships with Tiento" : "yours");
  const Type small = {11, ALIGN_LEFT, false, THEME.text_faint};
  paint_text(cr, in.x + PAD, in.y + 48, in.width - 2 * PAD, small, size);
  double y = in.y + 78;
  y = draw_fact(cr, in, y, "CANNOT BE USED", info->problem);
  y = draw_fact(cr, in, y, "SOURCE", info->source);
  y = draw_fact(cr, in, y, "LICENCE", info->licence);
  char learned[128] = "";
  if (info->notes > 0) {
    snprintf(learned, sizeof learned, "%ld pieces, %s notes", info->pieces, notes);
  }
  y = draw_fact(cr, in, y, "LEARNED FROM", learned);
  char likely[96] = "";
  if (nats[0]) {
    snprintf(likely, sizeof likely, "%s nats a note, of pieces held out (lower is better)", nats);
  }
  y = draw_fact(cr, in, y, "LIKELIHOOD", likely);
  draw_parts(cr, in, y, info);
  cairo_restore(cr);
}

void draw_browser(cairo_t* cr, const UiModel* model) {
  draw_search(cr, model);
  draw_shelves(cr, model);
  draw_button(cr, model, UI_PART_FILE, "Open\xE2\x80\xA6", false);
  draw_button(cr, model, UI_PART_DONE, "Done", false);
  draw_list(cr, model);
  draw_details(cr, model);
}
