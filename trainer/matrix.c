#include "trainer/matrix.h"

#include <cblas.h>

void matrix_use_one_thread(void) {
  openblas_set_num_threads(1);
}

const char* matrix_core(void) {
  return openblas_get_corename();
}

static void product(CBLAS_TRANSPOSE ta, CBLAS_TRANSPOSE tb, float keep, size_t m, size_t k,
                    size_t n, const float* a, const float* b, float* c) {
  if (m == 0 || n == 0 || k == 0) {
    return;
  }
  const size_t lda = ta == CblasTrans ? m : k;
  const size_t ldb = tb == CblasTrans ? k : n;
  cblas_sgemm(CblasRowMajor, ta, tb, (blasint)m, (blasint)n, (blasint)k, 1.0F, a, (blasint)lda, b,
              (blasint)ldb, keep, c, (blasint)n);
}

void matrix_product(float keep, size_t m, size_t k, size_t n, const float* a, const float* b,
                    float* c) {
  product(CblasNoTrans, CblasNoTrans, keep, m, k, n, a, b, c);
}

void matrix_product_bt(float keep, size_t m, size_t k, size_t n, const float* a, const float* b,
                       float* c) {
  product(CblasNoTrans, CblasTrans, keep, m, k, n, a, b, c);
}

void matrix_product_at(float keep, size_t m, size_t k, size_t n, const float* a, const float* b,
                       float* c) {
  product(CblasTrans, CblasNoTrans, keep, m, k, n, a, b, c);
}
