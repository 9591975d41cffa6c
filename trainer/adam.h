// Adam (Kingma and Ba, "Adam: a method for stochastic optimization", 2015) over one block of
// weights.
#ifndef TN_TRAINER_ADAM_H
#define TN_TRAINER_ADAM_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
  size_t count;
  float* mean;     // [count] first moment
  float* variance; // [count] second moment, uncentred
  long step;
  float decay; // of the weights, times the learning rate (Loshchilov and Hutter 2019); 0 at first
} Adam;

bool adam_init(Adam* adam, size_t count);
void adam_free(Adam* adam);

// Counts one more update; then adam_update() is called once for each weight.
void adam_begin(Adam* adam);

// Updates weights [from, to) by their gradient times `scale`.
void adam_update(Adam* adam, size_t from, size_t to, float learning_rate, float scale,
                 const float* gradient, float* weights);

#endif
