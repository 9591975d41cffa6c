// What a style can say: the classes of each field of an event. A style file carries its vocabulary,
// so that a network and the meaning of its outputs never come apart.
#ifndef TN_ENGINE_VOCABULARY_H
#define TN_ENGINE_VOCABULARY_H

#include <stdbool.h>
#include <stdint.h>

enum {
  TN_TICKS_PER_QUARTER = 24,
  TN_MAX_PARTS = 8,
  TN_PART_NAME = 24, // bytes of a name, its zero included
  TN_MAX_PITCHES = 128,
  TN_MAX_DT_VALUES = 128,
  TN_MAX_DURATIONS = 96,
  TN_MAX_VELOCITIES = 16,
  TN_NUDGES_A_TICK = 5, // the grid of performed time is so much finer
  TN_MAX_NUDGE = TN_NUDGES_A_TICK / 2,
  TN_MAX_NUDGES = 2 * TN_MAX_NUDGE + 1,
  TN_MAX_LOOKBACKS = 5,
  TN_MAX_LOOKBACK = 96,
  TN_MAX_PITCH_ROWS = 2 * TN_MAX_PITCHES, // pitched rows, then drum rows
  TN_MAX_CLASSES = TN_MAX_PITCH_ROWS      // of any field
};

// The fields of an event in the order in which the network decides them.
typedef enum { TN_DT, TN_PART, TN_PITCH, TN_DURATION, TN_VELOCITY, TN_NUDGE, TN_FIELDS } TnField;

// As tensors and reports are named after it.
const char* tn_field_name(TnField field);

typedef struct {
  // Class k < dt_values of field dt means: k ticks after the previous onset. Class dt_values is a
  // rest of dt_values ticks, after which the next event counts on: so any silence can be written.
  // With has_end, class dt_values + 1 ends the piece.
  int dt_values;
  bool has_end;

  // False where a tick is a frame of a piano roll of unknown note value: no place in the beat then.
  bool has_grid;

  int parts;                                   // 1..8
  int drum_part;                               // the part whose pitches are drums, or -1
  char part_names[TN_MAX_PARTS][TN_PART_NAME]; // "" where it has none: see part_names.h

  // Pitched rows: row r is MIDI pitch pitch_low + r. Drum rows follow: pitch_count + d is drum d.
  int pitch_low;
  int pitch_count;
  int drum_count; // 0, or 128 where there is a drum part

  int duration_count;
  int16_t durations[TN_MAX_DURATIONS]; // ticks, rising, the first at least 1

  int velocity_count;
  uint8_t velocities[TN_MAX_VELOCITIES]; // 1..127, rising

  // One, of value 0, where the music is on the grid: the field costs nothing then.
  int nudge_count;
  int8_t nudges[TN_MAX_NUDGES]; // fifths of a tick, -2..2, rising

  // How far back the network is told what was played: bars, or frames of a piano roll.
  int lookback_count;
  int16_t lookbacks[TN_MAX_LOOKBACKS]; // 1..TN_MAX_LOOKBACK
} TnVocabulary;

// The vocabulary of music on the grid of 24 ticks to a quarter: one part, velocity 80, no nudges,
// until the caller says otherwise.
TnVocabulary tn_vocabulary_for_grid(void);

// The vocabulary of a piano roll: pitches low..low + count - 1, every note one frame long.
TnVocabulary tn_vocabulary_for_roll(int pitch_low, int pitch_count);

// Lets notes lie between the ticks of the grid: every nudge there is, in five classes.
void tn_vocabulary_add_nudges(TnVocabulary* vocabulary);

// Whether every count and value is inside its bounds, so that no index made from it can overrun.
bool tn_vocabulary_is_valid(const TnVocabulary* vocabulary);

int tn_vocabulary_classes(const TnVocabulary* vocabulary, TnField field);
int tn_vocabulary_pitch_rows(const TnVocabulary* vocabulary);

static inline int tn_vocabulary_rest(const TnVocabulary* vocabulary) {
  return vocabulary->dt_values;
}

static inline int tn_vocabulary_end(const TnVocabulary* vocabulary) {
  return vocabulary->dt_values + 1;
}

// The part in place `n`, from 0, of those without drums; the last of them where there are fewer. -1
// where there are none.
int tn_vocabulary_pitched_part(const TnVocabulary* vocabulary, int n);

// The range [first, last) of pitch rows that belong to `part`, and the MIDI pitch of the first.
typedef struct {
  int first;
  int last;
  int low;
} TnPitchRange;

TnPitchRange tn_vocabulary_pitch_range(const TnVocabulary* vocabulary, int part);

// The row of `pitch` in `part`, or -1 where the vocabulary does not hold it.
int tn_vocabulary_pitch_row(const TnVocabulary* vocabulary, int part, int pitch);

// The class whose value is nearest to `ticks`, `velocity` or `nudge`; the lower one of two equally
// near.
int tn_vocabulary_duration_class(const TnVocabulary* vocabulary, int ticks);
int tn_vocabulary_velocity_class(const TnVocabulary* vocabulary, int velocity);
int tn_vocabulary_nudge_class(const TnVocabulary* vocabulary, int nudge);

#endif
