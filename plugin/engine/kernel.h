// The arithmetic of the network at play: whole numbers, so that the sums are exact in any order and
// every processor gives the same bits. One file an instruction set does it; the portable one is the
// definition of what they all give.
//
// A value of -1..1 is a whole number of -TN_ONE..TN_ONE, a weight one of -127..127 times the scale
// of its output. What is left of floating point (scales, bias, activation functions) is computed in
// one order, without a contraction, by the same source for every instruction set: kernel_body.h.
#ifndef TN_ENGINE_KERNEL_H
#define TN_ENGINE_KERNEL_H

#include <stdint.h>

enum {
  TN_ONE = 8128, // 64 * 127, so that TN_ONE + value is two digits of 0..127
  TN_PANEL = 64, // outputs that are computed together
  TN_PANEL_CELLS =
      16,        // a panel of an LSTM layer: so many cells' input gates, then forget, cell, output
  TN_GROUP = 4,  // inputs whose weights for one output lie side by side
  TN_INPUTS = 8, // inputs are padded to a multiple of it
  TN_WEIGHT_MAX = 127
};

// A vector of values, in the two forms in which kernels like them. Its length is a multiple of
// TN_PANEL_CELLS; what pads it is 0.
typedef struct {
  int16_t* value;
  uint8_t* high; // (TN_ONE + value) / 128
  uint8_t* low;  // (TN_ONE + value) % 128
} TnValues;

// A matrix that multiplies a vector of values. A panel's weights lie together, in the order in
// which they are read.
typedef struct {
  int inputs;             // a multiple of TN_INPUTS; 0: there is none
  const int8_t* weights;  // [panels, inputs / TN_GROUP, TN_PANEL, TN_GROUP]
  const int32_t* surplus; // [panels, TN_PANEL] TN_ONE times the sum of the output's weights: by so
                          // much a product with TN_ONE + value is larger than one with value
} TnMatrix;

// y = bias + scale * (matrix[0] x[0] + matrix[1] x[1]) + table_scale * told, where what is told is
// a sum of rows of the table. [P] is the number of outputs, padded to whole panels.
typedef struct {
  int panels;
  TnMatrix matrix[2];
  const float* scale;       // [P]
  const float* bias;        // [P]
  const int16_t* table;     // [rows, P]; NULL where there is none
  const float* table_scale; // [P]
} TnAffine;

// Any thread; nothing is assumed of how memory is aligned.
typedef struct {
  const char* name;
  // told [outputs] += `count` rows of a table [., outputs]; `outputs` is a multiple of TN_PANEL.
  void (*tell)(const int16_t* table, const uint16_t* rows, int count, int outputs, int32_t* told);
  // y [TN_PANEL] of one panel. told [P] counts where there is a table.
  void (*affine)(const TnAffine* affine, int panel, const TnValues x[2], const int32_t* told,
                 float* y);
  // The LSTM's cells of so many panels: y [panels, TN_PANEL] are their gates, c [panels,
  // TN_PANEL_CELLS] is advanced, h of as many is written.
  void (*cells)(const float* y, int panels, float* c, TnValues h);
  // units = tanh y; `count` is a multiple of TN_PANEL_CELLS.
  void (*units)(const float* y, int count, TnValues units);
} TnKernel;

// `values` from the place `from` on.
static inline TnValues tn_values_from(TnValues values, int from) {
  return (TnValues){values.value + from, values.high + from, values.low + from};
}

// The fastest kernel that this processor has.
const TnKernel* tn_kernel_fastest(void);

// That of a name: portable, avx2, avxvnni, avx512vnni or neon. NULL where there is none of it, or
// this processor cannot run it.
const TnKernel* tn_kernel_named(const char* name);

// The kernels that this processor can run, from the portable one to the fastest; NULL from the
// last on.
const TnKernel* tn_kernel_at(int index);

#endif
