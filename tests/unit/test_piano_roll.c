// The picture, read back: notes stand where their time and pitch say, in the colour of their part.
#include "trainer/piano_roll.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cairo.h>
#include <cmocka.h>

enum { BEAT = 24, BAR = 96, LEGEND_BOTTOM = 100, MOST_BARS = 4000 };

static const unsigned BLUE = 0x56B4E9;       // part 0
static const unsigned ORANGE = 0xE69F00;     // part 1
static const unsigned TAG_GROUND = 0xD9DEE6; // of a section's label

typedef struct {
  char folder[64];
  char path[96];
  char reason[160];
  int32_t bars[MOST_BARS];
  cairo_surface_t* image;
  int width, height;
} Fixture;

// Of the pixels of one colour, below the legend; left is INT_MAX where there are none.
typedef struct {
  int left, top, right, bottom; // all included
} Box;

static int setup(void** state) {
  Fixture* f = calloc(1, sizeof *f);
  strcpy(f->folder, "/tmp/test_piano_roll.XXXXXX");
  assert_non_null(mkdtemp(f->folder));
  (void)snprintf(f->path, sizeof f->path, "%s/roll.png", f->folder);
  for (int i = 0; i < MOST_BARS; i++) {
    f->bars[i] = i * BAR;
  }
  *state = f;
  return 0;
}

static int teardown(void** state) {
  Fixture* f = *state;
  if (f->image) {
    cairo_surface_destroy(f->image);
  }
  (void)unlink(f->path);
  assert_int_equal(rmdir(f->folder), 0);
  free(f);
  return 0;
}

static PianoRoll song(const Fixture* f, size_t bars, const PianoRollNote* notes, size_t count) {
  return (PianoRoll){.title = "Test",
                     .ticks_per_quarter = BEAT,
                     .end = (int32_t)bars * BAR,
                     .notes = notes,
                     .note_count = count,
                     .bars = f->bars,
                     .bar_count = bars};
}

static void draw(Fixture* f, const PianoRoll* roll) {
  if (!piano_roll_write_png(roll, f->path, f->reason, sizeof f->reason)) {
    fail_msg("%s", f->reason);
  }
  if (f->image) {
    cairo_surface_destroy(f->image);
  }
  f->image = cairo_image_surface_create_from_png(f->path);
  assert_int_equal(cairo_surface_status(f->image), CAIRO_STATUS_SUCCESS);
  f->width = cairo_image_surface_get_width(f->image);
  f->height = cairo_image_surface_get_height(f->image);
  assert_int_equal(f->width, 1600);
}

static unsigned pixel(const Fixture* f, int x, int y) {
  const unsigned char* row = cairo_image_surface_get_data(f->image) +
                             (ptrdiff_t)y * cairo_image_surface_get_stride(f->image);
  uint32_t value;
  memcpy(&value, row + (ptrdiff_t)4 * x, sizeof value);
  return value & 0xFFFFFF;
}

static int channel_distance(unsigned a, unsigned b, int shift) {
  return abs((int)(a >> shift & 255) - (int)(b >> shift & 255));
}

static int distance(unsigned a, unsigned b) {
  return channel_distance(a, b, 16) + channel_distance(a, b, 8) + channel_distance(a, b, 0);
}

static Box find_from(const Fixture* f, unsigned color, int top, int bottom) {
  Box box = {INT_MAX, INT_MAX, -1, -1};
  for (int y = top; y < bottom; y++) {
    for (int x = 0; x < f->width; x++) {
      if (distance(pixel(f, x, y), color) <= 3) {
        box.left = x < box.left ? x : box.left;
        box.right = x > box.right ? x : box.right;
        box.top = y < box.top ? y : box.top;
        box.bottom = y > box.bottom ? y : box.bottom;
      }
    }
  }
  return box;
}

static Box find(const Fixture* f, unsigned color) {
  return find_from(f, color, LEGEND_BOTTOM, f->height);
}

static void a_note_stands_where_its_time_and_pitch_say(void** state) {
  Fixture* f = *state;
  const PianoRollNote notes[] = {{0, 48, 60, 127, 0}, {96, 24, 67, 127, 1}};
  const PianoRoll roll = song(f, 2, notes, 2);
  draw(f, &roll);
  const Box low = find(f, BLUE);
  const Box high = find(f, ORANGE);
  const double pixels_a_tick = (high.right - low.right) / (120.0 - 48.0);
  // Without the light edge and the gap to the next note, three pixels in all.
  assert_in_range(low.right - low.left + 1, (int)(48 * pixels_a_tick) - 4,
                  (int)(48 * pixels_a_tick) - 2);
  assert_in_range(high.right - high.left + 1, (int)(24 * pixels_a_tick) - 4,
                  (int)(24 * pixels_a_tick) - 2);
  const int lane = low.bottom - low.top + 2;
  assert_int_equal(low.top - high.top, 7 * lane);
  assert_int_equal(low.bottom - high.bottom, 7 * lane);
}

static void the_keyboard_beside_a_note_has_the_key_of_its_pitch(void** state) {
  Fixture* f = *state;
  for (int pitch = 48; pitch < 72; pitch++) {
    const PianoRollNote note = {0, 48, (uint8_t)pitch, 127, 0};
    const PianoRoll roll = song(f, 1, &note, 1);
    draw(f, &roll);
    const Box box = find(f, BLUE);
    const bool black = strchr("\1\3\6\10\12", pitch % 12) && pitch % 12;
    const unsigned key = pixel(f, 40, box.top + 2);
    assert_int_equal((key >> 8 & 255) < 128, black);
  }
}

static void the_first_bar_starts_where_the_keyboard_ends(void** state) {
  Fixture* f = *state;
  const PianoRollNote note = {0, BAR, 60, 127, 0};
  const PianoRoll roll = song(f, 1, &note, 1);
  draw(f, &roll);
  const Box box = find(f, BLUE);
  assert_in_range(box.left, 85, 100);
  assert_in_range(box.right, 1550, 1570); // one bar fills the row
}

static void every_part_has_a_colour_of_its_own(void** state) {
  Fixture* f = *state;
  PianoRollNote notes[PIANO_ROLL_PARTS];
  unsigned colors[PIANO_ROLL_PARTS];
  for (int i = 0; i < PIANO_ROLL_PARTS; i++) {
    notes[i] = (PianoRollNote){i * BEAT, BEAT, 60, 127, (uint8_t)i};
  }
  const PianoRoll roll = song(f, 2, notes, PIANO_ROLL_PARTS);
  draw(f, &roll);
  const Box first = find(f, BLUE);
  const int y = (first.top + first.bottom) / 2;
  for (int i = 0; i < PIANO_ROLL_PARTS; i++) {
    const int step = (1564 - 90) / 8;
    colors[i] = pixel(f, 90 + step * i + step / 2, y);
    for (int j = 0; j < i; j++) {
      assert_true(distance(colors[i], colors[j]) > 60);
    }
  }
}

static void a_loud_note_is_stronger_than_a_soft_one(void** state) {
  Fixture* f = *state;
  const PianoRollNote notes[] = {{0, 48, 60, 127, 0}, {48, 48, 60, 20, 0}};
  const PianoRoll roll = song(f, 1, notes, 2);
  draw(f, &roll);
  const Box loud = find(f, BLUE);
  const int y = loud.top + 2;
  const unsigned ground = pixel(f, loud.left + 20, loud.top - 3);
  const unsigned soft = pixel(f, loud.right + 100, y);
  assert_true(distance(soft, ground) > 60);
  assert_true(distance(soft, ground) < distance(BLUE, ground) - 60);
}

static void a_long_song_is_wrapped_into_rows_of_eight_bars(void** state) {
  Fixture* f = *state;
  const PianoRollNote notes[] = {{BAR, BEAT, 60, 127, 0}, {9 * BAR, BEAT, 60, 127, 1}};
  const PianoRoll roll = song(f, 16, notes, 2);
  draw(f, &roll);
  const Box first = find(f, BLUE);
  const Box second = find(f, ORANGE);
  assert_int_equal(first.left, second.left);
  assert_int_equal(first.right, second.right);
  assert_true(second.top - first.bottom > 24 * (first.bottom - first.top));
}

static void a_note_across_two_rows_is_seen_in_both(void** state) {
  Fixture* f = *state;
  const PianoRollNote note = {8 * BAR - BEAT, 2 * BEAT, 60, 127, 0};
  const PianoRoll roll = song(f, 16, &note, 1);
  draw(f, &roll);
  const int middle = (LEGEND_BOTTOM + f->height) / 2;
  const Box end_of_first = find_from(f, BLUE, LEGEND_BOTTOM, middle);
  const Box start_of_second = find_from(f, BLUE, middle, f->height);
  assert_true(end_of_first.left > 1400);
  assert_true(end_of_first.right < 1600 - 30);
  assert_in_range(start_of_second.left, 85, 95);
  assert_true(start_of_second.right < 200);
}

static void a_section_is_marked_at_its_tick(void** state) {
  Fixture* f = *state;
  const PianoRollNote note = {5 * BAR, BEAT, 60, 127, 0};
  const PianoRollSection section = {5 * BAR, "Bach chorale"};
  PianoRoll roll = song(f, 8, &note, 1);
  draw(f, &roll);
  const int height = f->height;
  const Box before = find(f, BLUE);
  roll.sections = &section;
  roll.section_count = 1;
  draw(f, &roll);
  assert_true(f->height > height);
  const Box box = find(f, BLUE);
  assert_int_equal(box.left, before.left);
  for (int y = box.top - 40; y < box.top; y++) {
    assert_true(distance(pixel(f, box.left - 2, y), TAG_GROUND) <= 3);
  }
}

static void a_tempo_is_marked_at_its_tick(void** state) {
  Fixture* f = *state;
  const PianoRollTempo tempos[] = {{0, 120.0}, {5 * BAR, 90.0}};
  PianoRoll roll = song(f, 8, NULL, 0);
  draw(f, &roll);
  const int height = f->height;
  roll.tempos = tempos;
  roll.tempo_count = 2;
  draw(f, &roll);
  assert_true(f->height > height);
  const int x = 90 + 1474 * 5 / 8; // the label stands at its line, on a ground of its own
  assert_true(distance(pixel(f, x + 8, LEGEND_BOTTOM + 10), pixel(f, x - 20, LEGEND_BOTTOM + 10)) >
              60);
}

static void a_song_without_anything_is_an_empty_roll(void** state) {
  Fixture* f = *state;
  const PianoRoll roll = {0};
  draw(f, &roll);
  assert_in_range(f->height, 200, 1000);
  const Box box = find(f, BLUE);
  assert_int_equal(box.left, INT_MAX);
}

static void ten_thousand_notes_in_a_long_song_fit_one_picture(void** state) {
  Fixture* f = *state;
  enum { COUNT = 10000 };
  PianoRollNote* notes = calloc(COUNT, sizeof *notes);
  for (int i = 0; i < COUNT; i++) {
    notes[i] = (PianoRollNote){i * 12, 12, (uint8_t)(i * 7 % 128), 127, 0};
  }
  const PianoRoll roll = song(f, 1250, notes, COUNT);
  draw(f, &roll);
  assert_in_range(f->height, 2000, 16000);
  const Box box = find(f, BLUE);
  assert_true(box.top < 200);
  assert_true(box.bottom > f->height - 200);
  free(notes);
}

static void a_song_without_bar_lines_is_wrapped_too(void** state) {
  Fixture* f = *state;
  const PianoRollNote notes[] = {{0, BEAT, 60, 127, 0}, {INT_MAX - 200, 100, 60, 127, 1}};
  PianoRoll roll = song(f, 0, notes, 2);
  draw(f, &roll);
  assert_in_range(f->height, 2000, 16000);
  roll.note_count = 1;
  roll.ticks_per_quarter = 0;
  draw(f, &roll);
  assert_int_not_equal(find(f, BLUE).left, INT_MAX);
}

static void notes_that_cannot_be_are_left_out(void** state) {
  Fixture* f = *state;
  const PianoRollNote notes[] = {{-5, 50, 60, 127, 0},
                                 {0, 0, 60, 127, 0},
                                 {0, 50, 128, 127, 0},
                                 {0, 50, 60, 127, PIANO_ROLL_PARTS},
                                 {INT_MAX, INT_MAX, 60, 127, 0}};
  PianoRoll roll = song(f, 1, NULL, 0);
  draw(f, &roll);
  const int height = f->height;
  const size_t size = (size_t)cairo_image_surface_get_stride(f->image) * (size_t)height;
  const size_t skipped = (size_t)cairo_image_surface_get_stride(f->image) * LEGEND_BOTTOM;
  unsigned char* empty = malloc(size);
  assert_non_null(empty);
  memcpy(empty, cairo_image_surface_get_data(f->image), size);
  roll.notes = notes;
  roll.note_count = sizeof notes / sizeof *notes;
  draw(f, &roll);
  assert_int_equal(f->height, height);
  assert_memory_equal(cairo_image_surface_get_data(f->image) + skipped, empty + skipped,
                      size - skipped);
  free(empty);
}

static void text_that_is_no_utf8_is_drawn_all_the_same(void** state) {
  Fixture* f = *state;
  static const char* const TEXTS[] = {"\xFF\xFE",     "caf\xE9",          "\xC3",
                                      "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE0\x80\x80",
                                      "tab\tend\n",   "Dvořák ♩"};
  const PianoRollNote note = {0, BAR, 60, 127, 0};
  for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++) {
    const PianoRollSection section = {0, TEXTS[i]};
    PianoRoll roll = song(f, 1, &note, 1);
    roll.title = TEXTS[i];
    roll.part_names[0] = TEXTS[i];
    roll.sections = &section;
    roll.section_count = 1;
    draw(f, &roll);
  }
}

static void a_folder_that_is_missing_is_named_as_the_reason(void** state) {
  Fixture* f = *state;
  char path[128];
  (void)snprintf(path, sizeof path, "%s/none/roll.png", f->folder);
  const PianoRoll roll = song(f, 1, NULL, 0);
  assert_false(piano_roll_write_png(&roll, path, f->reason, sizeof f->reason));
  assert_non_null(strstr(f->reason, "No such file or directory"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(a_note_stands_where_its_time_and_pitch_say),
      TEST(the_keyboard_beside_a_note_has_the_key_of_its_pitch),
      TEST(the_first_bar_starts_where_the_keyboard_ends),
      TEST(every_part_has_a_colour_of_its_own),
      TEST(a_loud_note_is_stronger_than_a_soft_one),
      TEST(a_long_song_is_wrapped_into_rows_of_eight_bars),
      TEST(a_note_across_two_rows_is_seen_in_both),
      TEST(a_section_is_marked_at_its_tick),
      TEST(a_tempo_is_marked_at_its_tick),
      TEST(a_song_without_anything_is_an_empty_roll),
      TEST(ten_thousand_notes_in_a_long_song_fit_one_picture),
      TEST(a_song_without_bar_lines_is_wrapped_too),
      TEST(notes_that_cannot_be_are_left_out),
      TEST(text_that_is_no_utf8_is_drawn_all_the_same),
      TEST(a_folder_that_is_missing_is_named_as_the_reason),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
