// Drawing one class from a head's logits.
#ifndef TN_ENGINE_SAMPLER_H
#define TN_ENGINE_SAMPLER_H

#include "plugin/engine/vocabulary.h"

#include <stdint.h>

typedef struct {
  float temperature; // 0: always the likeliest; 1: as learned; above: bolder
  float top_p;       // draw from the likeliest classes that hold this share, at least one
} TnSampling;

// probabilities[k] = the share of class k among the allowed ones at temperature 1; 0 for the
// others. At least one class is allowed. In place: logits become probabilities.
void tn_sampler_softmax(float* logits, const uint8_t* allowed, int classes);

// Draws a class that is allowed; `bits` are 64 random bits. Ties go to the lower class. Overwrites
// logits, of which there are at most TN_MAX_CLASSES. Never fails, whatever the logits are.
int tn_sampler_draw(float* logits, const uint8_t* allowed, int classes, TnSampling sampling,
                    uint64_t bits);

#endif
