// The products of a whole network in training: shared by the workers, packed anew after every
// update.
#ifndef TN_TRAINER_DENSE_NETWORK_H
#define TN_TRAINER_DENSE_NETWORK_H

#include "plugin/engine/tensors.h"
#include "trainer/dense.h"

typedef struct {
  const TnNetwork* network;    // the caller's
  const ProductKernel* kernel; // of all products; NULL: OpenBLAS, but for the recurrent ones
  Dense input[TN_MAX_LAYERS];
  Dense recurrent[TN_MAX_LAYERS];
  Dense head_hidden[TN_FIELDS]; // empty where the head is absent
  Dense head_output[TN_FIELDS];
} DenseNetwork;

// `network` outlives it. False where memory is short or no kernel has this precision.
bool dense_network_init(DenseNetwork* dense, const TnNetwork* network, Precision precision);
void dense_network_free(DenseNetwork* dense);

// Takes the network's weights as they are now: the share of worker `w` of `workers`.
void dense_network_pack(DenseNetwork* dense, int w, int workers);

// Scratch for batches of N steps of this network.
bool dense_network_scratch(const DenseNetwork* dense, size_t n, DenseScratch* scratch);

#endif
