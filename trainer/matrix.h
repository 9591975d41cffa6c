// Products of matrices, by OpenBLAS on the calling thread. All matrices are row-major and dense.
#ifndef TN_TRAINER_MATRIX_H
#define TN_TRAINER_MATRIX_H

#include <stddef.h>

// Keeps BLAS from starting threads of its own: the trainer's workers are the threads. Call first.
void matrix_use_one_thread(void);

// The kind of processor that BLAS takes this one for: others may round otherwise.
const char* matrix_core(void);

// c = keep * c + a b; a: [m, k], b: [k, n], c: [m, n]. keep is 0 or 1.
void matrix_product(float keep, size_t m, size_t k, size_t n, const float* a, const float* b,
                    float* c);

// c = keep * c + a b^T; a: [m, k], b: [n, k], c: [m, n].
void matrix_product_bt(float keep, size_t m, size_t k, size_t n, const float* a, const float* b,
                       float* c);

// c = keep * c + a^T b; a: [k, m], b: [k, n], c: [m, n].
void matrix_product_at(float keep, size_t m, size_t k, size_t n, const float* a, const float* b,
                       float* c);

#endif
