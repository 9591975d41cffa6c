// Drawing one class from a head's logits: with whole numbers, so that the draw is the same
// everywhere.
#ifndef TN_ENGINE_SAMPLER_H
#define TN_ENGINE_SAMPLER_H

#include "plugin/engine/vocabulary.h"

#include <stdint.h>

typedef struct {
  float temperature; // 0: always the likeliest; 1: as learned; above: bolder
  float top_p;       // draw from the likeliest classes that hold this share, at least one
} TnSampling;

// The likeliest class of all weighs so much, others by their share of it, rounded down: one that is
// 2^-30 times as likely is never drawn.
enum { TN_WEIGHT_OF_LIKELIEST = 1 << 30 };

// weights[k] = TN_WEIGHT_OF_LIKELIEST * e^((logit - highest) / temperature) of the allowed classes,
// 0 of the others. At least one class is allowed; temperature > 0. Returns their sum.
uint64_t tn_sampler_weigh(const float* logits, const uint8_t* allowed, int classes,
                          float temperature, uint32_t* weights);

// What tn_sampler_draw() draws from: the weight of each class, after temperature and top-p. Returns
// their sum.
uint64_t tn_sampler_shares(const float* logits, const uint8_t* allowed, int classes,
                           TnSampling sampling, uint32_t* weights);

// Draws a class that is allowed; `bits` are 64 random bits. Ties go to the lower class. There are
// at most TN_MAX_CLASSES. Never fails, whatever the logits are.
int tn_sampler_draw(const float* logits, const uint8_t* allowed, int classes, TnSampling sampling,
                    uint64_t bits);

#endif
