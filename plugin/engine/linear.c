#include "plugin/engine/linear.h"

#include <stddef.h>

void tn_linear_add(const float* x, int inputs, const float* w, int outputs, float* restrict y) {
  int i = 0;
  for (; i + 4 <= inputs; i += 4) { // four rows a pass: y is read and written a quarter as often
    const float* w0 = w + (size_t)i * (size_t)outputs;
    const float* w1 = w0 + outputs;
    const float* w2 = w1 + outputs;
    const float* w3 = w2 + outputs;
    const float x0 = x[i];
    const float x1 = x[i + 1];
    const float x2 = x[i + 2];
    const float x3 = x[i + 3];
    for (int j = 0; j < outputs; ++j) {
      y[j] = (((y[j] + x0 * w0[j]) + x1 * w1[j]) + x2 * w2[j]) + x3 * w3[j];
    }
  }
  for (; i < inputs; ++i) {
    const float* row = w + (size_t)i * (size_t)outputs;
    for (int j = 0; j < outputs; ++j) {
      y[j] += x[i] * row[j];
    }
  }
}

void tn_linear_add_rows(const uint16_t* rows, int count, const float* table, int outputs,
                        float* restrict y) {
  for (int r = 0; r < count; ++r) {
    const float* row = table + (size_t)rows[r] * (size_t)outputs;
    for (int j = 0; j < outputs; ++j) {
      y[j] += row[j];
    }
  }
}
