// Products of a packed left-hand matrix and a packed right-hand one, by kernels of our own for what
// BLAS is slow at: the recurrent product of a few rows at every step, anything in bfloat16, and
// anything at all on processors newer than the BLAS.
//
// The kernels, one file an instruction set, are chosen once by what the processor offers. All of
// them keep their sums in 32-bit floats. In bfloat16 the factors are rounded to 8 bits of mantissa,
// to the nearest, ties to even.
#ifndef TN_TRAINER_PRODUCT_H
#define TN_TRAINER_PRODUCT_H

#include <stdbool.h>
#include <stddef.h>

typedef enum { PRECISION_F32, PRECISION_BF16 } Precision;

// Columns of a panel: a stripe of the right-hand matrix, stored row by row. In bfloat16 two rows
// are interleaved, value by value, as the processors multiply pairs.
enum { PANEL_COLUMNS = 32, MAX_BLOCK_ROWS = 32 };

typedef struct {
  const char* name;
  Precision precision;
  bool beats_blas;   // with many rows too; with a few all of them do
  size_t depth_unit; // rows of a panel, and values of a left-hand row, are padded to a multiple
  size_t block_rows; // of c that one call computes at most
  size_t row_unit;   // rows of a left-hand matrix that are read at once: padded to a multiple
  // c[rows, PANEL_COLUMNS] = keep * c + a panel; `depth` is a multiple of depth_unit. Strides in
  // values.
  void (*block)(bool keep, size_t rows, size_t depth, const void* a, size_t a_stride,
                const void* panel, float* c, size_t c_stride);
} ProductKernel;

// The fastest kernel of this precision here, or NULL where there is none (F32 always has one).
const ProductKernel* product_kernel(Precision precision);

// A left-hand matrix [rows, depth], row by row. Owns `values`.
typedef struct {
  size_t rows;
  size_t depth;  // padded
  size_t stride; // values from row to row
  size_t bytes;  // of `values`
  void* values;
  const void* view; // `values`, or the matrix that was packed where it can serve as it is
} Left;

// A right-hand matrix [depth, columns] in panels. Owns `values`.
typedef struct {
  size_t rows;    // as they are
  size_t depth;   // of the panels: the rows, padded
  size_t columns; // as they are; the last panel is filled up with zeros
  size_t bytes;
  void* values;
} Panels;

// Memory for matrices of at most this size; panels have it as their shape. False where there is
// none.
bool left_init(Left* left, const ProductKernel* kernel, size_t rows, size_t depth);
void left_free(Left* left);
bool panels_init(Panels* panels, const ProductKernel* kernel, size_t rows, size_t columns);
void panels_free(Panels* panels);

// Packs a: [rows, depth], which may be used until the next call; or, transposed, a: [depth, rows].
void left_set(Left* left, const ProductKernel* kernel, size_t rows, size_t depth, const float* a);
void left_set_transposed(Left* left, const ProductKernel* kernel, size_t rows, size_t depth,
                         const float* a);

// Gives the panels another shape, within the size that there is memory for.
void panels_shape(Panels* panels, const ProductKernel* kernel, size_t rows, size_t columns);

// Packs b: [rows, columns]; or, transposed, b: [columns, rows]. A slice of the panels, so that
// several workers can pack one matrix at once: worker `w` of `workers`.
void panels_set(const Panels* panels, const ProductKernel* kernel, const float* b, int w,
                int workers);
void panels_set_transposed(const Panels* panels, const ProductKernel* kernel, const float* b, int w,
                           int workers);

// c = keep * c + left panels; c: [left->rows, panels->columns], dense.
void product_run(const ProductKernel* kernel, bool keep, const Left* left, const Panels* panels,
                 float* c);

#endif
