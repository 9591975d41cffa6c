// A style's network as it is played: quantised to whole numbers, laid out for the kernels.
//
// Weights become bytes with one scale an output. What the network is told by rows (the first
// layer's input, the heads' conditions) is a table of 16-bit numbers, one scale a column; the first
// layer's product with its input is done once, when the table is made.
#ifndef TN_ENGINE_MODEL_H
#define TN_ENGINE_MODEL_H

#include "plugin/engine/kernel.h"
#include "plugin/engine/tensors.h"

#include <stdbool.h>
#include <stddef.h>

// A head: p(field | hidden state, condition). Without anything where the field has one class.
typedef struct {
  TnTable table;   // of the condition
  int classes;     // C
  TnAffine hidden; // of the top layer's h: the units
  TnAffine output; // of the units: the logits
} TnPlayedHead;

typedef struct {
  const TnKernel* kernel;
  TnVocabulary vocabulary;
  TnSizes sizes;
  TnTable input_table;
  TnAffine layers[TN_MAX_LAYERS]; // x[0] is the layer below's h, none for the first; x[1] its own
  TnPlayedHead heads[TN_FIELDS];
  size_t bytes; // of all that the model holds
} TnModel;

// Makes the model of a network, which is only read. Takes memory, and time: some ten milliseconds.
// NULL where memory is short. Not for the audio thread, as the next.
TnModel* tn_model_new(const TnNetwork* network, const TnKernel* kernel);
void tn_model_free(TnModel* model);

// `count` as a whole number of cells' or units' panels.
static inline int tn_padded(int count, int unit) {
  return (count + unit - 1) / unit * unit;
}

#endif
