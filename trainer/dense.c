#include "trainer/dense.h"

#include "trainer/matrix.h"

bool dense_init(Dense* dense, const ProductKernel* kernel, size_t inputs, size_t outputs,
                const float* weights) {
  *dense = (Dense){.kernel = kernel, .inputs = inputs, .outputs = outputs, .weights = weights};
  return !kernel || (panels_init(&dense->ahead, kernel, inputs, outputs) &&
                     panels_init(&dense->back, kernel, outputs, inputs));
}

void dense_free(Dense* dense) {
  panels_free(&dense->ahead);
  panels_free(&dense->back);
}

void dense_pack(Dense* dense, int w, int workers) {
  if (dense->kernel) {
    panels_set(&dense->ahead, dense->kernel, dense->weights, w, workers);
    panels_set_transposed(&dense->back, dense->kernel, dense->weights, w, workers);
  }
}

bool dense_scratch_init(DenseScratch* scratch, const ProductKernel* kernel, size_t count,
                        size_t inputs, size_t outputs) {
  const size_t widest = inputs > outputs ? inputs : outputs;
  const ProductKernel* packing = kernel ? kernel : product_kernel(PRECISION_F32);
  *scratch = (DenseScratch){.kernel = kernel};
  return left_init(&scratch->rows, packing, count, widest) &&
         (!kernel || (left_init(&scratch->columns, kernel, inputs, count) &&
                      panels_init(&scratch->d_rows, kernel, count, outputs)));
}

void dense_scratch_free(DenseScratch* scratch) {
  left_free(&scratch->rows);
  left_free(&scratch->columns);
  panels_free(&scratch->d_rows);
}

void dense_forward(const Dense* dense, DenseScratch* scratch, size_t count, const float* x,
                   float* y) {
  if (!dense->kernel) {
    matrix_product(1.0F, count, dense->inputs, dense->outputs, x, dense->weights, y);
    return;
  }
  left_set(&scratch->rows, dense->kernel, count, dense->inputs, x);
  product_run(dense->kernel, true, &scratch->rows, &dense->ahead, y);
}

void dense_backward(const Dense* dense, DenseScratch* scratch, size_t count, const float* d_y,
                    float* d_x) {
  if (!dense->kernel) {
    matrix_product_bt(0.0F, count, dense->outputs, dense->inputs, d_y, dense->weights, d_x);
    return;
  }
  left_set(&scratch->rows, dense->kernel, count, dense->outputs, d_y);
  product_run(dense->kernel, false, &scratch->rows, &dense->back, d_x);
}

void dense_hold(DenseScratch* scratch, size_t count, size_t outputs, const float* d_y) {
  scratch->count = count;
  scratch->outputs = outputs;
  scratch->d_output = d_y;
  if (scratch->kernel) {
    panels_shape(&scratch->d_rows, scratch->kernel, count, outputs);
    panels_set(&scratch->d_rows, scratch->kernel, d_y, 0, 1);
  }
}

void dense_gradient(DenseScratch* scratch, size_t inputs, const float* x, float* gradient) {
  if (!scratch->kernel) {
    matrix_product_at(1.0F, inputs, scratch->count, scratch->outputs, x, scratch->d_output,
                      gradient);
    return;
  }
  left_set_transposed(&scratch->columns, scratch->kernel, inputs, scratch->count, x);
  product_run(scratch->kernel, true, &scratch->columns, &scratch->d_rows, gradient);
}
