#include "trainer/piano_roll.h"

#include "plugin/atomic_file.h"
#include "trainer/piano_layout.h"
#include "trainer/printable.h"

#include <cairo.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_TEXT = 256 }; // bytes

typedef struct {
  double r, g, b;
} Color;

static const Color BACKGROUND = {0.086, 0.098, 0.122};
static const Color LANE_WHITE = {0.149, 0.167, 0.200};
static const Color LANE_BLACK = {0.116, 0.130, 0.158};
static const Color OCTAVE_LINE = {0.243, 0.271, 0.322};
static const Color BEAT_LINE = {0.204, 0.227, 0.271};
static const Color BAR_LINE = {0.365, 0.404, 0.475};
static const Color KEY_WHITE = {0.878, 0.890, 0.906};
static const Color KEY_BLACK = {0.153, 0.169, 0.200};
static const Color KEY_EDGE = {0.682, 0.706, 0.741};
static const Color TEXT = {0.925, 0.937, 0.953};
static const Color TEXT_DIM = {0.588, 0.627, 0.686};
static const Color TEMPO_TAG = {0.243, 0.271, 0.325};
static const Color SECTION_TAG = {0.851, 0.871, 0.902};

typedef struct {
  const PianoRoll* roll;
  cairo_t* cairo;
  PianoLayout layout;
} Picture;

// Always false, so that a failing caller can return it.
static bool fail(char* reason, size_t reason_size, const char* why) {
  if (reason_size > 0) {
    (void)snprintf(reason, reason_size, "cannot draw the picture: %s", why);
  }
  return false;
}

static Color part_color(int part) {
  const uint32_t color = PIANO_PART_COLORS[part];
  return (Color){(color >> 16) / 255.0, (color >> 8 & 0xFF) / 255.0, (color & 0xFF) / 255.0};
}

static Color mix(Color from, Color to, double share) {
  return (Color){from.r + (to.r - from.r) * share, from.g + (to.g - from.g) * share,
                 from.b + (to.b - from.b) * share};
}

static void set_color(cairo_t* cairo, Color color) {
  cairo_set_source_rgb(cairo, color.r, color.g, color.b);
}

static void fill_box(cairo_t* cairo, double x, double y, double width, double height, Color color) {
  set_color(cairo, color);
  cairo_rectangle(cairo, x, y, width, height);
  cairo_fill(cairo);
}

static void fill_rounded(cairo_t* cairo, double x, double y, double width, double height,
                         double radius, Color color) {
  const double quarter = acos(0.0);
  const double most = fmin(width, height) / 2;
  const double r = fmin(radius, most);
  set_color(cairo, color);
  cairo_new_sub_path(cairo);
  cairo_arc(cairo, x + width - r, y + r, r, -quarter, 0);
  cairo_arc(cairo, x + width - r, y + height - r, r, 0, quarter);
  cairo_arc(cairo, x + r, y + height - r, r, quarter, 2 * quarter);
  cairo_arc(cairo, x + r, y + r, r, 2 * quarter, 3 * quarter);
  cairo_close_path(cairo);
  cairo_fill(cairo);
}

// One bad byte would put cairo into its error state, and names come from files of strangers.
static void clean_text(const char* text, char clean[MAX_TEXT]) {
  size_t used = 0;
  while (*text && used + 5 < MAX_TEXT) {
    const size_t size = printable_length(text);
    if (size == 0) {
      clean[used++] = '?';
      text++;
    } else {
      memcpy(clean + used, text, size);
      used += size;
      text += size;
    }
  }
  clean[used] = '\0';
}

static void set_font(cairo_t* cairo, double size, bool bold) {
  cairo_select_font_face(cairo, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                         bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(cairo, size);
}

// Draws `text` with its baseline's start at x, y. Returns how far it reaches in x.
static double draw_text(cairo_t* cairo, double x, double y, const char* text, Color color) {
  char clean[MAX_TEXT];
  cairo_text_extents_t extents;
  clean_text(text, clean);
  cairo_text_extents(cairo, clean, &extents);
  set_color(cairo, color);
  cairo_move_to(cairo, x, y);
  cairo_show_text(cairo, clean);
  return x + extents.x_advance;
}

static double text_width(cairo_t* cairo, const char* text) {
  char clean[MAX_TEXT];
  cairo_text_extents_t extents;
  clean_text(text, clean);
  cairo_text_extents(cairo, clean, &extents);
  return extents.x_advance;
}

static void draw_lanes(const Picture* picture, const PianoRow* row) {
  const double width = row->right - PIANO_LEFT;
  for (int pitch = picture->layout.low; pitch <= picture->layout.high; pitch++) {
    const double y = piano_layout_y(&picture->layout, row, pitch);
    const Color color = piano_is_black(pitch) ? LANE_BLACK : LANE_WHITE;
    fill_box(picture->cairo, PIANO_LEFT, y, width, picture->layout.lane, color);
    if (pitch % 12 == 0 && pitch > picture->layout.low) {
      fill_box(picture->cairo, PIANO_LEFT, y + picture->layout.lane - 1, width, 1, OCTAVE_LINE);
    }
  }
}

static void draw_lines(const Picture* picture, const PianoRow* row, const int32_t* ticks,
                       size_t count, Color color) {
  for (size_t i = 0; i < count; i++) {
    if (piano_row_has(row, ticks[i])) {
      const double x = piano_layout_x(&picture->layout, row, ticks[i]);
      fill_box(picture->cairo, x, row->top, 1, row->bottom - row->top, color);
    }
  }
}

static void draw_bar_numbers(const Picture* picture, const PianoRow* row) {
  set_font(picture->cairo, 11.5, false);
  const PianoRoll* roll = picture->roll;
  double free_from = 0; // numbers that would touch the one before are left out
  for (size_t i = 0; i < roll->bar_count; i++) {
    const double x = piano_layout_x(&picture->layout, row, roll->bars[i]);
    if (!piano_row_has(row, roll->bars[i]) || x < free_from) {
      continue;
    }
    char number[24];
    (void)snprintf(number, sizeof number, "%zu", i + 1);
    free_from = 8 + draw_text(picture->cairo, x + 3, row->top - 6, number, TEXT_DIM);
  }
}

static void draw_keys(const Picture* picture, const PianoRow* row) {
  cairo_t* cairo = picture->cairo;
  const double black_width = PIANO_KEYS_WIDTH * 0.6;
  fill_box(cairo, PIANO_MARGIN, row->top, PIANO_KEYS_WIDTH - 2, row->bottom - row->top, KEY_WHITE);
  for (int pitch = picture->layout.low; pitch <= picture->layout.high; pitch++) {
    const double y = piano_layout_y(&picture->layout, row, pitch);
    if (piano_is_black(pitch)) { // the white keys beside it meet behind its middle
      fill_box(cairo, PIANO_MARGIN, floor(y + picture->layout.lane / 2.0), PIANO_KEYS_WIDTH - 2, 1,
               KEY_EDGE);
      fill_box(cairo, PIANO_MARGIN, y, black_width, picture->layout.lane, KEY_BLACK);
    } else if (pitch > picture->layout.low && !piano_is_black(pitch - 1)) {
      fill_box(cairo, PIANO_MARGIN, y + picture->layout.lane - 1, PIANO_KEYS_WIDTH - 2, 1,
               KEY_EDGE);
    }
  }
  set_font(cairo, picture->layout.lane > 6 ? 9.5 : 8.5, true);
  for (int pitch = picture->layout.low; pitch <= picture->layout.high; pitch++) {
    if (pitch % 12 == 0) {
      char name[16];
      (void)snprintf(name, sizeof name, "C%d", pitch / 12 - 1);
      const double y = piano_layout_y(&picture->layout, row, pitch) + picture->layout.lane;
      const double x = PIANO_LEFT - 6 - text_width(cairo, name);
      (void)draw_text(cairo, x, y - 1.5, name, KEY_BLACK);
    }
  }
}

// A note's left edge is lighter, so that one struck again is seen.
static void draw_note(const Picture* picture, const PianoRow* row, const PianoRollNote* note) {
  const double left = piano_layout_x(&picture->layout, row, note->onset);
  const double right = piano_layout_x(&picture->layout, row, note->onset + note->duration);
  const double y = piano_layout_y(&picture->layout, row, note->pitch);
  const double width = fmax(right - left - 1, 2);
  const double height = picture->layout.lane > 4 ? picture->layout.lane - 1 : picture->layout.lane;
  const double strength = 0.5 + 0.5 * fmin(note->velocity, 127) / 127;
  const Color color = mix(LANE_WHITE, part_color(note->part), strength);
  fill_rounded(picture->cairo, left, y, width, height, 2, color);
  if (width >= 6) {
    const Color edge = mix(color, TEXT, 0.6);
    fill_box(picture->cairo, left, y + 1, 2, height - 2, edge);
  }
}

static void draw_notes(const Picture* picture, const PianoRow* row) {
  const PianoRoll* roll = picture->roll;
  cairo_save(picture->cairo);
  cairo_rectangle(picture->cairo, PIANO_LEFT, row->top, row->right - PIANO_LEFT + 1,
                  row->bottom - row->top);
  cairo_clip(picture->cairo);
  for (size_t i = 0; i < roll->note_count; i++) {
    const PianoRollNote* note = &roll->notes[i];
    if (piano_layout_draws(note) && note->onset < row->end &&
        note->onset + note->duration > row->start) {
      draw_note(picture, row, note);
    }
  }
  cairo_restore(picture->cairo);
}

// A label above the lanes at `tick`, no further left than `free_from`, and a line down from it.
// Returns where the next label may start.
static double draw_tag(const Picture* picture, const PianoRow* row, int32_t tick, const char* text,
                       Color ground, Color ink, double free_from) {
  cairo_t* cairo = picture->cairo;
  const double line = piano_layout_x(&picture->layout, row, tick);
  const double x = fmax(line, free_from);
  const double y = row->top - PIANO_NUMBERS - PIANO_TAGS + 3;
  fill_box(cairo, line, y, 1, row->bottom - y, ground);
  const double width = text_width(cairo, text) + 14;
  fill_rounded(cairo, x, y, width, PIANO_TAGS - 6, 3, ground);
  (void)draw_text(cairo, x + 7, y + 13, text, ink);
  return x + width + 4;
}

// Sections and tempos in the order of time; at one tick the section comes first.
static void draw_tags(const Picture* picture, const PianoRow* row) {
  const PianoRoll* roll = picture->roll;
  double free_from = 0;
  size_t s = 0;
  size_t t = 0;
  set_font(picture->cairo, 11.5, true);
  while (s < roll->section_count || t < roll->tempo_count) {
    const bool section = t == roll->tempo_count || (s < roll->section_count &&
                                                    roll->sections[s].tick <= roll->tempos[t].tick);
    const int32_t tick = section ? roll->sections[s].tick : roll->tempos[t].tick;
    if (!piano_row_has(row, tick)) {
      // of another row
    } else if (section) {
      const char* text = roll->sections[s].text ? roll->sections[s].text : "";
      free_from = draw_tag(picture, row, tick, text, SECTION_TAG, BACKGROUND, free_from);
    } else {
      char text[40];
      (void)snprintf(text, sizeof text, "%.4g BPM", roll->tempos[t].bpm);
      free_from = draw_tag(picture, row, tick, text, TEMPO_TAG, TEXT, free_from);
    }
    s += section;
    t += !section;
  }
}

static void draw_legend(const Picture* picture, double y) {
  const PianoRoll* roll = picture->roll;
  bool used[PIANO_ROLL_PARTS] = {false};
  for (size_t i = 0; i < roll->note_count; i++) {
    if (piano_layout_draws(&roll->notes[i])) {
      used[roll->notes[i].part] = true;
    }
  }
  double x = PIANO_MARGIN;
  set_font(picture->cairo, 13, false);
  for (int part = 0; part < PIANO_ROLL_PARTS; part++) {
    char number[24];
    (void)snprintf(number, sizeof number, "Part %d", part + 1);
    const char* name = roll->part_names[part] ? roll->part_names[part] : number;
    if (used[part]) {
      fill_rounded(picture->cairo, x, y - 10, 18, 10, 3, part_color(part));
      x = draw_text(picture->cairo, x + 25, y, name, TEXT) + 24;
    }
  }
}

static void draw_header(const Picture* picture) {
  const PianoRoll* roll = picture->roll;
  cairo_t* cairo = picture->cairo;
  char counts[80];
  const size_t bars = picture->layout.bar_count;
  (void)snprintf(counts, sizeof counts, "%zu bar%s  ·  %zu note%s", bars, bars == 1 ? "" : "s",
                 roll->note_count, roll->note_count == 1 ? "" : "s");
  set_font(cairo, 13, false);
  const double x = PIANO_WIDTH - PIANO_MARGIN - text_width(cairo, counts);
  (void)draw_text(cairo, x, 48, counts, TEXT_DIM);
  cairo_save(cairo);
  cairo_rectangle(cairo, 0, 0, x - 24, PIANO_HEADER);
  cairo_clip(cairo);
  set_font(cairo, 25, true);
  (void)draw_text(cairo, PIANO_MARGIN, 50, roll->title ? roll->title : "", TEXT);
  cairo_restore(cairo);
  draw_legend(picture, 82);
}

static void draw_row(const Picture* picture, const PianoRow* row) {
  const PianoRoll* roll = picture->roll;
  draw_lanes(picture, row);
  draw_lines(picture, row, roll->beats, roll->beat_count, BEAT_LINE);
  draw_lines(picture, row, roll->bars, roll->bar_count, BAR_LINE);
  fill_box(picture->cairo, row->right, row->top, 1, row->bottom - row->top, BAR_LINE);
  draw_bar_numbers(picture, row);
  draw_tags(picture, row);
  draw_notes(picture, row);
  draw_keys(picture, row);
}

static void draw(const Picture* picture) {
  set_color(picture->cairo, BACKGROUND);
  cairo_paint(picture->cairo);
  draw_header(picture);
  for (size_t i = 0; i < picture->layout.row_count; i++) {
    draw_row(picture, &picture->layout.rows[i]);
  }
}

typedef struct {
  unsigned char* bytes;
  size_t size;
  size_t capacity;
} Buffer;

static cairo_status_t append(void* closure, const unsigned char* data, unsigned length) {
  Buffer* buffer = closure;
  if (buffer->size + length > buffer->capacity) {
    const size_t capacity = 2 * (buffer->size + length);
    unsigned char* bytes = realloc(buffer->bytes, capacity);
    if (!bytes) {
      return CAIRO_STATUS_NO_MEMORY;
    }
    buffer->bytes = bytes;
    buffer->capacity = capacity;
  }
  memcpy(buffer->bytes + buffer->size, data, length);
  buffer->size += length;
  return CAIRO_STATUS_SUCCESS;
}

// Draws into memory as a PNG, whose bytes are the caller's to free.
static cairo_status_t render(Picture* picture, Buffer* png) {
  const int height = picture->layout.height;
  cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, PIANO_WIDTH, height);
  picture->cairo = cairo_create(surface);
  draw(picture);
  cairo_status_t status = cairo_status(picture->cairo);
  cairo_destroy(picture->cairo);
  if (status == CAIRO_STATUS_SUCCESS) {
    status = cairo_surface_write_to_png_stream(surface, append, png);
  }
  cairo_surface_destroy(surface);
  return status;
}

bool piano_roll_write_png(const PianoRoll* roll, const char* path, char* reason,
                          size_t reason_size) {
  Picture picture = {.roll = roll};
  piano_layout_make(&picture.layout, roll);
  Buffer png = {0};
  const cairo_status_t status = render(&picture, &png);
  const bool ok = status == CAIRO_STATUS_SUCCESS
                      ? atomic_file_write(path, png.bytes, png.size, reason, reason_size)
                      : fail(reason, reason_size, cairo_status_to_string(status));
  free(png.bytes);
  return ok;
}
