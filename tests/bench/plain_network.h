// A plain network, as published ones are: an embedding, an LSTM of two layers, dropout and a dense
// softmax over 300 classes, built from the trainer's own layers, for measuring them beside PyTorch.
#ifndef TN_BENCH_PLAIN_NETWORK_H
#define TN_BENCH_PLAIN_NETWORK_H

#include "trainer/adam.h"
#include "trainer/lstm_pass.h"
#include "trainer/pool.h"

enum { PLAIN_CLASSES = 300, PLAIN_EMBEDDING = 128, PLAIN_STREAMS = 32, PLAIN_STEPS = 128 };
enum { PLAIN_TOKENS = PLAIN_STREAMS * PLAIN_STEPS };

typedef struct {
  Batch batch; // reset at the first step; one active row a step
  LstmPass lstm;
  DenseScratch scratch;
  float* logits;         // [N, classes]
  float* gradient_block; // as PlainNetwork.weights
  TnNetwork gradient;    // its embedding and layers
  Random random;
  double loss; // sum over the batch
} PlainWorker;

typedef struct {
  size_t weight_count;
  // embedding [classes, E]; for each layer input [., 4H], recurrent [H, 4H], bias [4H]; output
  // [H, classes], output bias [classes]
  float* weights;
  TnNetwork network; // embedding and layers
  DenseNetwork dense;
  Dense output;
  int workers;
  PlainWorker* worker; // [workers]
  Pool* pool;
  Adam adam;
  float dropout;
  const int32_t* inputs;  // [steps, streams] of the batch at work
  const int32_t* targets; // [steps, streams]
} PlainNetwork;

bool plain_network_init(PlainNetwork* plain, int hidden, int workers, Precision precision,
                        uint64_t seed);
void plain_network_free(PlainNetwork* plain);

// Forward and backward over one batch: the mean loss; the gradient is in
// worker[0].gradient_block.
double plain_network_gradient(PlainNetwork* plain, const int32_t* inputs, const int32_t* targets);

// One update of Adam by that gradient.
void plain_network_update(PlainNetwork* plain, float learning_rate);

#endif
