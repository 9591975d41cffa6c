// A layer's weights [inputs, outputs] in training, and its three products over the rows of a batch:
// forward, back to its input, and the gradient of the weights. In F32 by OpenBLAS, or, where it has
// a kernel, by that and in bfloat16 (see product.h).
#ifndef TN_TRAINER_DENSE_H
#define TN_TRAINER_DENSE_H

#include "trainer/product.h"

typedef struct {
  const ProductKernel* kernel; // NULL: by OpenBLAS
  size_t inputs;
  size_t outputs;
  const float* weights; // the caller's
  Panels ahead;         // of the weights
  Panels back;          // of the weights transposed
} Dense;

// With a kernel the weights are packed by dense_pack(), which is called after they changed.
bool dense_init(Dense* dense, const ProductKernel* kernel, size_t inputs, size_t outputs,
                const float* weights);
void dense_free(Dense* dense);

// Packs the share of worker `w` of `workers`.
void dense_pack(Dense* dense, int w, int workers);

// What one worker needs beside: the rows in packed form.
typedef struct {
  const ProductKernel* kernel; // of gradients; NULL: by OpenBLAS
  Left rows;
  Left columns;
  Panels d_rows;
  const float* d_output; // held by dense_hold()
  size_t count;
  size_t outputs;
} DenseScratch;

// For at most `count` rows, of layers with at most so many inputs and outputs.
bool dense_scratch_init(DenseScratch* scratch, const ProductKernel* kernel, size_t count,
                        size_t inputs, size_t outputs);
void dense_scratch_free(DenseScratch* scratch);

// y += x w; x: [count, inputs], y: [count, outputs].
void dense_forward(const Dense* dense, DenseScratch* scratch, size_t count, const float* x,
                   float* y);

// d_x = d_y w^T.
void dense_backward(const Dense* dense, DenseScratch* scratch, size_t count, const float* d_y,
                    float* d_x);

// Holds d_y: [count, outputs] (which must not change until the last use) for dense_gradient(), so
// that layers with one output share the work.
void dense_hold(DenseScratch* scratch, size_t count, size_t outputs, const float* d_y);

// gradient += x^T d_y for the d_y held; x: [count, inputs], gradient: [inputs, outputs].
void dense_gradient(DenseScratch* scratch, size_t inputs, const float* x, float* gradient);

#endif
