// How a note is performed: when it sounds and how hard it is struck, from how it was composed.
//
// All of it is a function of the note, its place in its bar and the number of that bar, so that a
// place in the song sounds the same however the playhead came there. Whole numbers only, after the
// controls: the same on every machine.
#ifndef TN_ENGINE_FEEL_H
#define TN_ENGINE_FEEL_H

#include "plugin/engine/event.h"

#include <stdbool.h>

// Every value is within its range.
typedef struct {
  float gate;      // 0..2: the share of its duration for which a note sounds
  float swing;     // 0..0.75: how much later the second of two steps comes, as a share of a step
  float humanize;  // 0..1
  int swing_ticks; // of a step; 0: no swing
  uint32_t seed;
} TnFeel;

typedef struct {
  float scale;   // 0..2: times the velocity as composed
  uint8_t least; // 1..127
  uint8_t most;  // 1..127; where it is below `least`, it holds
} TnTouch;

// From where the onsets of notes count, in fine.
typedef struct {
  int32_t onset;
  int32_t end;
} TnSpan;

bool tn_feel_equal(const TnFeel* a, const TnFeel* b);

// Where a time comes to be by swing, in fine as it is given. A bar is `bar` fine long.
int32_t tn_feel_swung(const TnFeel* feel, int32_t bar, int32_t time);

// When the note sounds. A bar is `bar` fine long; onset 0 is a bar line, and no onset is negative.
// `number` is that of the bar of the song which the onset is in on the grid.
//
// Swing stretches the first of every two steps of a bar and shortens the second; what is left of
// the bar after the last two stays as it is, and so does the order of what sounds. Humanize then
// delays each onset by at most two ticks, by chance. Neither makes anything sound sooner, or takes
// an onset over the end of its bar. The end is a quarter of a tick after the onset, or more; it may
// be in a later bar.
TnSpan tn_feel_span(const TnFeel* feel, const TnNote* note, int32_t bar, int64_t number);

// How hard the note is struck, 1..127; humanize makes it a little harder or softer. `bar` and
// `number` as above.
uint8_t tn_touch_velocity(const TnTouch* touch, const TnFeel* feel, const TnNote* note, int32_t bar,
                          int64_t number);

#endif
