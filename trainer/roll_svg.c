#include "trainer/roll_svg.h"

#include "trainer/piano_layout.h"

// Pixels, but where it says otherwise.
enum {
  WIDTH = 520,
  LEFT = 26,   // of the lanes
  TOP = 16,    // above them, for the numbers of bars
  LANES = 220, // the height that the lanes aim at
  MIN_LANE = 2,
  MAX_LANE = 8,
  MIN_RANGE = 24, // semitones
  PADDING = 1     // semitones above and below the notes
};

typedef struct {
  const RollView* view;
  int32_t end; // ticks
  int lane;
} Roll;

static int32_t bar_after(const Piece* piece, int32_t bar) {
  return bar + tn_meter_bar_ticks_at(piece->meters, piece->meter_count, bar);
}

static int32_t bars_end(const Piece* piece, int32_t start) {
  for (int bar = 0; bar < ROLL_BARS; ++bar) {
    start = bar_after(piece, start);
  }
  return start;
}

static void widen(RollView* view, int pitch) {
  view->low = pitch < view->low ? pitch : view->low;
  view->high = pitch > view->high ? pitch : view->high;
}

RollView roll_view(const Piece* piece) {
  RollView view = {.piece = piece, .low = TN_MAX_PITCHES, .high = -1};
  const int32_t first = piece->note_count > 0 ? piece->notes[0].onset : 0;
  while (bar_after(piece, view.start) <= first) {
    view.start = bar_after(piece, view.start);
  }
  const int32_t end = bars_end(piece, view.start);
  for (size_t i = 0; i < piece->note_count && piece->notes[i].onset < end; ++i) {
    widen(&view, piece->notes[i].pitch);
  }
  if (view.high < 0) {
    view.low = view.high = 60;
  }
  for (int more = PADDING; more > 0 || view.high - view.low + 1 < MIN_RANGE; --more) {
    view.low -= view.low > 0;
    view.high += view.high < TN_MAX_PITCHES - 1;
  }
  return view;
}

void roll_view_join(RollView* a, RollView* b) {
  widen(a, b->low);
  widen(a, b->high);
  b->low = a->low;
  b->high = a->high;
}

static double roll_x(const Roll* roll, double tick) {
  const RollView* view = roll->view;
  return LEFT + (WIDTH - LEFT) * (tick - view->start) / (roll->end - view->start);
}

static int roll_y(const Roll* roll, int pitch) {
  return TOP + (roll->view->high - pitch) * roll->lane;
}

static int roll_bottom(const Roll* roll) {
  return roll_y(roll, roll->view->low - 1);
}

static void put_lanes(Sink* page, const Roll* roll) {
  sink_format(page, "<rect class=\"ground\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>", LEFT,
              TOP, WIDTH - LEFT, roll_bottom(roll) - TOP);
  sink_format(page, "<path class=\"black\" stroke-width=\"%d\" d=\"", roll->lane);
  for (int pitch = roll->view->low; pitch <= roll->view->high; ++pitch) {
    if (piano_is_black(pitch)) {
      sink_format(page, "M%d %.1fH%d", LEFT, roll_y(roll, pitch) + roll->lane / 2.0, WIDTH);
    }
  }
  sink_format(page, "\"/>\n");
  for (int pitch = roll->view->low; pitch <= roll->view->high; ++pitch) {
    if (pitch % 12 == 0) {
      sink_format(page, "<text class=\"key\" x=\"%d\" y=\"%d\">C%d</text>", LEFT - 5,
                  roll_y(roll, pitch) + roll->lane, pitch / 12 - 1);
    }
  }
}

static void put_line(Sink* page, const Roll* roll, const char* look, int32_t tick) {
  sink_format(page, "<path class=\"%s\" d=\"M%.1f %dV%d\"/>", look, roll_x(roll, tick), TOP,
              roll_bottom(roll));
}

static void put_bars(Sink* page, const Roll* roll) {
  const Piece* piece = roll->view->piece;
  int number = 1;
  for (int32_t bar = 0; bar < roll->end; bar = bar_after(piece, bar), ++number) {
    if (bar < roll->view->start) {
      continue;
    }
    const TnMeter meter = tn_meter_at(piece->meters, piece->meter_count, bar);
    const int32_t beat = meter.numerator ? tn_meter_beat_ticks(meter) : TN_TICKS_PER_QUARTER;
    for (int32_t tick = bar + beat; tick < bar_after(piece, bar); tick += beat) {
      put_line(page, roll, "beat", tick);
    }
    put_line(page, roll, "bar", bar);
    sink_format(page, "<text class=\"number\" x=\"%.1f\" y=\"%d\">%d</text>\n",
                roll_x(roll, bar) + 2, TOP - 4, number);
  }
}

static void put_note(Sink* page, const Roll* roll, const TnNote* note) {
  const double nudge = (double)note->nudge / TN_NUDGES_A_TICK;
  const double left = roll_x(roll, note->onset + nudge);
  const double end = note->onset + note->duration + nudge;
  const double right = roll_x(roll, end < roll->end ? end : roll->end);
  const double width = right - left > 3 ? right - left - 1 : 2;
  sink_format(page,
              "<rect class=\"p%d\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" "
              "opacity=\"%.2f\"/>\n",
              note->part, left, roll_y(roll, note->pitch), width, roll->lane,
              0.55 + 0.45 * note->velocity / 127);
}

void roll_svg_put(Sink* page, const RollView* view, const char* title) {
  const Piece* piece = view->piece;
  const int fitting = LANES / (view->high - view->low + 1);
  const Roll roll = {.view = view,
                     .end = bars_end(piece, view->start),
                     .lane = fitting < MIN_LANE   ? MIN_LANE
                             : fitting > MAX_LANE ? MAX_LANE
                                                  : fitting};
  sink_format(page, "<svg class=\"roll\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n",
              WIDTH, roll_bottom(&roll), title);
  put_lanes(page, &roll);
  put_bars(page, &roll);
  for (size_t i = 0; i < piece->note_count; ++i) {
    if (piece->notes[i].onset >= view->start && piece->notes[i].onset < roll.end) {
      put_note(page, &roll, &piece->notes[i]);
    }
  }
  sink_format(page, "</svg>\n");
}
