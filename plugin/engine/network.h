// One step of the network, batch of one, as it runs in the audio thread.
#ifndef TN_ENGINE_NETWORK_H
#define TN_ENGINE_NETWORK_H

#include "plugin/engine/tensors.h"

// Floats of a state: hidden h and cell c of each layer, [L, 2, H].
size_t tn_network_state_floats(const TnSizes* sizes);

// Floats of scratch memory that the functions below write to.
size_t tn_network_scratch_floats(const TnSizes* sizes);

// Advances `state` by one step on the sum of `count` rows of the embedding.
void tn_network_step(const TnNetwork* network, float* state, const uint16_t* rows, int count,
                     float* scratch);

// The logits of `field`, [classes], given the state after a step and `count` rows of the head's
// condition table. A field of one class has the logit 0.
void tn_network_head(const TnNetwork* network, TnField field, const float* state,
                     const uint16_t* rows, int count, float* scratch, float* logits);

#endif
