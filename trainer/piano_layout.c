#include "trainer/piano_layout.h"

#include <math.h>

// Pixels, but where it says otherwise.
enum {
  ROLL_WIDTH = PIANO_WIDTH - PIANO_MARGIN - PIANO_LEFT,
  ROW_GAP = 16,   // below a row
  FOOTER = 14,    // below the last row
  MAX_LANE = 12,  // one semitone
  MIN_LANE = 3,   // so
  LANES = 352,    // the height that a row's lanes aim at
  PADDING = 2,    // semitones above and below the notes
  MIN_RANGE = 24, // semitones
  ROW_BARS = 8,   // bars in a row
  FREE_ROW = 32   // quarters in a row where there are no bars
};

// Okabe and Ito's palette, whose colours the colour-blind can tell apart, in an order that keeps
// the first few bright on a dark ground; its black is a light grey here.
const uint32_t PIANO_PART_COLORS[PIANO_ROLL_PARTS] = {0x56B4E9, 0xE69F00, 0x009E73, 0xCC79A7,
                                                      0xF0E442, 0xD55E00, 0x0072B2, 0xC7CCD4};

bool piano_is_black(int pitch) {
  return (0x54A >> (pitch % 12)) & 1; // bits 1, 3, 6, 8 and 10
}

bool piano_layout_draws(const PianoRollNote* note) {
  return note->onset >= 0 && note->duration > 0 && note->onset <= INT32_MAX - note->duration &&
         note->pitch < 128 && note->part < PIANO_ROLL_PARTS;
}

bool piano_row_has(const PianoRow* row, int32_t tick) {
  return tick >= row->start && tick < row->end;
}

double piano_layout_x(const PianoLayout* layout, const PianoRow* row, int32_t tick) {
  return PIANO_LEFT + round(((double)tick - row->start) * layout->pixels_a_tick);
}

double piano_layout_y(const PianoLayout* layout, const PianoRow* row, int pitch) {
  return row->top + (layout->high - pitch) * layout->lane;
}

// Fits the lanes to pitches from `low` to `high`; there are no notes where `high` is negative.
static void fit_pitches(PianoLayout* layout, int low, int high) {
  if (high < 0) {
    low = high = 60;
  }
  const int lacking = MIN_RANGE - (high - low + 1);
  const int more = PADDING + (lacking > 0 ? lacking / 2 : 0);
  layout->low = low > more ? low - more : 0;
  layout->high = high + more < 127 ? high + more : 127;
  const int fitting = LANES / (layout->high - layout->low + 1);
  layout->lane = fitting > MAX_LANE ? MAX_LANE : fitting < MIN_LANE ? MIN_LANE : fitting;
}

// Finds the end of the song, its bars and its pitches.
static void measure(PianoLayout* layout, const PianoRoll* roll) {
  int low = 128;
  int high = -1;
  layout->end = roll->end > 1 ? roll->end : 1;
  for (size_t i = 0; i < roll->note_count; i++) {
    const PianoRollNote* note = &roll->notes[i];
    if (!piano_layout_draws(note)) {
      continue;
    }
    const int32_t end = note->onset + note->duration;
    layout->end = end > layout->end ? end : layout->end;
    low = note->pitch < low ? note->pitch : low;
    high = note->pitch > high ? note->pitch : high;
  }
  fit_pitches(layout, low, high);
  while (layout->bar_count < roll->bar_count && roll->bars[layout->bar_count] < layout->end) {
    layout->bar_count++;
  }
}

// Splits the song into rows of whole bars, or of quarters where there are no bars.
static void split_rows(PianoLayout* layout, const PianoRoll* roll) {
  const bool free = layout->bar_count == 0;
  const int64_t quarter = roll->ticks_per_quarter > 0 ? roll->ticks_per_quarter : 1;
  const size_t units = free ? (size_t)((layout->end + quarter - 1) / quarter) : layout->bar_count;
  const size_t least = free ? FREE_ROW : ROW_BARS;
  const size_t fitting = (units + PIANO_MAX_ROWS - 1) / PIANO_MAX_ROWS;
  const size_t step = fitting > least ? fitting : least;
  for (size_t unit = 0; unit < units; unit += step) {
    const int32_t tick = free ? (int32_t)(quarter * (int64_t)unit) : roll->bars[unit];
    PianoRow* row = &layout->rows[layout->row_count++];
    row->start = unit == 0 ? 0 : tick; // what is before the first bar is in its row
    row->end = layout->end;
    if (unit > 0) {
      row[-1].end = tick;
    }
  }
}

static bool has_tags(const PianoRow* row, const PianoRoll* roll) {
  for (size_t i = 0; i < roll->tempo_count; i++) {
    if (piano_row_has(row, roll->tempos[i].tick)) {
      return true;
    }
  }
  for (size_t i = 0; i < roll->section_count; i++) {
    if (piano_row_has(row, roll->sections[i].tick)) {
      return true;
    }
  }
  return false;
}

// The longest row fills the width.
static void place_rows(PianoLayout* layout, const PianoRoll* roll) {
  int32_t longest = 1;
  for (size_t i = 0; i < layout->row_count; i++) {
    const int32_t length = layout->rows[i].end - layout->rows[i].start;
    longest = length > longest ? length : longest;
  }
  layout->pixels_a_tick = (double)ROLL_WIDTH / longest;
  int y = PIANO_HEADER;
  for (size_t i = 0; i < layout->row_count; i++) {
    PianoRow* row = &layout->rows[i];
    y += (has_tags(row, roll) ? PIANO_TAGS : 0) + PIANO_NUMBERS;
    row->top = y;
    y += layout->lane * (layout->high - layout->low + 1);
    row->bottom = y;
    y += ROW_GAP;
    row->right = piano_layout_x(layout, row, row->end);
  }
  layout->height = y + FOOTER;
}

void piano_layout_make(PianoLayout* layout, const PianoRoll* roll) {
  *layout = (PianoLayout){0};
  measure(layout, roll);
  split_rows(layout, roll);
  place_rows(layout, roll);
}
