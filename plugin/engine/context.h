// What the network is told besides its own memory: where in the bar it is, in which meter and key,
// what sounds and what was struck. One code path for training and for playing.
//
// Every piece of knowledge is a feature with some rows, of which one is active (of the rolls: as
// many as there are pitches in question). An input table or a head's condition table is a list of
// features; the network adds up the table's active rows.
#ifndef TN_ENGINE_CONTEXT_H
#define TN_ENGINE_CONTEXT_H

#include "plugin/engine/event.h"
#include "plugin/engine/history.h"
#include "plugin/engine/vocabulary.h"

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

enum {
  TN_MAX_SOUNDING = 48,
  TN_MAX_CHORD = 24,
  TN_PITCH_CLASSES = 12,
  TN_MAX_ROWS = 15 + TN_PITCH_CLASSES + TN_MAX_SOUNDING + TN_MAX_CHORD +
                TN_MAX_LOOKBACKS * (TN_MAX_CHORD + 2), // active at once in one table
  TN_KEYS = 25
};

typedef struct {
  int32_t end; // tick
  int16_t row; // pitch row
} TnSounding;

typedef struct {
  int count;
  int16_t rows[TN_MAX_CHORD]; // pitch rows
} TnChord;

// Plain data: copy it to keep a place to come back to. Pointers stay the caller's.
typedef struct {
  const TnVocabulary* vocabulary;
  const TnMeter* meters; // sorted by tick, the first at tick 0 or before; may be empty: unknown
  int meter_count;
  int32_t end; // tick where the piece ends, or -1: unknown
  uint8_t key; // 0 unknown, 1..12 major, 13..24 minor

  TnEvent previous;
  int32_t tick;   // of the previous event
  TnChord chord;  // struck at `tick` so far
  TnChord struck; // struck at the last onset before the chord's
  int sounding_count;
  TnSounding sounding[TN_MAX_SOUNDING];
  TnHistory history;
} TnContext;

// How many rows a feature has for each lookback; 0 where it has nothing to do with them.
int tn_context_lookback_rows(const TnVocabulary* vocabulary, TnFeature feature);

// The table of the first layer's input (TN_FIELDS) or of the condition of a field's head.
TnTable tn_context_table(const TnVocabulary* vocabulary, int field_or_input);

enum { TN_INPUT_TABLE = TN_FIELDS };

// At the start of a piece. `meters` is kept, not copied.
void tn_context_start(TnContext* context, const TnVocabulary* vocabulary, const TnMeter* meters,
                      int meter_count, int32_t end, uint8_t key);

// The active rows of the input table after the previous event. Returns how many, at most
// TN_MAX_ROWS.
int tn_context_input_rows(const TnContext* context, const TnTable* table, uint16_t* rows);

// The active rows of the condition table of `field`'s head, when the fields of `next` before
// `field` are decided.
int tn_context_condition_rows(const TnContext* context, const TnTable* table, TnField field,
                              TnEvent next, uint16_t* rows);

// allowed[k] = whether class k of `field` can follow, when the fields of `next` before `field` are
// decided: in a chord notes come from the highest pitch down, then by part. `allowed` has room for
// the classes of the field. At least one class is always allowed.
void tn_context_allowed(const TnContext* context, TnField field, TnEvent next, uint8_t* allowed);

// The tick from which on a piece may end: two bars before its end, or half of the piece where that
// is later. -1 where its end or the meter is unknown.
int32_t tn_context_ending(const TnContext* context);

// Takes in an event that was read or drawn.
void tn_context_advance(TnContext* context, TnEvent event);

#endif
