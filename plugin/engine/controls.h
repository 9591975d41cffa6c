// The controls of the instrument, as the ports give them.
//
// Every field is a float of any value: whoever uses one clamps it. A struct of zeros is harmless,
// but it is not the default.
#ifndef TN_ENGINE_CONTROLS_H
#define TN_ENGINE_CONTROLS_H

#include "plugin/engine/vocabulary.h"

typedef struct {
  float enabled;
  float freewheel;
  float temperature;
  float top_p;
  float length; // bars
  float tempo;  // BPM
  float sync;   // 0 host, 1 free
  float seed;
  float key; // 0 the style's own, 1..24 as TN_FEATURE_KEY

  // What is composed.
  float offset;    // bars of the song before its first phrase
  float rate;      // 0 half time, 1 normal, 2 double time
  float mode;      // TnMode
  float variation; // 0..1: of a repeated phrase, the share that is made anew
  float density;   // -1..1: more notes or fewer

  // Limits on what leaves the plugin.
  float low; // pitches
  float high;
  float polyphony; // 1..16
  float scale_root;
  float scale; // 0 off
  float chord; // 0 off, 1 held pitch classes only, 2 favoured
  float latch; // the last chord holds after its release
  float rest;  // 0..1: chance that a bar is left empty

  // How it is played.
  float velocity;     // 0..2: a factor
  float velocity_min; // 1..127
  float velocity_max;
  float gate;       // 0.1..2: a factor of durations
  float swing;      // 0..0.75 of the grid
  float swing_grid; // 0 eighths, 1 sixteenths
  float humanize;   // 0..1
  float transpose;  // semitones
  float channel;    // 0 by part, 1..16 all on one
  float part[TN_MAX_PARTS];

  // The player's notes.
  float thru;
  float in_channel; // 0 all, 1..16
  float listen;
  float learn;

  // Triggers: they act as they rise.
  float reroll;
  float reroll_bar;
  float lock;
  float unlock;
  float panic;
} TnControls;

typedef enum { TN_VARIATIONS, TN_CONTINUE, TN_REPEAT, TN_ANSWER } TnMode;

// What every control is where nobody has set it.
static inline TnControls tn_controls_default(void) {
  return (TnControls){.enabled = 1,
                      .temperature = 1,
                      .top_p = 0.95F,
                      .length = 8,
                      .tempo = 120,
                      .rate = 1,
                      .high = 127,
                      .polyphony = 16,
                      .velocity = 1,
                      .velocity_min = 1,
                      .velocity_max = 127,
                      .gate = 1,
                      .channel = 1,
                      .part = {1, 1, 1, 1, 1, 1, 1, 1}};
}

// A control's value within its range; what is no number is its lowest.
static inline float tn_control_within(float value, float low, float high) {
  return value >= low ? (value <= high ? value : high) : low;
}

// The same of one that takes whole numbers.
static inline int tn_control_whole(float value, int low, int high) {
  const float rounded = value < 0.0F ? value - 0.5F : value + 0.5F;
  return (int)tn_control_within(rounded, (float)low, (float)high);
}

// Music ticks go -1: half, 0: as, 1: twice as fast as those of the song.
static inline int tn_controls_pace(const TnControls* controls) {
  return tn_control_whole(controls->rate, 0, 2) - 1;
}

#endif
