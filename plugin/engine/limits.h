// Limits on the pitches that are played: a register, a scale and the chord that the player holds.
//
// They hold for the pitch that leaves the plugin, after transposition. Drums are exempt: they are
// not asked about here.
#ifndef TN_ENGINE_LIMITS_H
#define TN_ENGINE_LIMITS_H

#include "plugin/engine/vocabulary.h"

typedef enum {
  TN_SCALE_OFF,
  TN_SCALE_MAJOR,
  TN_SCALE_NATURAL_MINOR,
  TN_SCALE_HARMONIC_MINOR,
  TN_SCALE_MELODIC_MINOR, // as it rises
  TN_SCALE_DORIAN,
  TN_SCALE_PHRYGIAN,
  TN_SCALE_LYDIAN,
  TN_SCALE_MIXOLYDIAN,
  TN_SCALE_LOCRIAN,
  TN_SCALE_MAJOR_PENTATONIC,
  TN_SCALE_MINOR_PENTATONIC,
  TN_SCALE_BLUES,
  TN_SCALE_WHOLE_TONE,
  TN_SCALE_OCTATONIC, // from a whole step on
  TN_SCALES
} TnScale;

typedef enum { TN_CHORD_OFF, TN_CHORD_ONLY, TN_CHORD_FAVOURED } TnChordMode;

// Every value is within its range.
typedef struct {
  uint8_t low;        // the lowest pitch, 0..127
  uint8_t high;       // the highest; where it is below `low`, nothing fits
  uint8_t root;       // pitch class on which the scale begins, 0..11
  uint8_t scale;      // TnScale
  uint8_t chord_mode; // TnChordMode
  uint16_t chord;     // bit k: pitch class k is held; 0: no chord, whatever the mode
  int8_t transpose;   // semitones from a pitch as composed to the one that leaves the plugin
} TnLimits;

// Whether a pitch may leave the plugin: it is a MIDI pitch, and inside all limits.
bool tn_limits_fit(const TnLimits* limits, int pitch);

// Sets fits[pitch] to 1 where a pitch as composed may be played, otherwise to 0.
void tn_limits_composed(const TnLimits* limits, uint8_t fits[TN_MAX_PITCHES]);

// What is added to the logit, in nats, of a pitch that would leave the plugin: more than 0 where it
// is of a held chord that is favoured. Every octave of it, negative ones too, has the same.
float tn_limits_favour(const TnLimits* limits, int pitch);

#endif
