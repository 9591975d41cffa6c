// The network at play: from the events so far to the next one, a bounded piece of work at a time.
#ifndef TN_ENGINE_GENERATOR_H
#define TN_ENGINE_GENERATOR_H

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

// Goes on drawing the event that follows the context, as long as `work` lasts (see step.h), and
// takes off it what was done. Returns whether the event is complete: then `event` is set and the
// context has taken it in. A piece ends where its end is known and near, and nowhere else: see
// tn_context_ending(); nor while the context waits. draw.field is set here. The sampling may change
// while the event is in progress: what is drawn yet, is drawn by it.
bool tn_generator_next(TnGenerator* generator, TnSampling sampling, TnDraw draw, int64_t* work,
                       TnEvent* event);

// The same with an event that is given instead of drawn: tn_generator_next() goes on from it as if
// the network had played it. The event is no end, and of the network's vocabulary; it stays the
// same until it is taken in.
bool tn_generator_follow(TnGenerator* generator, TnEvent event, int64_t* work);

// Brings `to`, of the same model, to where `from` is; an event in progress is begun again.
void tn_generator_copy(TnGenerator* to, const TnGenerator* from);

#endif
