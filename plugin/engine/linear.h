// The products of the network. This is the one place that knows how a weight matrix is multiplied:
// faster kernels go behind it.
#ifndef TN_ENGINE_LINEAR_H
#define TN_ENGINE_LINEAR_H

#include <stdint.h>

// y[j] += sum over i of x[i] * w[i][j]; w is [inputs, outputs], row-major. The sum runs in the
// order of i, so the result does not depend on how wide the machine's vectors are.
void tn_linear_add(const float* x, int inputs, const float* w, int outputs, float* y);

// y[j] += sum over r in rows of table[r][j]; table is [any, outputs], row-major.
void tn_linear_add_rows(const uint16_t* rows, int count, const float* table, int outputs, float* y);

#endif
