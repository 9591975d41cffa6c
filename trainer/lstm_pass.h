// Forward and backward pass of the stacked LSTM over one batch of sequences.
#ifndef TN_TRAINER_LSTM_PASS_H
#define TN_TRAINER_LSTM_PASS_H

#include "trainer/batch.h"
#include "trainer/dense_network.h"
#include "trainer/loops.h"

#include <stdbool.h>

// What one layer keeps of the forward pass for the backward pass. N = steps * streams.
typedef struct {
  float* gates;     // [N, 4H] after activation; in the backward pass their gradient
  float* cell;      // [N, H] c after each step
  float* cell_tanh; // [N, H] tanh(c)
  float* hidden_in; // [N, H] h before each step
  float* cell_in;   // [N, H] c before each step
  float* output;    // [N, H] h after each step, dropped out: the input of what is above
  Dropout dropout;  // of the output
  float* carry_h;   // [streams, H] where the next sequence begins
  float* carry_c;   // [streams, H]
} LstmLayerPass;

typedef struct {
  int streams;
  int steps;
  float* embedded; // [N, E] sum of embedding rows, dropped out
  Dropout embedded_dropout;
  LstmLayerPass layers[TN_MAX_LAYERS];
  float* d_output; // [N, H] gradient of the top layer's output: the heads add to it
  float* d_below;  // [N, E] of the embedding
  float* d_hidden; // [streams, H]
  float* d_cell;   // [streams, H]
} LstmPass;

bool lstm_pass_init(LstmPass* pass, const TnSizes* sizes, int streams, int steps);
void lstm_pass_free(LstmPass* pass);

// Forgets the carried state, as before a first sequence.
void lstm_pass_reset(LstmPass* pass, const TnSizes* sizes);

// The carried state as bytes; takes those of a pass of the same sizes. False where they are too
// few.
void lstm_pass_put(const LstmPass* pass, const TnSizes* sizes, Sink* sink);
bool lstm_pass_take(LstmPass* pass, const TnSizes* sizes, Span* bytes);

// Runs the batch through the layers from the carried state. `dropout` is the share of values
// dropped between layers and before the heads (half of it on the embedding); what is dropped comes
// from `random`. The network's weights have been packed.
void lstm_pass_forward(LstmPass* pass, const DenseNetwork* dense, DenseScratch* scratch,
                       const Batch* batch, float dropout, Random* random);

// Adds the gradient of every weight of embedding and layers to `gradient`, a network bound to a
// block of the same shape; d_output holds the loss' gradient.
void lstm_pass_backward(LstmPass* pass, const DenseNetwork* dense, DenseScratch* scratch,
                        const Batch* batch, TnNetwork* gradient);

#endif
