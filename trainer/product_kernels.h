// The kernels behind product.h. Each returns NULL where this processor, or this build, has not what
// it needs.
#ifndef TN_TRAINER_PRODUCT_KERNELS_H
#define TN_TRAINER_PRODUCT_KERNELS_H

#include "trainer/product.h"

const ProductKernel* product_kernel_portable(void); // never NULL
const ProductKernel* product_kernel_avx2(void);
const ProductKernel* product_kernel_avx512(void);
const ProductKernel* product_kernel_avx512_bf16(void);
const ProductKernel* product_kernel_amx(void);

#endif
