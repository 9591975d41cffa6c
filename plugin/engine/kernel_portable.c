#include "plugin/engine/kernel.h"

#include <stddef.h>

#define KERNEL_TARGET

enum { WIDTH = TN_PANEL * TN_GROUP };

static void copy_group(const int16_t* x, int16_t* group) {
  for (int k = 0; k < TN_GROUP; ++k) {
    group[k] = x[k];
  }
}

// The definition: sums[j] += sum over i of weight[i][j] x[i]. In four sums an output, one for each
// input of a group, and two groups at a time, whose inputs are copied: compilers make vector code
// of that.
static void multiply(const TnMatrix* matrix, int panel, TnValues x, int32_t* restrict sums) {
  const int8_t* weights = matrix->weights + (size_t)panel * (size_t)matrix->inputs * TN_PANEL;
  int32_t products[WIDTH] = {0};
  for (int i = 0; i < matrix->inputs; i += 2 * TN_GROUP) {
    const int8_t* restrict w = weights + (size_t)i * TN_PANEL;
    const int8_t* restrict v = w + WIDTH;
    int16_t a[TN_GROUP];
    int16_t b[TN_GROUP];
    copy_group(x.value + i, a);
    copy_group(x.value + i + TN_GROUP, b);
    for (int j = 0; j < WIDTH; j += TN_GROUP) {
      for (int k = 0; k < TN_GROUP; ++k) {
        products[j + k] += w[j + k] * a[k] + v[j + k] * b[k];
      }
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
