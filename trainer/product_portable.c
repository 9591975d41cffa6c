#include "trainer/product_kernels.h"

static void block(bool keep, size_t rows, size_t depth, const void* a, size_t a_stride,
                  const void* panel, float* c, size_t c_stride) {
  const float* b = panel;
  for (size_t r = 0; r < rows; ++r) {
    const float* x = (const float*)a + r * a_stride;
    float sums[PANEL_COLUMNS] = {0};
    for (size_t k = 0; k < depth; ++k) {
      for (size_t j = 0; j < PANEL_COLUMNS; ++j) {
        sums[j] += x[k] * b[k * PANEL_COLUMNS + j];
      }
    }
    for (size_t j = 0; j < PANEL_COLUMNS; ++j) {
      c[r * c_stride + j] = (keep ? c[r * c_stride + j] : 0.0F) + sums[j];
    }
  }
}

const ProductKernel* product_kernel_portable(void) {
  static const ProductKernel KERNEL = {
      .name = "portable", .depth_unit = 1, .block_rows = 8, .row_unit = 1, .block = block};
  return &KERNEL;
}
