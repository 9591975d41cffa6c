#include "plugin/engine/kernel_sets.h"

#include <stddef.h>

#if defined(__aarch64__)

#include <arm_neon.h>

#define KERNEL_TARGET

// A quarter of a panel at a time, as its sums fit into the registers: each output has a vector of
// four, one an input of a group.
enum { QUARTER = TN_PANEL / 4, LOADED = 16 / TN_GROUP }; // outputs; of a vector of weights

static void multiply_quarter(const int8_t* w, size_t groups, const int16_t* x, int32_t* sums) {
  int32x4_t products[QUARTER];
#pragma GCC unroll 16
  for (int j = 0; j < QUARTER; ++j) {
    products[j] = vdupq_n_s32(0);
  }
  for (size_t g = 0; g < groups; ++g, w += (ptrdiff_t)TN_PANEL * TN_GROUP) {
    const int16x4_t four = vld1_s16(x + g * TN_GROUP);
#pragma GCC unroll 4
    for (int j = 0; j < QUARTER; j += LOADED) {
      const int8x16_t weights = vld1q_s8(w + (ptrdiff_t)j * TN_GROUP);
      const int16x8_t first = vmovl_s8(vget_low_s8(weights));
      const int16x8_t last = vmovl_s8(vget_high_s8(weights));
      products[j] = vmlal_s16(products[j], vget_low_s16(first), four);
      products[j + 1] = vmlal_s16(products[j + 1], vget_high_s16(first), four);
      products[j + 2] = vmlal_s16(products[j + 2], vget_low_s16(last), four);
      products[j + 3] = vmlal_s16(products[j + 3], vget_high_s16(last), four);
    }
  }
#pragma GCC unroll 4
  for (int j = 0; j < QUARTER; j += 4) {
    const int32x4_t first = vpaddq_s32(products[j], products[j + 1]);
    const int32x4_t last = vpaddq_s32(products[j + 2], products[j + 3]);
    vst1q_s32(sums + j, vaddq_s32(vld1q_s32(sums + j), vpaddq_s32(first, last)));
  }
}

static void multiply(const TnMatrix* matrix, int panel, TnValues x, int32_t* sums) {
  const size_t groups = (size_t)matrix->inputs / TN_GROUP;
  const int8_t* weights = matrix->weights + (size_t)panel * (size_t)matrix->inputs * TN_PANEL;
  for (int from = 0; from < TN_PANEL; from += QUARTER) {
    multiply_quarter(weights + (ptrdiff_t)from * TN_GROUP, groups, x.value, sums + from);
  }
}

#include "plugin/engine/kernel_body.h"

const TnKernel* tn_kernel_neon(void) {
  static const TnKernel KERNEL = {"neon", tell, affine, cells, units};
  return &KERNEL;
}

#else

const TnKernel* tn_kernel_neon(void) {
  return NULL;
}

#endif
