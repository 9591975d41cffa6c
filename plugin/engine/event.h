// Notes on the grid, and the events that the network reads and writes: one a note.
#ifndef TN_ENGINE_EVENT_H
#define TN_ENGINE_EVENT_H

#include <stdint.h>

enum {
  TN_DRUM_CHANNEL = 9, // of MIDI's 0..15
  TN_FINE_A_TICK = 80, // the unit of time of what sounds
  TN_FINE_A_NUDGE = 16 // of a fifth of a tick
};

// A note of a piece. Times in ticks from the start of the piece. It sounds `nudge` after its onset
// and as much after its end: a performer is not on the grid.
typedef struct {
  int32_t onset;
  int32_t duration; // at least 1
  uint8_t part;     // 0..7
  uint8_t pitch;    // MIDI pitch, 0..127
  uint8_t velocity; // 1..127
  int8_t nudge;     // fifths of a tick, -2..2
} TnNote;

typedef enum {
  TN_EVENT_START, // before the first note: the first onset is not "inside a chord"
  TN_EVENT_NOTE,
  TN_EVENT_REST, // time passes, nothing is struck
  TN_EVENT_END   // no further note
} TnEventKind;

// An event as classes of the style's vocabulary; MIDI pitch for the pitch. A rest and an end have
// no field but dt, a start has none; fields that an event has not are 0.
typedef struct {
  uint8_t kind; // TnEventKind
  uint8_t dt;
  uint8_t part;
  uint8_t pitch;
  uint8_t duration;
  uint8_t velocity;
  uint8_t nudge;
} TnEvent;

// A bar of `numerator` beats of 1/`denominator`; numerator 0 where the meter is unknown.
typedef struct {
  int32_t tick; // from which it holds: a bar begins here
  uint8_t numerator;
  uint8_t denominator; // 1, 2, 4, 8, 16 or 32
} TnMeter;

// The ticks of a beat and of a bar of a known meter.
int32_t tn_meter_beat_ticks(TnMeter meter);
int32_t tn_meter_bar_ticks(TnMeter meter);

// The meter that holds at `tick`, of `count` that are sorted by tick; the first before its own tick
// too. Unknown where there is none.
TnMeter tn_meter_at(const TnMeter* meters, int count, int32_t tick);

// The ticks of the bar at `tick`; of four quarters where the meter is unknown.
int32_t tn_meter_bar_ticks_at(const TnMeter* meters, int count, int32_t tick);

#endif
