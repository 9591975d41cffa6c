// The network at play: from the events so far to the next one, a bounded piece of work at a time.
#ifndef TN_ENGINE_GENERATOR_H
#define TN_ENGINE_GENERATOR_H

#include "plugin/engine/bounds.h"
#include "plugin/engine/random.h"
#include "plugin/engine/sampler.h"
#include "plugin/engine/step.h"

// For reading only, but for what its functions do. No pointer into itself.
typedef struct {
  TnContext context; // after the last event that is complete
  TnStep step;
  int field;    // of the event in progress, to be drawn next; TN_FIELDS: none is in progress
  bool stepped; // the network has taken in the event before
  bool asked;   // the field's head is at work, or done
  TnEvent next; // as far as it is drawn
} TnGenerator;

// Bytes of the memory that tn_generator_init() takes, aligned as malloc aligns.
size_t tn_generator_bytes(const TnSizes* sizes);

// `model` and `block`, both the caller's, outlive the generator. tn_generator_start() comes next.
void tn_generator_init(TnGenerator* generator, const TnModel* model, void* block);

// Begins a piece: what is told is as in tn_context_start(), which see. For the audio thread, as are
// the next.
void tn_generator_start(TnGenerator* generator, const TnMeter* meters, int meter_count, int32_t end,
                        uint8_t key);

typedef enum {
  TN_DRAWING,  // the work ran out: go on
  TN_DRAWN,    // `event` is set and the context has taken it in
  TN_AT_LIMIT, // the next event is not before the limit: nothing is taken in
  TN_AT_END    // under a limit: the piece ends; nothing is taken in
} TnDrawn;

// Goes on drawing the event that follows the context, as long as `work` lasts (see step.h), and
// takes off it what was done. A piece ends where its end is known and near, and nowhere else: see
// tn_context_ending(); nor while the context waits. draw.field is set here.
//
// `bounds`, or NULL where there are none, are those of this event. They and the sampling may change
// while it is in progress: what is drawn yet, is drawn by them, and what was drawn and is out of
// bounds now is drawn again. There is always something to draw: a rest at least.
//
// At the limit and the end the network has made its step: tn_generator_follow() or, under another
// limit, this goes on from there.
TnDrawn tn_generator_next(TnGenerator* generator, TnSampling sampling, TnDraw draw,
                          const TnBounds* bounds, int64_t* work, TnEvent* event);

// Takes in an event that is given instead of drawn, as long as `work` lasts: tn_generator_next()
// goes on from it as if the network had played it. Returns whether it is taken in. The event is no
// end, and of the network's vocabulary; it stays the same until it is taken in. What was drawn of
// an event in progress is forgotten.
bool tn_generator_follow(TnGenerator* generator, TnEvent event, int64_t* work);

// Brings `to`, of the same model, to where `from` is, in the midst of an event too.
void tn_generator_copy(TnGenerator* to, const TnGenerator* from);

#endif
