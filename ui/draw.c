#include "ui/draw.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define TURN 6.283185307179586
// A knob turns through three quarters of a circle, open at the bottom.
#define KNOB_START  (0.375 * TURN)
#define KNOB_SWEEP  (0.75 * TURN)
#define KNOB_RADIUS 31.0
#define DIAL_RADIUS 22.5
// Below the top of a knob's rect.
#define VALUE_BASELINE 100.0
#define NAME_BASELINE  122.0

typedef struct {
  double red;
  double green;
  double blue;
} Colour;

static const Colour GROUND = {0.078, 0.082, 0.094};
static const Colour CARD = {0.110, 0.116, 0.133};
static const Colour EDGE = {0.165, 0.173, 0.196};
static const Colour FIELD = {0.141, 0.149, 0.172};
static const Colour FIELD_LIT = {0.196, 0.208, 0.239};
static const Colour TRACK = {0.220, 0.231, 0.263};
static const Colour TEXT = {0.925, 0.918, 0.898};
static const Colour TEXT_DIM = {0.600, 0.616, 0.655};
static const Colour TEXT_FAINT = {0.475, 0.490, 0.533};
static const Colour ACCENT = {0.902, 0.667, 0.333};
static const Colour ACCENT_DIM = {0.420, 0.400, 0.365};
static const Colour WARNING = {0.957, 0.545, 0.463};

typedef enum { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT } Align;

typedef struct {
  double size;
  Align align;
  bool bold;
  Colour colour;
} Type;

static void set_colour(cairo_t* cr, Colour colour) {
  cairo_set_source_rgb(cr, colour.red, colour.green, colour.blue);
}

static void round_rect(cairo_t* cr, UiRect rect, double radius) {
  double right = rect.x + rect.width - radius;
  double bottom = rect.y + rect.height - radius;
  cairo_new_sub_path(cr);
  cairo_arc(cr, right, rect.y + radius, radius, -0.25 * TURN, 0);
  cairo_arc(cr, right, bottom, radius, 0, 0.25 * TURN);
  cairo_arc(cr, rect.x + radius, bottom, radius, 0.25 * TURN, 0.5 * TURN);
  cairo_arc(cr, rect.x + radius, rect.y + radius, radius, 0.5 * TURN, 0.75 * TURN);
  cairo_close_path(cr);
}

// A filled box with a hairline just inside its edge.
static void draw_box(cairo_t* cr, UiRect rect, double radius, Colour fill, Colour edge) {
  round_rect(cr, rect, radius);
  set_colour(cr, fill);
  cairo_fill(cr);
  UiRect inside = {rect.x + 0.5, rect.y + 0.5, rect.width - 1, rect.height - 1};
  round_rect(cr, inside, radius - 0.5);
  set_colour(cr, edge);
  cairo_set_line_width(cr, 1);
  cairo_stroke(cr);
}

static double text_width(cairo_t* cr, const char* text) {
  cairo_text_extents_t extents;
  cairo_text_extents(cr, text, &extents);
  return extents.x_advance;
}

// Takes characters off the end until `text` with three dots fits into `width`.
static void shorten(cairo_t* cr, char* text, double width) {
  if (text_width(cr, text) <= width) {
    return;
  }
  static const char dots[] = "\xE2\x80\xA6";
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

static void set_type(cairo_t* cr, Type type) {
  cairo_select_font_face(cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                         type.bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(cr, type.size);
}

// Draws `text` on the baseline `y`, at `x` by `type.align`, cut to `width`; returns the width used.
static double draw_text(cairo_t* cr, double x, double y, double width, Type type,
                        const char* text) {
  char shown[UI_TEXT_SIZE + 4]; // three dots may be longer than the character they replace
  snprintf(shown, sizeof shown, "%.*s", UI_TEXT_SIZE - 1, text);
  set_type(cr, type);
  shorten(cr, shown, width);
  double used = text_width(cr, shown);
  double shift = type.align == ALIGN_CENTRE ? used / 2 : type.align == ALIGN_RIGHT ? used : 0;
  cairo_move_to(cr, x - shift, y);
  set_colour(cr, type.colour);
  cairo_show_text(cr, shown);
  cairo_new_path(cr); // the end of the text would be the start of the next arc
  return used;
}

static bool is_lit(const UiModel* model, UiPart part) {
  return model->held == part || (model->held == UI_PART_NONE && model->hover == part);
}

// Three bars of rising and falling notes: a phrase feeling its way up.
static void draw_mark(cairo_t* cr, double x, double y) {
  static const UiRect notes[] = {{0, 15, 9, 4}, {7, 9, 9, 4}, {14, 3, 11, 4}, {21, 11, 7, 4}};
  for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) {
    UiRect note = {x + notes[i].x, y + notes[i].y, notes[i].width, notes[i].height};
    round_rect(cr, note, 2);
    set_colour(cr, i == 3 ? ACCENT_DIM : ACCENT);
    cairo_fill(cr);
  }
}

static void draw_arrow(cairo_t* cr, const UiModel* model, UiPart part) {
  UiRect rect = ui_part_rect(part);
  bool active = ui_part_active(model, part);
  bool lit = active && is_lit(model, part);
  if (lit) {
    UiRect inside = {rect.x + 3, rect.y + 3, rect.width - 6, rect.height - 6};
    round_rect(cr, inside, 5);
    set_colour(cr, FIELD_LIT);
    cairo_fill(cr);
  }
  double x = rect.x + rect.width / 2;
  double y = rect.y + rect.height / 2;
  double reach = part == UI_PART_STYLE_NEXT ? 3 : -3;
  cairo_move_to(cr, x - reach, y - 6);
  cairo_line_to(cr, x + reach, y);
  cairo_line_to(cr, x - reach, y + 6);
  cairo_set_line_width(cr, 2);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  set_colour(cr, lit ? TEXT : active ? TEXT_DIM : TRACK);
  cairo_stroke(cr);
}

static void draw_style(cairo_t* cr, const UiModel* model) {
  UiRect previous = ui_part_rect(UI_PART_STYLE_PREVIOUS);
  UiRect next = ui_part_rect(UI_PART_STYLE_NEXT);
  UiRect field = {previous.x, previous.y, next.x + next.width - previous.x, previous.height};
  draw_box(cr, field, 7, FIELD, EDGE);
  draw_arrow(cr, model, UI_PART_STYLE_PREVIOUS);
  draw_arrow(cr, model, UI_PART_STYLE_NEXT);

  double left = previous.x + previous.width + 8;
  double right = next.x - 6;
  double y = field.y + 21;
  char place[48] = "";
  if (model->style_loading) {
    snprintf(place, sizeof place, "loading");
  } else if (model->style_place > 0) {
    snprintf(place, sizeof place, "%zu / %zu", model->style_place, model->style_count);
  }
  Type small = {11, ALIGN_RIGHT, false, TEXT_FAINT};
  right -= draw_text(cr, right, y, 80, small, place) + 12;
  bool known = model->style[0] != '\0';
  Type type = {14, ALIGN_LEFT, known, known && !model->style_loading ? TEXT : TEXT_DIM};
  draw_text(cr, left, y, right - left, type, known ? model->style : "No style");
}

static void draw_enabled(cairo_t* cr, const UiModel* model) {
  UiRect rect = ui_part_rect(UI_PART_ENABLED);
  bool on = model->values[TN_PORT_ENABLED] > 0.5F;
  bool lit = is_lit(model, UI_PART_ENABLED);
  UiRect track = {rect.x + rect.width - 36, rect.y + 6, 36, 20};
  round_rect(cr, track, 10);
  set_colour(cr, on ? ACCENT : lit ? FIELD_LIT : TRACK);
  cairo_fill(cr);
  cairo_arc(cr, track.x + (on ? 26 : 10), track.y + 10, 7, 0, TURN);
  set_colour(cr, on ? GROUND : TEXT_DIM);
  cairo_fill(cr);
  Type type = {12, ALIGN_RIGHT, false, on || lit ? TEXT : TEXT_DIM};
  draw_text(cr, track.x - 10, rect.y + 20.5, rect.width - 46, type, on ? "Enabled" : "Off");
}

static void draw_header(cairo_t* cr, const UiModel* model) {
  draw_mark(cr, 24, 19);
  Type title = {20, ALIGN_LEFT, true, TEXT};
  draw_text(cr, 62, 37, 100, title, "Tiento");
  draw_style(cr, model);
  draw_enabled(cr, model);
}

static void draw_cards(cairo_t* cr) {
  static const struct {
    UiRect rect;
    const char* name;
  } cards[] = {{{16, 64, 208, 188}, "CHOICE"},
               {{236, 64, 298, 188}, "PHRASE"},
               {{546, 64, 208, 188}, "TIME"}};
  for (size_t i = 0; i < sizeof cards / sizeof *cards; i++) {
    draw_box(cr, cards[i].rect, 10, CARD, EDGE);
    Type type = {10, ALIGN_LEFT, true, TEXT_FAINT};
    draw_text(cr, cards[i].rect.x + 16, cards[i].rect.y + 25, 176, type, cards[i].name);
  }
}

static void draw_ring(cairo_t* cr, double x, double y, double from, double to, Colour colour) {
  cairo_new_sub_path(cr);
  cairo_arc(cr, x, y, KNOB_RADIUS, from, to);
  cairo_set_line_width(cr, 4);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  set_colour(cr, colour);
  cairo_stroke(cr);
}

static void draw_dial(cairo_t* cr, double x, double y, double angle, bool lit, Colour pointer) {
  cairo_arc(cr, x, y, DIAL_RADIUS, 0, TURN);
  cairo_pattern_t* shade = cairo_pattern_create_linear(0, y - DIAL_RADIUS, 0, y + DIAL_RADIUS);
  double light = lit ? 0.05 : 0.0;
  cairo_pattern_add_color_stop_rgb(shade, 0, 0.239 + light, 0.251 + light, 0.286 + light);
  cairo_pattern_add_color_stop_rgb(shade, 1, 0.165 + light, 0.173 + light, 0.200 + light);
  cairo_set_source(cr, shade);
  cairo_fill(cr);
  cairo_pattern_destroy(shade);
  cairo_move_to(cr, x + 10 * cos(angle), y + 10 * sin(angle));
  cairo_line_to(cr, x + 18 * cos(angle), y + 18 * sin(angle));
  cairo_set_line_width(cr, 3);
  cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
  set_colour(cr, pointer);
  cairo_stroke(cr);
}

// The number, and smaller after it the unit; both centred as one.
static void draw_value(cairo_t* cr, const UiModel* model, UiPart part, double x, double y) {
  char value[32];
  ui_value_text(model, part, value, sizeof value);
  const char* unit = ui_unit(model, part);
  Type number = {15, ALIGN_LEFT, false, ui_part_active(model, part) ? TEXT : TEXT_DIM};
  Type small = {11, ALIGN_LEFT, false, TEXT_DIM};
  set_type(cr, number);
  double width = text_width(cr, value);
  set_type(cr, small);
  double gap = *unit ? 4 : 0;
  double left = x - (width + gap + text_width(cr, unit)) / 2;
  draw_text(cr, left, y, UI_WIDTH, number, value);
  draw_text(cr, left + width + gap, y, UI_WIDTH, small, unit);
}

static void draw_knob(cairo_t* cr, const UiModel* model, UiPart part) {
  UiRect rect = ui_part_rect(part);
  bool active = ui_part_active(model, part);
  bool lit = is_lit(model, part);
  double x = rect.x + rect.width / 2;
  double y = rect.y + 41;
  double angle = KNOB_START + KNOB_SWEEP * ui_position(model, part);
  draw_ring(cr, x, y, KNOB_START, KNOB_START + KNOB_SWEEP, TRACK);
  draw_ring(cr, x, y, KNOB_START, angle, active ? ACCENT : ACCENT_DIM);
  draw_dial(cr, x, y, angle, lit, active ? TEXT : TEXT_DIM);
  draw_value(cr, model, part, x, rect.y + VALUE_BASELINE);
  Type name = {11, ALIGN_CENTRE, false, lit ? TEXT : TEXT_DIM};
  draw_text(cr, x, rect.y + NAME_BASELINE, rect.width, name, UI_KNOBS[part].name);
}

static void draw_segment(cairo_t* cr, const UiModel* model, UiPart part, const char* name) {
  UiRect rect = ui_part_rect(part);
  bool free_running = model->values[TN_PORT_SYNC] > 0.5F;
  bool chosen = (part == UI_PART_SYNC_FREE) == free_running;
  bool active = ui_part_active(model, part);
  bool lit = is_lit(model, part);
  UiRect inside = {rect.x + 3, rect.y + 3, rect.width - 6, rect.height - 6};
  if (chosen || lit) {
    round_rect(cr, inside, 5);
    set_colour(cr, !chosen ? FIELD_LIT : active ? ACCENT : ACCENT_DIM);
    cairo_fill(cr);
  }
  Type type = {12, ALIGN_CENTRE, chosen, chosen ? GROUND : lit ? TEXT : TEXT_DIM};
  draw_text(cr, rect.x + rect.width / 2, rect.y + 20.5, rect.width, type, name);
}

static void draw_sync(cairo_t* cr, const UiModel* model) {
  UiRect host = ui_part_rect(UI_PART_SYNC_HOST);
  UiRect field = {host.x, host.y, host.width, 2 * host.height};
  draw_box(cr, field, 8, FIELD, EDGE);
  draw_segment(cr, model, UI_PART_SYNC_HOST, "Host");
  draw_segment(cr, model, UI_PART_SYNC_FREE, "Free");
  bool lit = is_lit(model, UI_PART_SYNC_HOST) || is_lit(model, UI_PART_SYNC_FREE);
  double name_y = ui_part_rect(UI_PART_TEMPO).y + NAME_BASELINE;
  Type type = {11, ALIGN_CENTRE, false, lit ? TEXT : TEXT_DIM};
  draw_text(cr, host.x + host.width / 2, name_y, host.width, type, UI_SYNC.name);
}

// What the plugin has to say comes before help.
static void draw_foot(cairo_t* cr, const UiModel* model) {
  if (model->message[0] == '\0') {
    Type help = {11.5, ALIGN_LEFT, false, TEXT_DIM};
    draw_text(cr, 24, 281, 722, help, ui_help(model));
    return;
  }
  cairo_arc(cr, 29, 277, 4, 0, TURN);
  set_colour(cr, WARNING);
  cairo_fill(cr);
  Type warning = {11.5, ALIGN_LEFT, false, WARNING};
  draw_text(cr, 42, 281, 704, warning, model->message);
}

static void set_font_options(cairo_t* cr) {
  cairo_font_options_t* options = cairo_font_options_create();
  // Grey edges look alike on every screen; whole widths space small letters evenly.
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_SLIGHT);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_ON);
  cairo_set_font_options(cr, options);
  cairo_font_options_destroy(options);
}

void draw_model(cairo_t* cr, const UiModel* model) {
  cairo_save(cr);
  set_colour(cr, GROUND);
  cairo_rectangle(cr, 0, 0, model->width, model->height);
  cairo_fill(cr);
  cairo_translate(cr, model->offset_x, model->offset_y);
  cairo_scale(cr, model->scale, model->scale);
  set_font_options(cr);
  draw_header(cr, model);
  draw_cards(cr);
  for (UiPart knob = 0; ui_is_knob(knob); knob++) {
    draw_knob(cr, model, knob);
  }
  draw_sync(cr, model);
  draw_foot(cr, model);
  cairo_restore(cr);
}
