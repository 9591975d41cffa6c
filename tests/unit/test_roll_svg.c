// Piano rolls on a page.
#include "trainer/roll_svg.h"

#include "tests/unit/page.h"

#include <stdio.h>
#include <stdlib.h>

enum { QUARTER = 24, BAR = 3 * QUARTER };

// A note on each quarter from `first` on, in 3/4: a scale in two parts.
typedef struct {
  TnNote notes[64];
  TnMeter meter;
  Piece piece;
} Scale;

static void scale_init(Scale* s, int32_t first, int count) {
  *s = (Scale){.meter = {0, 3, 4}};
  s->piece = (Piece){
      .notes = s->notes, .note_count = (size_t)count, .meters = &s->meter, .meter_count = 1};
  for (int i = 0; i < count; ++i) {
    s->notes[i] =
        (TnNote){first + QUARTER * i, QUARTER, (uint8_t)(i % 2), (uint8_t)(50 + i % 30), 80, 0};
  }
}

static void it_begins_with_the_bar_of_the_first_note(void** state) {
  (void)state;
  Scale s;
  scale_init(&s, 0, 10);
  assert_int_equal(roll_view(&s.piece).start, 0);
  scale_init(&s, BAR - 1, 10);
  assert_int_equal(roll_view(&s.piece).start, 0);
  scale_init(&s, 5 * BAR, 10);
  assert_int_equal(roll_view(&s.piece).start, 5 * BAR);
  s.piece.meter_count = 0; // in 4/4, then
  assert_int_equal(roll_view(&s.piece).start, 3 * 4 * QUARTER);
}

static void it_shows_two_octaves_or_what_it_takes(void** state) {
  (void)state;
  Scale s;
  scale_init(&s, 0, 1);
  RollView view = roll_view(&s.piece);
  assert_int_equal(view.high - view.low + 1 >= 24, 1);
  assert_in_range(50, view.low + 8, view.high - 8); // about the middle
  s.notes[0].pitch = 127;
  view = roll_view(&s.piece);
  assert_int_equal(view.high, 127);
  assert_in_range(view.low, 100, 104);
  scale_init(&s, 0, 64);
  s.notes[2].pitch = 0;
  s.notes[40].pitch = 127; // after the eight bars
  view = roll_view(&s.piece);
  assert_int_equal(view.low, 0);
  assert_int_equal(view.high, 74);
  s.piece.note_count = 0;
  view = roll_view(&s.piece);
  assert_in_range(60, view.low, view.high);
}

static void two_views_are_joined(void** state) {
  (void)state;
  RollView a = {.low = 40, .high = 60};
  RollView b = {.low = 50, .high = 90};
  roll_view_join(&a, &b);
  assert_int_equal(a.low, 40);
  assert_int_equal(b.low, 40);
  assert_int_equal(a.high, 90);
  assert_int_equal(b.high, 90);
}

static void notes_and_bars_are_where_they_should_be(void** state) {
  (void)state;
  Scale s;
  scale_init(&s, 2 * BAR, 40);
  const RollView view = roll_view(&s.piece);
  Sink page = {0};
  roll_svg_put(&page, &view, "a scale");
  const char* svg = page_text(&page);
  assert_well_formed(svg);
  assert_int_equal(page_count(svg, "<rect class=\"p0\""), 12); // of eight bars
  assert_int_equal(page_count(svg, "<rect class=\"p1\""), 12);
  assert_int_equal(page_count(svg, "class=\"bar\""), 8);
  assert_int_equal(page_count(svg, "class=\"beat\""), 16);
  assert_has(svg, ">3</text>"); // the bar that it begins with
  const char* at = svg;
  double bar[2];
  for (int i = 0; i < 2; ++i) {
    at = strstr(at + 1, "class=\"bar\" d=\"M");
    assert_non_null(at);
    bar[i] = strtod(at + strlen("class=\"bar\" d=\"M"), NULL);
  }
  at = svg;
  double top = 1e9;
  for (int i = 0; i < 3; ++i) { // of the first bar
    double left;
    double height;
    double y;
    at = strstr(at + 1, "<rect class=\"p");
    assert_non_null(at);
    assert_int_equal(sscanf(at,
                            "<rect class=\"p%*c\" x=\"%lf\" y=\"%lf\" width=\"%*f\" height=\"%lf\"",
                            &left, &y, &height),
                     3);
    const double place = bar[0] + (bar[1] - bar[0]) * i / 3;
    assert_float_equal(left, place, 0.11);
    assert_true(i == 0 || top == y + height); // a semitone up
    top = y;
  }
  free(page.bytes);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(it_begins_with_the_bar_of_the_first_note),
      cmocka_unit_test(it_shows_two_octaves_or_what_it_takes),
      cmocka_unit_test(two_views_are_joined),
      cmocka_unit_test(notes_and_bars_are_where_they_should_be),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
