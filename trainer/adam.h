// Adam (Kingma and Ba, "Adam: a method for stochastic optimization", 2015) over one block of
// weights.
#ifndef TN_TRAINER_ADAM_H
#define TN_TRAINER_ADAM_H

#include "trainer/bytes.h"

typedef struct {
  size_t count;
  float* mean;     // [count] first moment
  float* variance; // [count] second moment, uncentred
  long step;
  float decay; // of the weights, times the learning rate (Loshchilov and Hutter 2019); 0 at first
} Adam;

bool adam_init(Adam* adam, size_t count);
void adam_free(Adam* adam);

// What it has learned of the gradients, as bytes; takes those of one of the same count. False where
// they are too few.
void adam_put(const Adam* adam, Sink* sink);
bool adam_take(Adam* adam, Span* bytes);

// Counts one more update; then adam_update() is called once for each weight.
void adam_begin(Adam* adam);

// Updates weights [from, to) by their gradient times `scale`.
void adam_update(Adam* adam, size_t from, size_t to, float learning_rate, float scale,
                 const float* gradient, float* weights);

#endif
