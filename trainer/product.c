#include "trainer/product.h"

#include "trainer/bfloat.h"
#include "trainer/loops.h"
#include "trainer/product_kernels.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
  ALIGNMENT = 64,    // bytes of a cache line
  DEPTH_BLOCK = 512, // a panel of so many rows stays in the caches of a core
  STRIDE_SKEW = 32,  // values: rows a power of two apart would share cache sets
  BAD_STRIDE = 512   // values: a multiple of it is such a power
};

static size_t round_up(size_t value, size_t unit) {
  return (value + unit - 1) / unit * unit;
}

static size_t value_bytes(const ProductKernel* kernel) {
  return kernel->precision == PRECISION_F32 ? sizeof(float) : sizeof(uint16_t);
}

const ProductKernel* product_kernel(Precision precision) {
  if (precision == PRECISION_F32) {
    const ProductKernel* kernel = product_kernel_avx512();
    kernel = kernel ? kernel : product_kernel_avx2();
    return kernel ? kernel : product_kernel_portable();
  }
  const ProductKernel* kernel = product_kernel_amx();
  return kernel ? kernel : product_kernel_avx512_bf16();
}

static void* new_values(size_t* bytes) {
  *bytes = round_up(*bytes, ALIGNMENT);
  void* values = aligned_alloc(ALIGNMENT, *bytes);
  return values ? memset(values, 0, *bytes) : NULL;
}

bool left_init(Left* left, const ProductKernel* kernel, size_t rows, size_t depth) {
  const size_t stride = round_up(depth, kernel->depth_unit) + STRIDE_SKEW;
  *left = (Left){.bytes = round_up(rows, kernel->row_unit) * stride * value_bytes(kernel)};
  left->values = new_values(&left->bytes);
  return left->values != NULL;
}

void left_free(Left* left) {
  free(left->values);
  *left = (Left){0};
}

bool panels_init(Panels* panels, const ProductKernel* kernel, size_t rows, size_t columns) {
  *panels = (Panels){.bytes = round_up(rows, kernel->depth_unit) *
                              round_up(columns, PANEL_COLUMNS) * value_bytes(kernel)};
  panels_shape(panels, kernel, rows, columns);
  panels->values = new_values(&panels->bytes);
  return panels->values != NULL;
}

void panels_shape(Panels* panels, const ProductKernel* kernel, size_t rows, size_t columns) {
  panels->rows = rows;
  panels->depth = round_up(rows, kernel->depth_unit);
  panels->columns = columns;
}

void panels_free(Panels* panels) {
  free(panels->values);
  *panels = (Panels){0};
}

static void shape_left(Left* left, const ProductKernel* kernel, size_t rows, size_t depth) {
  left->rows = rows;
  left->depth = round_up(depth, kernel->depth_unit);
  left->stride = left->depth + STRIDE_SKEW;
  left->view = left->values;
}

// Zeros behind the values of each row, up to the padded depth.
static void clear_padding(Left* left, const ProductKernel* kernel, size_t depth) {
  const size_t size = value_bytes(kernel);
  for (size_t r = 0; r < left->rows && left->depth > depth; ++r) {
    memset((char*)left->values + (r * left->stride + depth) * size, 0,
           (left->depth - depth) * size);
  }
}

void left_set(Left* left, const ProductKernel* kernel, size_t rows, size_t depth, const float* a) {
  shape_left(left, kernel, rows, depth);
  if (kernel->precision == PRECISION_F32 && left->depth == depth && depth % BAD_STRIDE != 0) {
    left->view = a;
    left->stride = depth;
    return;
  }
  clear_padding(left, kernel, depth);
  for (size_t r = 0; r < rows; ++r) {
    if (kernel->precision == PRECISION_F32) {
      memcpy((float*)left->values + r * left->stride, a + r * depth, depth * sizeof *a);
    } else {
      loops()->narrow(a + r * depth, depth, (uint16_t*)left->values + r * left->stride);
    }
  }
}

// Square by square, so that both sides stay in the first cache.
void left_set_transposed(Left* left, const ProductKernel* kernel, size_t rows, size_t depth,
                         const float* a) {
  enum { SQUARE = 32 };
  shape_left(left, kernel, rows, depth);
  clear_padding(left, kernel, depth);
  const bool wide = kernel->precision == PRECISION_F32;
  for (size_t k0 = 0; k0 < depth; k0 += SQUARE) {
    const size_t k1 = k0 + SQUARE < depth ? k0 + SQUARE : depth;
    for (size_t r = 0; r < rows; ++r) {
      const size_t row = r * left->stride;
      for (size_t k = k0; wide && k < k1; ++k) {
        ((float*)left->values)[row + k] = a[k * rows + r];
      }
      for (size_t k = k0; !wide && k < k1; ++k) {
        ((uint16_t*)left->values)[row + k] = bfloat_from_float(a[k * rows + r]);
      }
    }
  }
}

// The panels of one worker, [first, last).
typedef struct {
  size_t first;
  size_t last;
} Slice;

static Slice slice_of(const Panels* panels, int w, int workers) {
  const size_t count = round_up(panels->columns, PANEL_COLUMNS) / PANEL_COLUMNS;
  return (Slice){count * (size_t)w / (size_t)workers, count * (size_t)(w + 1) / (size_t)workers};
}

static size_t panel_columns(const Panels* panels, size_t p) {
  const size_t left = panels->columns - p * PANEL_COLUMNS;
  return left < PANEL_COLUMNS ? left : PANEL_COLUMNS;
}

// The begin of panel p, cleared where it will not be filled.
static char* clean_panel(const Panels* panels, const ProductKernel* kernel, size_t p) {
  const size_t bytes = panels->depth * PANEL_COLUMNS * value_bytes(kernel);
  char* begin = (char*)panels->values + p * bytes;
  if (panels->rows < panels->depth || panel_columns(panels, p) < PANEL_COLUMNS) {
    memset(begin, 0, bytes);
  }
  return begin;
}

static void fill_panel(const Panels* panels, const ProductKernel* kernel, size_t p,
                       const float* b) {
  static const float ZEROS[PANEL_COLUMNS] = {0};
  const size_t columns = panel_columns(panels, p);
  char* panel = clean_panel(panels, kernel, p);
  const float* from = b + p * PANEL_COLUMNS;
  if (kernel->precision == PRECISION_F32) {
    for (size_t k = 0; k < panels->rows; ++k) {
      memcpy((float*)panel + k * PANEL_COLUMNS, from + k * panels->columns, columns * sizeof *b);
    }
    return;
  }
  const Loops* l = loops();
  for (size_t k = 0; k < panels->rows; k += 2) {
    const float* odd = k + 1 < panels->rows ? from + (k + 1) * panels->columns : ZEROS;
    l->narrow_pairs(from + k * panels->columns, odd, columns,
                    (uint32_t*)panel + k / 2 * PANEL_COLUMNS);
  }
}

// The panel's columns are rows of b.
static void fill_panel_transposed(const Panels* panels, const ProductKernel* kernel, size_t p,
                                  const float* b) {
  const size_t columns = panel_columns(panels, p);
  char* panel = clean_panel(panels, kernel, p);
  for (size_t j = 0; j < columns; ++j) {
    const float* from = b + (p * PANEL_COLUMNS + j) * panels->rows;
    if (kernel->precision == PRECISION_F32) {
      float* to = (float*)panel + j;
      for (size_t k = 0; k < panels->rows; ++k) {
        to[k * PANEL_COLUMNS] = from[k];
      }
    } else {
      uint16_t* to = (uint16_t*)panel + 2 * j;
      for (size_t k = 0; k < panels->rows; ++k) {
        to[k / 2 * 2 * PANEL_COLUMNS + k % 2] = bfloat_from_float(from[k]);
      }
    }
  }
}

void panels_set(const Panels* panels, const ProductKernel* kernel, const float* b, int w,
                int workers) {
  const Slice slice = slice_of(panels, w, workers);
  for (size_t p = slice.first; p < slice.last; ++p) {
    fill_panel(panels, kernel, p, b);
  }
}

void panels_set_transposed(const Panels* panels, const ProductKernel* kernel, const float* b, int w,
                           int workers) {
  const Slice slice = slice_of(panels, w, workers);
  for (size_t p = slice.first; p < slice.last; ++p) {
    fill_panel_transposed(panels, kernel, p, b);
  }
}

// A block of a panel that is not full: through a full block beside it.
static void run_edge(const ProductKernel* kernel, bool keep, size_t rows, size_t depth,
                     const void* a, size_t a_stride, const void* panel, float* c, size_t c_stride,
                     size_t columns) {
  float full[MAX_BLOCK_ROWS * PANEL_COLUMNS];
  kernel->block(false, rows, depth, a, a_stride, panel, full, PANEL_COLUMNS);
  for (size_t r = 0; r < rows; ++r) {
    for (size_t j = 0; j < columns; ++j) {
      const float before = keep ? c[r * c_stride + j] : 0.0F;
      c[r * c_stride + j] = before + full[r * PANEL_COLUMNS + j];
    }
  }
}

// All rows of `left` with one panel, for the values [k0, k0 + depth) of the depth.
static void run_panel(const ProductKernel* kernel, bool keep, const Left* left,
                      const Panels* panels, size_t p, size_t k0, size_t depth, float* c) {
  const size_t size = value_bytes(kernel);
  const size_t columns = panel_columns(panels, p);
  const char* panel = (const char*)panels->values + (p * panels->depth + k0) * PANEL_COLUMNS * size;
  for (size_t r = 0; r < left->rows; r += kernel->block_rows) {
    const size_t rest = left->rows - r;
    const size_t rows = rest < kernel->block_rows ? rest : kernel->block_rows;
    const char* a = (const char*)left->view + (r * left->stride + k0) * size;
    float* block = c + r * panels->columns + p * PANEL_COLUMNS;
    if (columns == PANEL_COLUMNS) {
      kernel->block(keep, rows, depth, a, left->stride, panel, block, panels->columns);
    } else {
      run_edge(kernel, keep, rows, depth, a, left->stride, panel, block, panels->columns, columns);
    }
  }
}

void product_run(const ProductKernel* kernel, bool keep, const Left* left, const Panels* panels,
                 float* c) {
  const size_t count = round_up(panels->columns, PANEL_COLUMNS) / PANEL_COLUMNS;
  for (size_t k0 = 0; k0 < left->depth; k0 += DEPTH_BLOCK) {
    const size_t rest = left->depth - k0;
    const size_t depth = rest < DEPTH_BLOCK ? rest : DEPTH_BLOCK;
    for (size_t p = 0; p < count; ++p) {
      run_panel(kernel, keep || k0 > 0, left, panels, p, k0, depth, c);
    }
  }
}
