// The loops over single values that training spends its time in besides products: compiled once for
// each instruction set, chosen by what the processor offers. Their arithmetic is the same in all of
// them (no fused products, sums in sixteen lanes), so every processor gets the same bits.
#ifndef TN_TRAINER_LOOPS_H
#define TN_TRAINER_LOOPS_H

#include <stddef.h>
#include <stdint.h>

// Drops a value where its number, hashed, is below `limit`; scales the others so that the mean
// stays. The same seed drops the same values, so that no mask is stored.
typedef struct {
  uint32_t seed;
  uint32_t limit; // dropout * 2^32
  float kept;     // 1 / (1 - dropout)
} Dropout;

Dropout dropout_of(float share, uint32_t seed);

static const float ADAM_BETA1 = 0.9F;
static const float ADAM_BETA2 = 0.99F; // a batch holds thousands of events: a short memory serves

// The constants of one update of Adam.
typedef struct {
  float rate;       // learning rate over the bias of the first moment
  float correction; // of the second moment's root
  float scale;      // of the gradient
  float decay;      // share of a weight that is taken off
} AdamStep;

typedef struct {
  const char* name; // of the instruction set
  // One stream's gates, [4H], activated in place; cell, its tanh and h after the step.
  void (*lstm_forward)(float* gates, const float* cell_in, float* cell, float* cell_tanh, float* h,
                       size_t hidden);
  // The gradients of the gates before activation, in place of the gates, from those of h and c
  // after the step; d_cell becomes the gradient of c before it.
  void (*lstm_backward)(float* gates, const float* cell_in, const float* cell_tanh,
                        const float* d_h, float* d_cell, size_t hidden);
  void (*tanh)(float* x, size_t count);
  void (*tanh_backward)(float* d, const float* tanh, size_t count); // d *= 1 - tanh^2
  void (*drop)(float* x, size_t count, Dropout dropout);
  void (*add)(float* restrict sum, const float* restrict x, size_t count); // sum += x
  // Turns logits into probabilities of the allowed classes (NULL: all), in place. Returns the
  // likeliest class.
  int (*softmax)(float* logits, const uint8_t* allowed, int classes);
  // To bfloat16; the second interleaves two rows.
  void (*narrow)(const float* x, size_t count, uint16_t* out);
  void (*narrow_pairs)(const float* even, const float* odd, size_t count, uint32_t* out);
  void (*adam)(const float* gradient, float* mean, float* variance, float* weights, size_t count,
               AdamStep step);
} Loops;

// The fastest for this processor.
const Loops* loops(void);

#endif
