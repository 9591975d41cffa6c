#include "ui/paint.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { TEXT_BYTES = 1024 };

const Theme THEME = {
    .ground = {0.078, 0.082, 0.094},
    .card = {0.110, 0.116, 0.133},
    .edge = {0.165, 0.173, 0.196},
    .field = {0.141, 0.149, 0.172},
    .field_lit = {0.196, 0.208, 0.239},
    .track = {0.220, 0.231, 0.263},
    .text = {0.925, 0.918, 0.898},
    .text_dim = {0.640, 0.655, 0.690},
    .text_faint = {0.475, 0.490, 0.533},
    .accent = {0.902, 0.667, 0.333},
    .accent_dim = {0.420, 0.400, 0.365},
    .warning = {0.957, 0.545, 0.463},
    .roll = {0.094, 0.098, 0.114},
    .roll_dark = {0.080, 0.084, 0.098},
    .line = {0.133, 0.139, 0.159},
    .line_strong = {0.220, 0.231, 0.263},
    .ivory = {0.690, 0.690, 0.680},
    .player = {0.960, 0.960, 0.960},
    .parts = {{0.902, 0.624, 0.000},
              {0.337, 0.706, 0.914},
              {0.000, 0.698, 0.510},
              {0.941, 0.894, 0.259},
              {0.150, 0.480, 0.780},
              {0.871, 0.400, 0.120},
              {0.820, 0.500, 0.680},
              {0.700, 0.710, 0.740}},
};

Colour paint_mix(Colour a, Colour b, double s) {
  return (Colour){a.red + (b.red - a.red) * s, a.green + (b.green - a.green) * s,
                  a.blue + (b.blue - a.blue) * s};
}

void paint_colour(cairo_t* cr, Colour colour) {
  cairo_set_source_rgb(cr, colour.red, colour.green, colour.blue);
}

void paint_colour_alpha(cairo_t* cr, Colour colour, double alpha) {
  cairo_set_source_rgba(cr, colour.red, colour.green, colour.blue, alpha);
}

Colour paint_part(int part) {
  return part >= 0 && part < 8 ? THEME.parts[part] : THEME.player;
}

// ---- boxes ----

UiRect paint_inset(UiRect rect, double by) {
  return (UiRect){rect.x + by, rect.y + by, rect.width - 2 * by, rect.height - 2 * by};
}

void paint_round(cairo_t* cr, UiRect rect, double radius) {
  const double right = rect.x + rect.width - radius;
  const double bottom = rect.y + rect.height - radius;
  cairo_new_sub_path(cr);
  cairo_arc(cr, right, rect.y + radius, radius, -0.25 * PAINT_TURN, 0);
  cairo_arc(cr, right, bottom, radius, 0, 0.25 * PAINT_TURN);
  cairo_arc(cr, rect.x + radius, bottom, radius, 0.25 * PAINT_TURN, 0.5 * PAINT_TURN);
  cairo_arc(cr, rect.x + radius, rect.y + radius, radius, 0.5 * PAINT_TURN, 0.75 * PAINT_TURN);
  cairo_close_path(cr);
}

void paint_fill(cairo_t* cr, UiRect rect, Colour colour) {
  cairo_rectangle(cr, rect.x, rect.y, rect.width, rect.height);
  paint_colour(cr, colour);
  cairo_fill(cr);
}

void paint_pill(cairo_t* cr, UiRect rect, double radius, Colour colour) {
  paint_round(cr, rect, radius);
  paint_colour(cr, colour);
  cairo_fill(cr);
}

void paint_box(cairo_t* cr, UiRect rect, double radius, Colour fill, Colour edge) {
  paint_pill(cr, rect, radius, fill);
  paint_round(cr, paint_inset(rect, 0.5), radius - 0.5);
  paint_colour(cr, edge);
  cairo_set_line_width(cr, 1);
  cairo_stroke(cr);
}

void paint_focus(cairo_t* cr, UiRect rect, double radius) {
  paint_round(cr, paint_inset(rect, 0.75), radius);
  paint_colour(cr, THEME.accent);
  cairo_set_line_width(cr, 1.5);
  cairo_stroke(cr);
}

// ---- text ----

static void set_type(cairo_t* cr, Type type) {
  cairo_select_font_face(cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                         type.bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(cr, type.size);
}

static double text_width(cairo_t* cr, const char* text) {
  cairo_text_extents_t extents;
  cairo_text_extents(cr, text, &extents);
  return extents.x_advance;
}

double paint_width(cairo_t* cr, Type type, const char* text) {
  set_type(cr, type);
  return text_width(cr, text);
}

// Takes characters off the end until `text` with three dots fits into `width`.
static void shorten(cairo_t* cr, char* text, double width) {
  static const char dots[] = "\xE2\x80\xA6";
  if (text_width(cr, text) <= width) {
    return;
  }
  size_t length = strlen(text);
  while (length > 0) {
    do {
      length--;
    } while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80);
    memcpy(text + length, dots, sizeof dots);
    if (text_width(cr, text) <= width) {
      return;
    }
  }
}

double paint_text(cairo_t* cr, double x, double y, double width, Type type, const char* text) {
  char shown[TEXT_BYTES + 4]; // three dots may be longer than the character they replace
  snprintf(shown, sizeof shown - 4, "%s", text);
  set_type(cr, type);
  shorten(cr, shown, width);
  const double used = text_width(cr, shown);
  const double shift = type.align == ALIGN_CENTRE ? used / 2 : type.align == ALIGN_RIGHT ? used : 0;
  cairo_move_to(cr, x - shift, y);
  paint_colour(cr, type.colour);
  cairo_show_text(cr, shown);
  cairo_new_path(cr); // the end of the text would be the start of the next arc
  return used;
}

void paint_label(cairo_t* cr, UiRect rect, double pad, Type type, const char* text) {
  const double x = type.align == ALIGN_LEFT     ? rect.x + pad
                   : type.align == ALIGN_CENTRE ? rect.x + rect.width / 2
                                                : rect.x + rect.width - pad;
  paint_text(cr, x, rect.y + rect.height / 2 + type.size * 0.36, rect.width - 2 * pad, type, text);
}

int paint_paragraph(cairo_t* cr, double x, double y, double width, double leading, int most,
                    Type type, const char* text, bool draws) {
  char line[TEXT_BYTES] = "";
  int lines = 0;
  set_type(cr, type);
  while (*text && lines < most) {
    const size_t word = strcspn(text, " ");
    char longer[TEXT_BYTES];
    const char* gap = line[0] ? " " : "";
    snprintf(longer, sizeof longer, "%.800s%s%.*s", line, gap, (int)(word < 200 ? word : 200),
             text);
    if (line[0] && text_width(cr, longer) > width) {
      if (draws) {
        paint_text(cr, x, y + lines * leading, width, type, line);
      }
      lines++;
      line[0] = '\0';
      continue;
    }
    memcpy(line, longer, sizeof line);
    text += word;
    text += strspn(text, " ");
  }
  if (line[0] && lines < most) {
    if (draws) {
      paint_text(cr, x, y + lines * leading, width, type, line);
    }
    lines++;
  }
  return lines;
}

// ---- signs ----

void paint_padlock(cairo_t* cr, double x, double y, double size, Colour colour) {
  const double half = size / 2;
  paint_colour(cr, colour);
  paint_round(cr, (UiRect){x - half * 0.75, y - half * 0.1, half * 1.5, half * 1.1}, size * 0.1);
  cairo_fill(cr);
  cairo_set_line_width(cr, size * 0.14);
  cairo_new_sub_path(cr);
  cairo_arc(cr, x, y - half * 0.25, half * 0.45, PAINT_TURN / 2, PAINT_TURN);
  cairo_line_to(cr, x + half * 0.45, y);
  cairo_move_to(cr, x - half * 0.45, y - half * 0.25);
  cairo_line_to(cr, x - half * 0.45, y);
  cairo_stroke(cr);
}

void paint_turning_arrow(cairo_t* cr, double x, double y, double size, Colour colour,
                         bool mirrored) {
  const double radius = size * 0.36;
  cairo_save(cr);
  cairo_translate(cr, x, y);
  cairo_scale(cr, mirrored ? -1 : 1, 1);
  paint_colour(cr, colour);
  cairo_set_line_width(cr, size * 0.13);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  cairo_new_sub_path(cr);
  cairo_arc(cr, 0, 0, radius, -0.62 * PAINT_TURN / 2, 0.72 * PAINT_TURN / 2 + PAINT_TURN * 0.02);
  cairo_stroke(cr);
  const double tip_x = radius * cos(-0.62 * PAINT_TURN / 2);
  const double tip_y = radius * sin(-0.62 * PAINT_TURN / 2);
  const double reach = size * 0.24;
  cairo_move_to(cr, tip_x - reach * 0.9, tip_y - reach * 0.1);
  cairo_line_to(cr, tip_x + reach * 0.5, tip_y - reach * 0.9);
  cairo_line_to(cr, tip_x + reach * 0.5, tip_y + reach * 0.7);
  cairo_close_path(cr);
  cairo_fill(cr);
  cairo_restore(cr);
}

void paint_star(cairo_t* cr, double x, double y, double size, Colour colour, bool filled) {
  cairo_new_path(cr);
  for (int i = 0; i < 10; i++) {
    const double radius = i % 2 ? size * 0.21 : size * 0.5;
    const double angle = (i - 2.5) * PAINT_TURN / 10;
    cairo_line_to(cr, x + radius * cos(angle), y + radius * sin(angle));
  }
  cairo_close_path(cr);
  paint_colour(cr, colour);
  cairo_set_line_width(cr, 1);
  if (filled) {
    cairo_fill(cr);
  } else {
    cairo_stroke(cr);
  }
}

void paint_chevron(cairo_t* cr, double x, double y, double reach_x, double reach_y, Colour colour) {
  if (fabs(reach_x) < fabs(reach_y)) {
    cairo_move_to(cr, x - reach_x, y - reach_y);
    cairo_line_to(cr, x + reach_x, y);
    cairo_line_to(cr, x - reach_x, y + reach_y);
  } else {
    cairo_move_to(cr, x - reach_x, y - reach_y);
    cairo_line_to(cr, x, y + reach_y);
    cairo_line_to(cr, x + reach_x, y - reach_y);
  }
  cairo_set_line_width(cr, 1.75);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  paint_colour(cr, colour);
  cairo_stroke(cr);
}

void paint_begin(cairo_t* cr) {
  cairo_font_options_t* options = cairo_font_options_create();
  // Grey edges look alike on every screen; whole widths space small letters evenly.
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_SLIGHT);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_ON);
  cairo_set_font_options(cr, options);
  cairo_font_options_destroy(options);
}
