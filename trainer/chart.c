#include "trainer/chart.h"

#include <math.h>
#include <stdio.h>

// Pixels, but where it says otherwise.
enum {
  CURVE_WIDTH = 520,
  CURVE_HEIGHT = 260,
  BAR_HEIGHT = 210,
  LEFT = 46,   // of the plot, where the numbers of the vertical axis stand
  RIGHT = 14,  // so
  TOP = 14,    // so
  BOTTOM = 40, // so
  MAX_TICKS = 6,
  DOTS = 60,   // epochs, at most, whose points are dots
  POINTS = 500 // of a curve, about: others between them are left out
};

// A part of a line of numbers, and where it is drawn.
typedef struct {
  double low, high;
  double step; // from one number beside the axis to the next
  double from; // pixels, of low
  double to;   // pixels, of high
} Axis;

// 1, 2 or 5 times a power of ten: the least that takes `span` in at most `ticks` steps.
static double round_step(double span, int ticks) {
  const double least = span / ticks;
  const double power = pow(10, floor(log10(least)));
  const double times = least / power;
  return power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
}

static Axis axis_new(double low, double high, double from, double to) {
  const double span = high - low > 1e-9 ? high - low : 0.1;
  const double step = round_step(span, MAX_TICKS - 1);
  return (Axis){.low = step * floor(low / step + 1e-9),
                .high = step * ceil((low + span) / step - 1e-9),
                .step = step,
                .from = from,
                .to = to};
}

static double axis_at(const Axis* axis, double value) {
  return axis->from + (axis->to - axis->from) * (value - axis->low) / (axis->high - axis->low);
}

static void put_value(Sink* page, ChartUnit unit, double value, int decimals) {
  if (unit == CHART_PERCENT) {
    sink_format(page, "%.*f%%", decimals > 2 ? decimals - 2 : 0, 100 * value);
  } else {
    sink_format(page, "%.*f", decimals, value);
  }
}

static void put_levels(Sink* page, const Axis* axis, ChartUnit unit, int width) {
  const int decimals = axis->step < 1 ? (int)ceil(-log10(axis->step) - 1e-9) : 0;
  const int steps = (int)lround((axis->high - axis->low) / axis->step);
  for (int i = 0; i <= steps; ++i) {
    const double value = axis->low + i * axis->step;
    const double y = axis_at(axis, value);
    sink_format(page, "<path class=\"grid\" d=\"M%d %.1fH%d\"/>", LEFT, y, width - RIGHT);
    sink_format(page, "<text class=\"level\" x=\"%d\" y=\"%.1f\">", LEFT - 8, y + 4);
    put_value(page, unit, value, decimals);
    sink_format(page, "</text>\n");
  }
}

static void put_begin(Sink* page, const char* title, int width, int height) {
  sink_format(page, "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n",
              width, height, title);
}

static void put_end(Sink* page) {
  sink_format(page, "</svg>\n");
}

// The lowest and highest value of all curves.
static void find_range(const CurveChart* chart, double* low, double* high) {
  *low = HUGE_VAL;
  *high = -HUGE_VAL;
  for (int c = 0; c < chart->curve_count; ++c) {
    for (int i = 0; i < chart->count; ++i) {
      *low = fmin(*low, chart->curves[c].values[i]);
      *high = fmax(*high, chart->curves[c].values[i]);
    }
  }
}

static void put_epochs(Sink* page, const CurveChart* chart, const Axis* x) {
  const int step = (int)fmax(1, round_step(chart->count, 2 * MAX_TICKS));
  const int y = CURVE_HEIGHT - BOTTOM + 18;
  for (int epoch = 1; epoch <= chart->count; ++epoch) {
    if (epoch == 1 || (epoch % step == 0 && epoch > step / 2)) {
      sink_format(page, "<text class=\"place\" x=\"%.1f\" y=\"%d\">%d</text>\n", axis_at(x, epoch),
                  y, epoch);
    }
  }
  sink_format(page, "<text class=\"unit\" x=\"%d\" y=\"%d\">epoch</text>\n", CURVE_WIDTH - RIGHT,
              CURVE_HEIGHT - 6);
}

static void put_best_line(Sink* page, const CurveChart* chart, const Axis* x) {
  if (chart->best > 0) {
    sink_format(page, "<path class=\"best\" d=\"M%.1f %dV%d\"/>\n", axis_at(x, chart->best), TOP,
                CURVE_HEIGHT - BOTTOM);
  }
}

static void put_best_name(Sink* page, const CurveChart* chart, const Axis* x) {
  if (chart->best > 0) {
    const double at = axis_at(x, chart->best);
    const bool late = at > CURVE_WIDTH / 2.0;
    sink_format(page, "<text class=\"best %s\" x=\"%.1f\" y=\"%d\">best epoch: %d</text>\n",
                late ? "before" : "after", late ? at - 6 : at + 6, TOP + 10, chart->best);
  }
}

static void put_dots(Sink* page, const CurveChart* chart, const ChartCurve* curve, const Axis* x,
                     const Axis* y) {
  for (int i = 0; i < chart->count; ++i) {
    sink_format(page, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%s\"><title>epoch %d, %s: ",
                curve->look, axis_at(x, i + 1), axis_at(y, curve->values[i]),
                i + 1 == chart->best ? "4.5" : "2.4", i + 1, curve->name);
    put_value(page, chart->unit, curve->values[i], 3);
    sink_format(page, "</title></circle>\n");
  }
}

static void put_curve(Sink* page, const CurveChart* chart, const ChartCurve* curve, const Axis* x,
                      const Axis* y) {
  const int stride = 1 + chart->count / POINTS;
  sink_format(page, "<polyline class=\"%s\" points=\"", curve->look);
  for (int i = 0; i < chart->count; i += stride) {
    sink_format(page, "%s%.1f,%.1f", i > 0 ? " " : "", axis_at(x, i + 1),
                axis_at(y, curve->values[i]));
  }
  sink_format(page, "\"/>\n");
  if (chart->count <= DOTS) {
    put_dots(page, chart, curve, x, y);
  }
}

void chart_curves(Sink* page, const CurveChart* chart) {
  double low;
  double high;
  find_range(chart, &low, &high);
  const Axis y = axis_new(low, high, CURVE_HEIGHT - BOTTOM, TOP);
  const Axis x = {.low = 1,
                  .high = chart->count > 1 ? chart->count : 2,
                  .from = LEFT + 10,
                  .to = CURVE_WIDTH - RIGHT - 6};
  put_begin(page, chart->title, CURVE_WIDTH, CURVE_HEIGHT);
  put_levels(page, &y, chart->unit, CURVE_WIDTH);
  put_epochs(page, chart, &x);
  put_best_line(page, chart, &x);
  for (int c = 0; c < chart->curve_count; ++c) {
    put_curve(page, chart, &chart->curves[c], &x, &y);
  }
  put_best_name(page, chart, &x);
  put_end(page);
}

// A bar of `width` pixels around `middle`.
static void put_bar(Sink* page, const char* look, double middle, double width, const Axis* y,
                    double share) {
  const double top = axis_at(y, share);
  if (share > 0) {
    sink_format(page, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                look, middle - width / 2, top, width, y->from - top);
  }
}

static void put_pair(Sink* page, const BarChart* chart, int pair, double pitch, const Axis* y) {
  const double middle = LEFT + (pair + 0.5) * pitch;
  const double wide = pitch > 3 ? pitch - fmin(10, 0.22 * pitch) : pitch;
  char name[16];
  const bool named = chart->name(pair, name, chart->names);
  sink_format(page, "<g><title>%s: learned %.1f%%, generated %.1f%%</title>", name,
              100 * chart->learned[pair], 100 * chart->generated[pair]);
  put_bar(page, "learned", middle, wide, y, chart->learned[pair]);
  put_bar(page, "generated", middle, wide / 2, y, chart->generated[pair]);
  sink_format(page, "</g>\n");
  if (named) {
    sink_format(page, "<text class=\"place\" x=\"%.1f\" y=\"%d\">%s</text>\n", middle,
                BAR_HEIGHT - BOTTOM + 18, name);
  }
}

void chart_bars(Sink* page, const BarChart* chart) {
  double most = 0;
  for (int i = 0; i < chart->count; ++i) {
    most = fmax(most, fmax(chart->learned[i], chart->generated[i]));
  }
  const Axis y = axis_new(0, most, BAR_HEIGHT - BOTTOM, TOP);
  put_begin(page, chart->title, chart->width, BAR_HEIGHT);
  put_levels(page, &y, CHART_PERCENT, chart->width);
  for (int i = 0; i < chart->count; ++i) {
    put_pair(page, chart, i, (double)(chart->width - LEFT - RIGHT) / chart->count, &y);
  }
  put_end(page);
}
