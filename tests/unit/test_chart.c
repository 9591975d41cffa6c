// Charts: what is drawn is where the numbers beside the axes say.
#include "trainer/chart.h"

#include "tests/unit/page.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

// A straight line through two numbers beside an axis: value = base + rate * pixels.
typedef struct {
  double base;
  double rate;
} Ruler;

static Ruler ruler_of(double pixels_a, double a, double pixels_b, double b) {
  const double rate = (b - a) / (pixels_b - pixels_a);
  return (Ruler){a - rate * pixels_a, rate};
}

static double ruler_at(Ruler ruler, double pixels) {
  return ruler.base + ruler.rate * pixels;
}

// From the first and the last text of class `look`: its place and what it says, as a number.
static Ruler read_ruler(const char* svg, const char* look, bool vertical) {
  char tag[64];
  double pixels[2] = {0};
  double values[2] = {0};
  int found = 0;
  snprintf(tag, sizeof tag, "<text class=\"%s\"", look);
  for (const char* at = svg; (at = strstr(at, tag)); ++at) {
    double x;
    double y;
    char form[96];
    double value;
    snprintf(form, sizeof form, "%s x=\"%%lf\" y=\"%%lf\">%%lf", tag);
    assert_int_equal(sscanf(at, form, &x, &y, &value), 3);
    const int which = found++ > 0;
    pixels[which] =
        vertical ? y - 4 : x; // the text's baseline is 4 below the middle of its figures
    values[which] = value;
  }
  assert_true(found >= 2);
  return ruler_of(pixels[0], values[0], pixels[1], values[1]);
}

static void check_points(const char* svg, const char* look, const double* values, int count,
                         double factor) {
  char tag[64];
  const Ruler x = read_ruler(svg, "place", false);
  const Ruler y = read_ruler(svg, "level", true);
  snprintf(tag, sizeof tag, "<polyline class=\"%s\" points=\"", look);
  const char* at = strstr(svg, tag);
  assert_non_null(at);
  at += strlen(tag);
  for (int i = 0; i < count; ++i) {
    char* end;
    const double left = strtod(at, &end);
    assert_int_equal(*end, ',');
    const double top = strtod(end + 1, &end);
    assert_float_equal(ruler_at(x, left), i + 1, 0.02);
    const double value = factor * values[i];
    assert_float_equal(ruler_at(y, top), value, fabs(0.06 * y.rate));
    at = end + 1;
  }
  assert_int_equal(at[-1], '"'); // there are no more
}

static void curves_are_where_the_numbers_are(void** state) {
  (void)state;
  const double learned[] = {5.2, 4.1, 3.3, 2.95, 2.8, 2.71};
  const double held_out[] = {5.6, 4.4, 3.9, 3.6, 3.7, 3.65};
  const ChartCurve curves[] = {{"learned", "learned", learned}, {"held out", "heldout", held_out}};
  const CurveChart chart = {
      .title = "nats", .curves = curves, .curve_count = 2, .count = 6, .best = 4};
  Sink page = {0};
  chart_curves(&page, &chart);
  const char* svg = page_text(&page);
  assert_well_formed(svg);
  check_points(svg, "learned", learned, 6, 1);
  check_points(svg, "heldout", held_out, 6, 1);
  assert_has(svg, ">best epoch: 4<");
  assert_has(svg, "epoch 4, held out: 3.600<");
  free(page.bytes);
}

static void shares_are_percent(void** state) {
  (void)state;
  const double values[] = {0.5, 0.61, 0.634};
  const ChartCurve curve = {"learned", "learned", values};
  const CurveChart chart = {
      .title = "right", .unit = CHART_PERCENT, .curves = &curve, .curve_count = 1, .count = 3};
  Sink page = {0};
  chart_curves(&page, &chart);
  const char* svg = page_text(&page);
  check_points(svg, "learned", values, 3, 100);
  assert_null(strstr(svg, "best epoch")); // none is marked
  free(page.bytes);
}

static void curves_of_any_numbers_can_be_drawn(void** state) {
  (void)state;
  double values[2000];
  for (int i = 0; i < 2000; ++i) {
    values[i] = i;
  }
  for (int count = 1; count <= 2000; count = count * 4 - 1) {
    for (int flat = 0; flat <= 1; ++flat) {
      const double same[2000] = {0};
      const ChartCurve curve = {"learned", "learned", flat ? same : values};
      const CurveChart chart = {
          .title = "any", .curves = &curve, .curve_count = 1, .count = count, .best = count};
      Sink page = {0};
      chart_curves(&page, &chart);
      const char* svg = page_text(&page);
      assert_well_formed(svg);
      assert_null(strstr(svg, "nan"));
      assert_null(strstr(svg, "inf"));
      assert_true(page.size < 40000);
      free(page.bytes);
    }
  }
}

static bool name_bar(int pair, char text[16], const void* names) {
  (void)names;
  snprintf(text, 16, "bar%d", pair);
  return pair == 1;
}

static void bars_are_as_high_as_their_shares(void** state) {
  (void)state;
  const double learned[] = {0.25, 0.5, 0.25};
  const double generated[] = {0, 0.125, 0.875};
  const BarChart chart = {.title = "pitches",
                          .width = 520,
                          .count = 3,
                          .learned = learned,
                          .generated = generated,
                          .name = name_bar};
  Sink page = {0};
  chart_bars(&page, &chart);
  const char* svg = page_text(&page);
  assert_well_formed(svg);
  const Ruler y = read_ruler(svg, "level", true);
  const double shares[] = {25, 50, 12.5, 25, 87.5}; // in order; there is no bar for 0
  const char* at = svg;
  for (int i = 0; i < 5; ++i) {
    double top;
    double height;
    at = strstr(at, " y=\"");
    while (at && sscanf(at, " y=\"%lf\" width=\"%*f\" height=\"%lf\"", &top, &height) != 2) {
      at = strstr(at + 1, " y=\"");
    }
    assert_non_null(at);
    assert_float_equal(ruler_at(y, top), shares[i], fabs(0.06 * y.rate));
    assert_float_equal(ruler_at(y, top + height), 0, fabs(0.11 * y.rate));
    ++at;
  }
  assert_int_equal(page_count(svg, "<rect"), 5);
  assert_has(svg, "bar2: learned 25.0%, generated 87.5%");
  assert_int_equal(page_count(svg, ">bar1<"), 1);
  assert_int_equal(page_count(svg, ">bar2<"), 0);
  free(page.bytes);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(curves_are_where_the_numbers_are),
      cmocka_unit_test(shares_are_percent),
      cmocka_unit_test(curves_of_any_numbers_can_be_drawn),
      cmocka_unit_test(bars_are_as_high_as_their_shares),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
