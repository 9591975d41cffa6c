// The instruction sets that there are kernels for. NULL where this processor has it not.
#ifndef TN_ENGINE_KERNEL_SETS_H
#define TN_ENGINE_KERNEL_SETS_H

#include "plugin/engine/kernel.h"

const TnKernel* tn_kernel_portable(void); // never NULL
const TnKernel* tn_kernel_avx2(void);
const TnKernel* tn_kernel_avxvnni(void);
const TnKernel* tn_kernel_avx512vnni(void);
const TnKernel* tn_kernel_neon(void);

#endif
