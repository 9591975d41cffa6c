// Where the things of a piano roll stand in its picture: rows of bars, lanes of pitches.
#ifndef TN_TRAINER_PIANO_LAYOUT_H
#define TN_TRAINER_PIANO_LAYOUT_H

#include "trainer/piano_roll.h"

enum {
  PIANO_WIDTH = 1600, // pixels, as all of these
  PIANO_MARGIN = 36,
  PIANO_KEYS_WIDTH = 54,
  PIANO_LEFT = PIANO_MARGIN + PIANO_KEYS_WIDTH, // where every row starts
  PIANO_HEADER = 104,                           // above the first row
  PIANO_TAGS = 24,                              // sections and tempos, in rows that have some
  PIANO_NUMBERS = 20,                           // bar numbers, between the tags and the lanes
  PIANO_MAX_ROWS = 24                           // rows
};

typedef struct {
  int32_t start, end; // ticks
  double top, bottom; // pixels, of its lanes
  double right;       // pixels
} PianoRow;

typedef struct {
  int32_t end;          // ticks: where the song and its last note end, at least 1
  size_t bar_count;     // bars that start before the end
  int low, high;        // pitches shown, both included
  int lane;             // pixels: the height of a semitone
  double pixels_a_tick; // the same in every row
  PianoRow rows[PIANO_MAX_ROWS];
  size_t row_count; // at least 1
  int height;       // pixels: of the whole picture
} PianoLayout;

// Of each part, 0xRRGGBB.
extern const uint32_t PIANO_PART_COLORS[PIANO_ROLL_PARTS];

// Whether the pitch is a black key's.
bool piano_is_black(int pitch);

// False for a note that no roll can show, because its pitch, part or time is out of range.
bool piano_layout_draws(const PianoRollNote* note);

// Fits a song into rows: eight bars each, more where there would be too many rows.
void piano_layout_make(PianoLayout* layout, const PianoRoll* roll);

// Whether `tick` lies in the row.
bool piano_row_has(const PianoRow* row, int32_t tick);

// Left edge of `tick` in the row, in whole pixels; outside the row where the tick is.
double piano_layout_x(const PianoLayout* layout, const PianoRow* row, int32_t tick);

// Upper edge of the lane of `pitch` in the row.
double piano_layout_y(const PianoLayout* layout, const PianoRow* row, int pitch);

#endif
