// The network's weights: which tensors there are, with which names and shapes. This table is what
// the trainer trains, the style file stores and the engine runs.
#ifndef TN_ENGINE_TENSORS_H
#define TN_ENGINE_TENSORS_H

#include "plugin/engine/context.h"
#include "plugin/engine/machine.h"

#include <stdbool.h>
#include <stddef.h>

enum {
  TN_MAX_LAYERS = 4,
  TN_MAX_EMBEDDING = 512,
  TN_MAX_HIDDEN = 1024,
  TN_MAX_HEAD = 512,
  TN_MAX_TENSORS = 1 + 3 * TN_MAX_LAYERS + 5 * TN_FIELDS,
  TN_TENSOR_NAME = 32
};

typedef struct {
  int embedding; // E: width of the first layer's input
  int layers;    // L: of the LSTM
  int hidden;    // H: cells of each layer
  int head;      // A: tanh units of each head
} TnSizes;

typedef struct {
  char name[TN_TENSOR_NAME];
  int rows; // 1 for a vector
  int columns;
  size_t offset; // in floats, from the first tensor's begin
} TnTensor;

typedef struct {
  int count;
  TnTensor tensors[TN_MAX_TENSORS]; // in the order of the style file
  size_t total;                     // floats
} TnTensorList;

// A head: p(field | hidden state, condition). Absent (NULLs) where the field has one class.
typedef struct {
  TnTable table;      // of the condition
  int classes;        // C
  float* hidden;      // [H, A]
  float* condition;   // [rows of table, A]
  float* bias;        // [A]
  float* output;      // [A, C]
  float* output_bias; // [C]
} TnHead;

typedef struct {
  int inputs;       // E for the first layer, else H
  float* input;     // [inputs, 4H]: gates in the order input, forget, cell, output
  float* recurrent; // [H, 4H]
  float* bias;      // [4H]
} TnLayer;

// All weights by name: pointers into one block of tensors.total floats that the caller owns.
typedef struct {
  TnVocabulary vocabulary;
  TnSizes sizes;
  TnTable input_table;
  float* embedding; // [rows of input_table, E]
  TnLayer layers[TN_MAX_LAYERS];
  TnHead heads[TN_FIELDS];
} TnNetwork;

bool tn_sizes_are_valid(const TnSizes* sizes);

// The tensors of a network of these sizes over this vocabulary; both are valid.
TnTensorList tn_tensors_list(const TnVocabulary* vocabulary, const TnSizes* sizes);

// Points a network's tensors into `weights`, which outlives it.
TnNetwork tn_network_bind(const TnVocabulary* vocabulary, const TnSizes* sizes, float* weights);

#endif
