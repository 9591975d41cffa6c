// What the network is told besides its own memory: where in the bar it is, in which meter and key,
// what sounds and what was struck. One code path for training and for playing.
// What there is to be told stands in features.h.
#ifndef TN_ENGINE_CONTEXT_H
#define TN_ENGINE_CONTEXT_H

#include "plugin/engine/event.h"
#include "plugin/engine/features.h"
#include "plugin/engine/history.h"

enum {
  TN_MAX_SOUNDING = 48,
  TN_MAX_CHORD = 24,
  TN_MAX_ROWS = 15 + TN_PITCH_CLASSES + TN_MAX_SOUNDING + TN_MAX_CHORD +
                TN_MAX_LOOKBACKS * (TN_MAX_CHORD + 2) // active at once in one table
};

typedef struct {
  int32_t end; // tick; INT32_MAX: it is held
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

  int32_t begin; // tick where that began which comes to its close at `end`
  int32_t wait;  // tick before which nothing is to follow but rests; 0: none
  TnEvent previous;
  int32_t tick;   // of the previous event
  TnChord chord;  // struck at `tick` so far
  TnChord struck; // struck at the last onset before the chord's
  int sounding_count;
  TnSounding sounding[TN_MAX_SOUNDING];
  TnHistory history;
} TnContext;

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

// The pitch rows of `part` that can follow `dt` ticks after the previous event.
TnPitchRange tn_context_pitch_range(const TnContext* context, int dt, int part);

// The tick from which on a piece may end: two bars before its end, or half of what comes to its
// close there, where that is later. -1 where its end or the meter is unknown.
int32_t tn_context_ending(const TnContext* context);

// Says that nothing is to be struck before `tick`: until there, others play.
void tn_context_wait(TnContext* context, int32_t tick);

// Says which rows, at most TN_MAX_SOUNDING, others hold from now on until it is said anew: they
// sound.
void tn_context_hold(TnContext* context, const int16_t* rows, int count);

// Whether class `dt` of the field strikes something, or ends the piece, while the context waits.
bool tn_context_is_early(const TnContext* context, int dt);

// Takes in an event that was read or drawn.
void tn_context_advance(TnContext* context, TnEvent event);

#endif
