// What all kernels share, compiled for one instruction set: the including file defines
// KERNEL_TARGET, its attribute, and before this
//
//   static void multiply(const TnMatrix* matrix, int panel, TnValues x, int32_t* sums)
//
// which adds a panel's products to sums [TN_PANEL]. It takes the functions below into a TnKernel.
// Every loop runs over a fixed number of lanes: compilers make vector code of it.
#include "plugin/engine/activation.h"
#include "plugin/engine/kernel_sets.h"

#include <stddef.h>

// A cell's value below it counts as 0: the same whether the processor flushes denormals or not.
static const float SMALLEST_CELL = 0x1p-30F;

// Four rows a pass: what is told is read and written a quarter as often.
KERNEL_TARGET static void tell(const int16_t* restrict table, const uint16_t* rows, int count,
                               int outputs, int32_t* restrict told) {
  int r = 0;
  for (; r + 4 <= count; r += 4) {
    const int16_t* row0 = table + (ptrdiff_t)rows[r] * outputs;
    const int16_t* row1 = table + (ptrdiff_t)rows[r + 1] * outputs;
    const int16_t* row2 = table + (ptrdiff_t)rows[r + 2] * outputs;
    const int16_t* row3 = table + (ptrdiff_t)rows[r + 3] * outputs;
    for (int p = 0; p < outputs; p += TN_PANEL) {
      for (int j = p; j < p + TN_PANEL; ++j) {
        told[j] += row0[j] + row1[j] + row2[j] + row3[j];
      }
    }
  }
  for (; r < count; ++r) {
    const int16_t* row = table + (ptrdiff_t)rows[r] * outputs;
    for (int p = 0; p < outputs; p += TN_PANEL) {
      for (int j = p; j < p + TN_PANEL; ++j) {
        told[j] += row[j];
      }
    }
  }
}

KERNEL_TARGET static void affine(const TnAffine* a, int panel, const TnValues x[2],
                                 const int32_t* restrict told, float* restrict y) {
  const size_t first = (size_t)panel * TN_PANEL;
  const float* bias = a->bias + first;
  const float* scale = a->scale + first;
  const float* table_scale = a->table_scale + first;
  int32_t products[TN_PANEL] = {0};
  for (int m = 0; m < 2; ++m) {
    if (a->matrix[m].inputs > 0) {
      multiply(&a->matrix[m], panel, x[m], products);
    }
  }
  for (int j = 0; j < TN_PANEL; ++j) {
    y[j] = bias[j] + (float)products[j] * scale[j];
  }
  for (int j = 0; a->table && j < TN_PANEL; ++j) {
    y[j] += (float)told[first + (size_t)j] * table_scale[j];
  }
}

// `from` [count] holds numbers of -1..1; rounds to nearest, ties to even.
KERNEL_TARGET static inline void quantise(const float* restrict from, TnValues to) {
  const float shift = 12582912.0F; // 1.5 * 2^23: adding it rounds to an integer
  int16_t* restrict value = to.value;
  uint8_t* restrict high = to.high;
  uint8_t* restrict low = to.low;
  int32_t numbers[TN_PANEL_CELLS];
  for (int j = 0; j < TN_PANEL_CELLS; ++j) {
    numbers[j] = (int32_t)((from[j] * (float)TN_ONE + shift) - shift);
  }
  for (int j = 0; j < TN_PANEL_CELLS; ++j) {
    value[j] = (int16_t)numbers[j];
  }
  for (int j = 0; j < TN_PANEL_CELLS; ++j) {
    high[j] = (uint8_t)((TN_ONE + numbers[j]) >> 7);
  }
  for (int j = 0; j < TN_PANEL_CELLS; ++j) {
    low[j] = (uint8_t)((TN_ONE + numbers[j]) & 127);
  }
}

// i, f, o = sigmoid(...), g = tanh(...), c' = f c + i g, h = o tanh(c') (Hochreiter and Schmidhuber
// 1997, with the forget gate of Gers et al. 2000).
KERNEL_TARGET static void cells(const float* y, int panels, float* c, TnValues h) {
  for (int p = 0; p < panels; ++p) {
    const float* restrict in = y + (ptrdiff_t)p * TN_PANEL;
    float* restrict cell = c + (ptrdiff_t)p * TN_PANEL_CELLS;
    float out[TN_PANEL_CELLS];
    for (int j = 0; j < TN_PANEL_CELLS; ++j) {
      const float forget = tn_sigmoid(in[TN_PANEL_CELLS + j]);
      const float update = tn_sigmoid(in[j]) * tn_tanh(in[2 * TN_PANEL_CELLS + j]);
      const float next = forget * cell[j] + update;
      const float size = next < 0.0F ? -next : next;
      cell[j] = size < SMALLEST_CELL ? 0.0F : next;
      out[j] = tn_sigmoid(in[3 * TN_PANEL_CELLS + j]) * tn_tanh(cell[j]);
    }
    quantise(out, tn_values_from(h, p * TN_PANEL_CELLS));
  }
}

KERNEL_TARGET static void units(const float* y, int count, TnValues to) {
  for (int from = 0; from < count; from += TN_PANEL_CELLS) {
    float out[TN_PANEL_CELLS];
    for (int j = 0; j < TN_PANEL_CELLS; ++j) {
      out[j] = tn_tanh(y[from + j]);
    }
    quantise(out, tn_values_from(to, from));
  }
}
