// What the network can be told: features, and the tables that list them.
//
// Every piece of knowledge is a feature with some rows, of which one is active (of the rolls: as
// many as there are pitches in question). An input table or a head's condition table is a list of
// features; the network adds up the table's active rows.
#ifndef TN_ENGINE_FEATURES_H
#define TN_ENGINE_FEATURES_H

#include "plugin/engine/vocabulary.h"

enum {
  TN_BEAT_ROWS = 17,      // unknown, 0..15 (and beyond)
  TN_BAR_BEATS_ROWS = 18, // unknown, 1..16, more
  TN_BEAT_UNIT_ROWS = 7,  // unknown, 1, 2, 4, 8, 16, 32
  TN_PITCH_CLASSES = 12,
  TN_KEYS = 25
};

typedef enum {
  TN_FEATURE_KIND,      // start, note or rest
  TN_FEATURE_DT,        // the fields of the event, as classes
  TN_FEATURE_PART,      //
  TN_FEATURE_PITCH,     // pitch rows
  TN_FEATURE_DURATION,  //
  TN_FEATURE_VELOCITY,  //
  TN_FEATURE_NUDGE,     // no rows where there is one class
  TN_FEATURE_BEAT,      // beat in the bar; row 0: unknown
  TN_FEATURE_PLACE,     // ticks since the beat; row 0: unknown
  TN_FEATURE_BAR_BEATS, // beats of a bar; row 0: unknown
  TN_FEATURE_BEAT_UNIT, // note value of a beat; row 0: unknown
  TN_FEATURE_KEY,       // row 0: unknown; 1..12 major, 13..24 minor, from C
  TN_FEATURE_BARS_LEFT, // of the piece, in buckets; row 0: unknown
  TN_FEATURE_SOUNDING,  // roll: pitch rows that sound, this chord included
  TN_FEATURE_STRUCK,    // roll: pitch rows struck at the previous distinct onset
  // For each lookback of the vocabulary, so far before the moment in question:
  TN_FEATURE_AGO,      // roll: pitch rows that were struck
  TN_FEATURE_NEXT_AGO, // ticks to the next note then; row 0: none known
  TN_FEATURE_HELD_AGO, // duration of the same note then; row 0: it was not struck
  // Of pitched parts; so that what is learned in one octave serves in another:
  TN_FEATURE_PITCH_CLASS,      // of the event
  TN_FEATURE_OCTAVE,           // of the event
  TN_FEATURE_CLASSES_SOUNDING, // roll: pitch classes that sound
  TN_FEATURES
} TnFeature;

// Where each feature's rows begin in one table; -1 where the table has none of it.
typedef struct {
  int16_t first[TN_FEATURES];
  int rows;
} TnTable;

// The table of the first layer's input (TN_FIELDS) or of the condition of a field's head.
TnTable tn_feature_table(const TnVocabulary* vocabulary, int field_or_input);

enum { TN_INPUT_TABLE = TN_FIELDS };

// How many rows a feature has for each lookback; 0 where it has nothing to do with them.
int tn_feature_lookback_rows(const TnVocabulary* vocabulary, TnFeature feature);

#endif
