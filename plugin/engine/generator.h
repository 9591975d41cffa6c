// The network at play: from the events so far to the next one.
#ifndef TN_ENGINE_GENERATOR_H
#define TN_ENGINE_GENERATOR_H

#include "plugin/engine/network.h"
#include "plugin/engine/random.h"
#include "plugin/engine/sampler.h"

// Draws the event that follows `context`: advances the hidden state ([L, 2, H], see network.h) by
// one step and the context by the event. A piece ends where its end is known and near, and nowhere
// else: see tn_context_ending(). draw.field is set here. `scratch` holds
// tn_generator_scratch_floats(). For the audio thread.
TnEvent tn_generator_next(const TnNetwork* network, TnContext* context, float* state,
                          TnSampling sampling, TnDraw draw, float* scratch);

size_t tn_generator_scratch_floats(const TnSizes* sizes);

#endif
