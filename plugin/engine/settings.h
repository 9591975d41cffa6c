// What composing depends on beside the style: the part of the controls that the network is told or
// that its choices are bound by. Two equal settings compose the same notes.
#ifndef TN_ENGINE_SETTINGS_H
#define TN_ENGINE_SETTINGS_H

#include "plugin/engine/controls.h"
#include "plugin/engine/features.h"
#include "plugin/engine/performance.h"
#include "plugin/engine/sampler.h"

enum { TN_MAX_PHRASE_BARS = 64 };

// All zero but `bars` is neutral: nothing is bound.
typedef struct {
  TnSampling sampling;
  uint32_t seed;
  int bars;    // of a phrase, 1..64
  int offset;  // of the song, on which a phrase begins, 0..63
  uint8_t key; // told to the network, as TN_FEATURE_KEY; 0: the prompt's, or the style's own
  TnMode mode;
  float variation; // share of each pass that is made anew; 0 but in TN_REPEAT
  int pace;        // music ticks go -1: half, 0: as, 1: twice as fast as those of the song
  float density;   // -1..1: how much sooner the next onset comes
  float rest;      // share of bars that are left empty
  // Bit p % 8 of byte p / 8: pitch p, as composed, is not played.
  uint8_t barred[TN_MAX_PITCHES / 8];
  float favour[TN_PITCH_CLASSES]; // nats by which a pitch class, as composed, is likelier
  uint8_t polyphony;              // pitched notes at a time, up to TN_MAX_POLYPHONY; 0: any number
  uint8_t muted;                  // bit p: part p does not count among them
  TnFeel feel;                    // by which they are counted
} TnSettings;

// What the controls mean to a style of this vocabulary. `chord` are the pitch classes that the
// player holds, bit by bit.
TnSettings tn_settings_from(const TnControls* controls, uint16_t chord,
                            const TnVocabulary* vocabulary);

bool tn_settings_equal(const TnSettings* a, const TnSettings* b);

// Whether a pitch, as composed, is not played.
static inline bool tn_settings_bar_pitch(const TnSettings* settings, int pitch) {
  return settings->barred[pitch / 8] >> pitch % 8 & 1;
}

// Music ticks from the beginning of a bar of the song to that of the bar `bars` on.
static inline int32_t tn_settings_line(const TnSettings* settings, TnMeter meter, int bars) {
  const int32_t ticks = bars * tn_meter_bar_ticks(meter);
  return settings->pace > 0 ? 2 * ticks : settings->pace < 0 ? ticks / 2 : ticks;
}

#endif
