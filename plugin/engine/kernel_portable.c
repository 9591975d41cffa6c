#include "plugin/engine/kernel.h"

#include <stddef.h>

#define KERNEL_TARGET

// The definition: sums[j] += sum over i of weight[i][j] x[i]. In four sums an output, one for each
// input of a group, and two groups at a time: compilers make vector code of that.
static void multiply(const TnMatrix* matrix, int panel, TnValues x, int32_t* restrict sums) {
  enum { WIDTH = TN_PANEL * TN_GROUP };
  const int8_t* weights = matrix->weights + (size_t)panel * (size_t)matrix->inputs * TN_PANEL;
  int32_t products[WIDTH] = {0};
  for (int i = 0; i < matrix->inputs; i += 2 * TN_GROUP) {
    const int8_t* restrict w = weights + (size_t)i * TN_PANEL;
    const int8_t* restrict v = w + WIDTH;
    const int16_t* a = x.value + i;
    const int16_t* b = a + TN_GROUP;
    for (int j = 0; j < WIDTH; j += TN_GROUP) {
      products[j] += w[j] * a[0] + v[j] * b[0];
      products[j + 1] += w[j + 1] * a[1] + v[j + 1] * b[1];
      products[j + 2] += w[j + 2] * a[2] + v[j + 2] * b[2];
      products[j + 3] += w[j + 3] * a[3] + v[j + 3] * b[3];
    }
  }
  for (int j = 0; j < TN_PANEL; ++j) {
    for (int k = 0; k < TN_GROUP; ++k) {
      sums[j] += products[j * TN_GROUP + k];
    }
  }
}

#include "plugin/engine/kernel_body.h"

const TnKernel* tn_kernel_portable(void) {
  static const TnKernel KERNEL = {"portable", tell, affine, cells, units};
  return &KERNEL;
}
