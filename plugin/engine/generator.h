// The network at play: from the events so far to the next one.
#ifndef TN_ENGINE_GENERATOR_H
#define TN_ENGINE_GENERATOR_H

#include "plugin/engine/network.h"
#include "plugin/engine/random.h"
#include "plugin/engine/sampler.h"

// Draws the event that follows `context`: advances the hidden state ([L, 2, H], see network.h) by
// one step and the context by the event. A piece ends where its end is known and near, and nowhere
// else: see tn_context_ending(); nor while the context waits. draw.field is set here. `scratch`
// holds tn_generator_scratch_floats(). For the audio thread.
TnEvent tn_generator_next(const TnNetwork* network, TnContext* context, float* state,
                          TnSampling sampling, TnDraw draw, float* scratch);

// The same with an event that is given instead of drawn: tn_generator_next() goes on from it as if
// the network had played it. The event is no end, and of the network's vocabulary. For the audio
// thread.
void tn_generator_follow(const TnNetwork* network, TnContext* context, float* state, TnEvent event,
                         float* scratch);

size_t tn_generator_scratch_floats(const TnSizes* sizes);

#endif
