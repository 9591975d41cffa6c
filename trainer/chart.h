// Charts as SVG, to stand in a page that gives their classes a look.
#ifndef TN_TRAINER_CHART_H
#define TN_TRAINER_CHART_H

#include "trainer/bytes.h"

// How values are written beside an axis and where the mouse points.
typedef enum { CHART_PLAIN, CHART_PERCENT } ChartUnit;

typedef struct {
  const char* name;
  const char* look;     // class: "learned" or "heldout"
  const double* values; // [count] one an epoch
} ChartCurve;

// Curves over epochs, from 1.
typedef struct {
  const char* title;
  ChartUnit unit;
  const ChartCurve* curves;
  int curve_count; // at least 1
  int count;       // epochs, at least 1
  int best;        // the epoch that is marked; 0: none
} CurveChart;

void chart_curves(Sink* page, const CurveChart* chart);

// Pairs of shares, 0..1: of the pieces learned, drawn wide, and of generated music, drawn before.
typedef struct {
  const char* title;
  int width;             // pixels
  int count;             // pairs, at least 1
  const double* learned; // [count]
  const double* generated;
  // Writes what a pair is called, and whether that stands below it too.
  bool (*name)(int pair, char text[16], const void* names);
  const void* names;
} BarChart;

void chart_bars(Sink* page, const BarChart* chart);

#endif
