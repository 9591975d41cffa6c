#include "plugin/engine/kernel.h"

#include "plugin/engine/kernel_sets.h"

#include <stddef.h>
#include <string.h>

static const TnKernel* (*const SETS[])(void) = {tn_kernel_portable, tn_kernel_neon, tn_kernel_avx2,
                                                tn_kernel_avxvnni, tn_kernel_avx512vnni};

enum { SET_COUNT = sizeof SETS / sizeof SETS[0] };

const TnKernel* tn_kernel_at(int index) {
  for (int i = 0; i < SET_COUNT; ++i) {
    const TnKernel* kernel = SETS[i]();
    if (kernel && index-- == 0) {
      return kernel;
    }
  }
  return NULL;
}

const TnKernel* tn_kernel_fastest(void) {
  const TnKernel* fastest = tn_kernel_portable();
  for (int i = 1; tn_kernel_at(i); ++i) {
    fastest = tn_kernel_at(i);
  }
  return fastest;
}

const TnKernel* tn_kernel_named(const char* name) {
  for (int i = 0; tn_kernel_at(i); ++i) {
    if (strcmp(tn_kernel_at(i)->name, name) == 0) {
      return tn_kernel_at(i);
    }
  }
  return NULL;
}
