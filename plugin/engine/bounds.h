// Bounds of one event that is to be drawn: what may be struck when, and at which pitch. What lies
// outside has probability 0, and the rest is renormalised.
#ifndef TN_ENGINE_BOUNDS_H
#define TN_ENGINE_BOUNDS_H

#include "plugin/engine/context.h"
#include "plugin/engine/odds.h"

// Each may strike what the one before may, and more.
typedef enum { TN_NOTHING, TN_DRUMS_ONLY, TN_ALL } TnMayStrike;

// For reading only, but for who makes it. Drums are free in pitch. Numbers are numbers: no NaN.
typedef struct {
  uint8_t strike[TN_MAX_DT_VALUES]; // TnMayStrike, so many ticks after the previous event
  uint8_t fits[TN_MAX_PITCHES];     // 1: pitched parts may strike this pitch; 0: they may not
  float favour[TN_PITCH_CLASSES];   // nats by which pitches of a class become likelier, not drums'
  float tilt;                       // nats by which each semitone higher is likelier, not drums'
  float rhythm;                     // TnManner.rhythm: how time steps are drawn
  float density;                    // 1: many notes; 0: as many as the network wants; -1: few
  int32_t limit;                    // tick before which the next event is to be; INT32_MAX: none
  TnOdds* odds;                     // of the pitch, for who wants to know them; NULL: nobody
} TnBounds;

// Forbids the classes of `field` that are out of bounds or leave a later field nothing that is
// inside: to `allowed`, as tn_context_allowed() has set it. Rests and the end stay. Of a part or a
// pitch nothing may be left, where the fields before were decided under other bounds.
void tn_bounds_narrow(const TnBounds* bounds, const TnContext* context, TnField field, TnEvent next,
                      uint8_t* allowed);

// Makes classes of `field` likelier or less likely, as density and favour have it. In `logits`, so
// that what is drawn by them is still a distribution.
void tn_bounds_tilt(const TnBounds* bounds, const TnVocabulary* vocabulary, TnField field,
                    TnEvent next, float* logits);

// Whether a note is inside, but for the limit.
bool tn_bounds_hold(const TnBounds* bounds, const TnVocabulary* vocabulary, TnEvent note);

// Whether an event lands at the limit or after it. So does an end, where there is a limit: what
// follows it is not before the limit either.
bool tn_bounds_reached(const TnBounds* bounds, const TnContext* context, TnEvent event);

#endif
