// A kernel held against plain sums of 64 bits, and against the portable kernel's activations, over
// memory at every place where its types can lie.
#ifndef TN_TESTS_KERNEL_CASES_H
#define TN_TESTS_KERNEL_CASES_H

#include "plugin/engine/kernel_sets.h"
#include "tests/unit/engine_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CASE_OFFSETS = 17, CASE_INPUTS = 2048, CASE_PANELS = 3, CASE_BLOCKS = 20 };

// Memory of a case: each piece begins `offset` of its elements behind an aligned place, and ends
// where its block does, so that sanitizers see a read beyond it.
typedef struct {
  int offset;
  int count;
  void* blocks[CASE_BLOCKS];
} CaseMemory;

static inline void* case_take(CaseMemory* memory, int count, size_t size) {
  uint8_t* block = calloc((size_t)(memory->offset + count), size);
  assert_non_null(block);
  assert_true(memory->count < CASE_BLOCKS);
  memory->blocks[memory->count++] = block;
  return block + (size_t)memory->offset * size;
}

static inline void case_free(CaseMemory* memory) {
  while (memory->count > 0) {
    free(memory->blocks[--memory->count]);
  }
}

static inline void case_set_value(TnValues values, int i, int number) {
  values.value[i] = (int16_t)number;
  values.high[i] = (uint8_t)((TN_ONE + number) / 128);
  values.low[i] = (uint8_t)((TN_ONE + number) % 128);
}

static inline TnValues case_values(CaseMemory* memory, int count) {
  return (TnValues){case_take(memory, count, sizeof(int16_t)), case_take(memory, count, 1),
                    case_take(memory, count, 1)};
}

// Uniform in -most..most.
static inline float case_real(Random* random, float most) {
  return most * (2.0F * random_unit(random) - 1.0F);
}

static inline void case_reals(Random* random, float most, float* numbers, int count) {
  for (int i = 0; i < count; ++i) {
    numbers[i] = case_real(random, most);
  }
}

// ---- affine maps ----

typedef enum {
  CASE_RANDOM,
  CASE_HIGHEST,  // the largest sum that there can be
  CASE_LOWEST,   // the smallest
  CASE_EXTREMES, // the largest weights and values, of both signs
  CASE_CANCELS,  // where both matrices are alike: large products, of which little is left
  CASE_FILLS
} CaseFill;

typedef struct {
  CaseMemory memory;
  TnAffine affine;
  TnValues x[2];
  int32_t* told;
} AffineCase;

static inline int case_extreme(Random* random, int most) {
  return random_below(random, 2) ? most : -most;
}

static inline int case_weight(Random* random, CaseFill fill) {
  switch (fill) {
  case CASE_HIGHEST:
    return TN_WEIGHT_MAX;
  case CASE_LOWEST:
    return -TN_WEIGHT_MAX;
  case CASE_EXTREMES:
    return case_extreme(random, TN_WEIGHT_MAX);
  default:
    return random_within(random, -TN_WEIGHT_MAX, TN_WEIGHT_MAX);
  }
}

static inline int case_value(Random* random, CaseFill fill) {
  switch (fill) {
  case CASE_HIGHEST:
  case CASE_LOWEST:
    return TN_ONE;
  case CASE_EXTREMES:
    return case_extreme(random, TN_ONE);
  default:
    return random_within(random, -TN_ONE, TN_ONE);
  }
}

// Where a weight lies among those of its matrix.
static inline size_t case_place(int inputs, int panel, int j, int i) {
  const size_t group = (size_t)panel * (size_t)(inputs / TN_GROUP) + (size_t)(i / TN_GROUP);
  return (group * TN_PANEL + (size_t)j) * TN_GROUP + (size_t)(i % TN_GROUP);
}

static inline void case_fill_surplus(const TnMatrix* matrix, int panels, int32_t* surplus) {
  for (int p = 0; p < panels * TN_PANEL; ++p) {
    int32_t sum = 0;
    for (int i = 0; i < matrix->inputs; ++i) {
      sum += matrix->weights[case_place(matrix->inputs, p / TN_PANEL, p % TN_PANEL, i)];
    }
    surplus[p] = TN_ONE * sum;
  }
}

static inline void case_fill_matrix(AffineCase* k, int m, int inputs, CaseFill fill,
                                    Random* random) {
  const int count = inputs * k->affine.panels * TN_PANEL;
  int8_t* weights = case_take(&k->memory, count, 1);
  int32_t* surplus = case_take(&k->memory, k->affine.panels * TN_PANEL, sizeof *surplus);
  const bool cancels = fill == CASE_CANCELS && m == 1 && inputs == k->affine.matrix[0].inputs;
  const int8_t* other = cancels ? k->affine.matrix[0].weights : NULL;
  for (int i = 0; i < count; ++i) {
    weights[i] = (int8_t)(other ? -other[i] : case_weight(random, fill));
  }
  k->x[m] = case_values(&k->memory, inputs);
  for (int i = 0; i < inputs; ++i) {
    case_set_value(k->x[m], i, other ? k->x[0].value[i] : case_value(random, fill));
  }
  if (cancels) {
    const int i = random_below(random, inputs);
    case_set_value(k->x[m], i, k->x[m].value[i] > 0 ? k->x[m].value[i] - 1 : 1);
  }
  k->affine.matrix[m] = (TnMatrix){inputs, weights, surplus};
  case_fill_surplus(&k->affine.matrix[m], k->affine.panels, surplus);
}

// Scales are 1 where large products cancel, so that the last unit of what is left shows.
static inline AffineCase affine_case(Random* random, const int inputs[2], int panels,
                                     bool has_table, CaseFill fill, int offset) {
  AffineCase k = {.memory = {.offset = offset}, .affine = {.panels = panels}};
  const int outputs = panels * TN_PANEL;
  const bool plain = fill == CASE_CANCELS;
  float* scale = case_take(&k.memory, outputs, sizeof *scale);
  float* bias = case_take(&k.memory, outputs, sizeof *bias);
  float* table_scale = case_take(&k.memory, outputs, sizeof *table_scale);
  for (int m = 0; m < 2; ++m) {
    case_fill_matrix(&k, m, inputs[m], fill, random);
  }
  k.told = case_take(&k.memory, outputs, sizeof *k.told);
  for (int p = 0; p < outputs; ++p) {
    scale[p] = plain ? 1.0F : case_real(random, 1e-3F);
    bias[p] = plain ? 0.0F : case_real(random, 1000.0F);
    table_scale[p] = case_real(random, 1.0F);
    k.told[p] = (int32_t)random_bits(random) >> random_below(random, 32);
  }
  k.affine.scale = scale;
  k.affine.bias = bias;
  k.affine.table_scale = table_scale;
  k.affine.table = has_table ? case_take(&k.memory, outputs, sizeof(int16_t)) : NULL;
  return k;
}

static inline int64_t plain_product(const AffineCase* k, int panel, int j) {
  int64_t sum = 0;
  for (int m = 0; m < 2; ++m) {
    const TnMatrix* matrix = &k->affine.matrix[m];
    for (int i = 0; i < matrix->inputs; ++i) {
      const int64_t weight = matrix->weights[case_place(matrix->inputs, panel, j, i)];
      sum += weight * k->x[m].value[i];
    }
  }
  return sum;
}

static inline float plain_output(const AffineCase* k, int panel, int j) {
  const int p = panel * TN_PANEL + j;
  const float y = k->affine.bias[p] + (float)plain_product(k, panel, j) * k->affine.scale[p];
  return k->affine.table ? y + (float)k->told[p] * k->affine.table_scale[p] : y;
}

static inline void check_affine_case(const TnKernel* kernel, AffineCase k) {
  for (int panel = 0; panel < k.affine.panels; ++panel) {
    float expected[TN_PANEL];
    float* y = case_take(&k.memory, TN_PANEL, sizeof *y);
    for (int j = 0; j < TN_PANEL; ++j) {
      expected[j] = plain_output(&k, panel, j);
    }
    kernel->affine(&k.affine, panel, k.x, k.told, y);
    assert_memory_equal(y, expected, sizeof expected);
  }
  case_free(&k.memory);
}

// Of one matrix or two: an output has at most CASE_INPUTS inputs.
static inline void affine_of_every_number_of_inputs(const TnKernel* kernel) {
  Random random = {301};
  for (int inputs = TN_INPUTS; inputs <= CASE_INPUTS; inputs += TN_INPUTS) {
    const int first = random_within(&random, 0, inputs / TN_INPUTS) * TN_INPUTS;
    const int both[2] = {first, inputs - first};
    const int panels = random_within(&random, 1, CASE_PANELS);
    const CaseFill fill = (CaseFill)random_below(&random, CASE_CANCELS);
    check_affine_case(kernel, affine_case(&random, both, panels, random_below(&random, 2), fill,
                                          random_below(&random, CASE_OFFSETS)));
  }
}

static inline void affine_of_extremes_at_every_place(const TnKernel* kernel) {
  static const int INPUTS[][2] = {{0, 8}, {24, 0}, {16, 16}, {104, 104}};
  static const int MOST[][2] = {{0, CASE_INPUTS}, {CASE_INPUTS / 2, CASE_INPUTS / 2}};
  Random random = {302};
  for (int fill = 0; fill < CASE_FILLS; ++fill) {
    for (int offset = 0; offset < CASE_OFFSETS; ++offset) {
      const bool has_table = fill != CASE_CANCELS && offset % 2 == 0;
      check_affine_case(
          kernel, affine_case(&random, INPUTS[offset % 4], 2, has_table, (CaseFill)fill, offset));
    }
    for (int i = 0; i < 2; ++i) {
      check_affine_case(kernel, affine_case(&random, MOST[i], 1, false, (CaseFill)fill, 1 + i));
    }
  }
}

// ---- what is told ----

enum { CASE_ROWS = 7, CASE_TOLD = 24, CASE_TELL_PANELS = 64 }; // of a table; told at once

static inline int16_t case_entry(Random* random, bool is_extreme) {
  return (int16_t)(is_extreme ? case_extreme(random, INT16_MAX)
                              : random_within(random, -INT16_MAX, INT16_MAX));
}

static inline void check_told(const TnKernel* kernel, const int16_t* table, const uint16_t* rows,
                              int count, int outputs, int32_t* told) {
  int64_t sums[CASE_TELL_PANELS * TN_PANEL];
  for (int p = 0; p < outputs; ++p) {
    sums[p] = told[p];
    for (int r = 0; r < count; ++r) {
      sums[p] += table[rows[r] * outputs + p];
    }
  }
  kernel->tell(table, rows, count, outputs, told);
  for (int p = 0; p < outputs; ++p) {
    assert_true(told[p] == sums[p]);
  }
}

// From 0 rows to CASE_TOLD, one of them more than once.
static inline void rows_are_added(const TnKernel* kernel) {
  Random random = {303};
  for (int panels = 1; panels <= CASE_TELL_PANELS; ++panels) {
    CaseMemory memory = {.offset = panels % CASE_OFFSETS};
    const int outputs = panels * TN_PANEL;
    const int count = panels % (CASE_TOLD + 1);
    int16_t* table = case_take(&memory, CASE_ROWS * outputs, sizeof *table);
    uint16_t* rows = case_take(&memory, count, sizeof *rows);
    int32_t* told = case_take(&memory, outputs, sizeof *told);
    for (int i = 0; i < CASE_ROWS * outputs; ++i) {
      table[i] = case_entry(&random, panels % 2);
    }
    for (int r = 0; r < count; ++r) {
      rows[r] = (uint16_t)random_below(&random, CASE_ROWS);
    }
    for (int p = 0; p < outputs; ++p) {
      told[p] = random_within(&random, -1000, 1000);
    }
    check_told(kernel, table, rows, count, outputs, told);
    case_free(&memory);
  }
}

// ---- activations ----

// Numbers that matter: around 0, around where a cell counts as 0, as large as sums can be.
static inline float case_activation(Random* random) {
  static const float SPECIAL[] = {0.0F,      -0.0F,      0x1p-30F,    -0x1p-30F,   0x1.fffffep-31F,
                                  0x1p-140F, -0x1p-140F, 0x1p-126F,   87.0F,       -88.0F,
                                  1e6F,      -1e6F,      3.40282e38F, -3.40282e38F};
  const int special = random_below(random, 8 * (int)(sizeof SPECIAL / sizeof SPECIAL[0]));
  if (special < (int)(sizeof SPECIAL / sizeof SPECIAL[0])) {
    return SPECIAL[special];
  }
  return case_real(random, special % 2 ? 1.0F : 20.0F);
}

static inline void assert_values_equal(TnValues a, TnValues b, int count) {
  assert_memory_equal(a.value, b.value, (size_t)count * sizeof *a.value);
  assert_memory_equal(a.high, b.high, (size_t)count);
  assert_memory_equal(a.low, b.low, (size_t)count);
  for (int i = 0; i < count; ++i) {
    assert_in_range(a.value[i] + TN_ONE, 0, 2 * TN_ONE);
    assert_int_equal(128 * a.high[i] + a.low[i], TN_ONE + a.value[i]);
    assert_true(a.low[i] < 128);
  }
}

static inline void cells_are_the_portable_ones(const TnKernel* kernel) {
  Random random = {304};
  for (int round = 0; round < 10 * CASE_OFFSETS; ++round) {
    CaseMemory memory = {.offset = round % CASE_OFFSETS};
    const int panels = random_within(&random, 1, 5);
    const int count = panels * TN_PANEL_CELLS;
    float* y = case_take(&memory, panels * TN_PANEL, sizeof *y);
    float* c[2] = {case_take(&memory, count, sizeof *y), case_take(&memory, count, sizeof *y)};
    const TnValues h[2] = {case_values(&memory, count), case_values(&memory, count)};
    for (int i = 0; i < count; ++i) {
      c[0][i] = c[1][i] = case_real(&random, random_below(&random, 2) ? 3.0F : 0x1p-29F);
    }
    for (int step = 0; step < 8; ++step) {
      for (int i = 0; i < panels * TN_PANEL; ++i) {
        y[i] = case_activation(&random);
      }
      tn_kernel_portable()->cells(y, panels, c[0], h[0]);
      kernel->cells(y, panels, c[1], h[1]);
      assert_memory_equal(c[0], c[1], (size_t)count * sizeof *y);
      assert_values_equal(h[0], h[1], count);
    }
    case_free(&memory);
  }
}

static inline void units_are_the_portable_ones(const TnKernel* kernel) {
  Random random = {305};
  for (int count = TN_PANEL_CELLS; count <= 512; count += TN_PANEL_CELLS) {
    CaseMemory memory = {.offset = count / TN_PANEL_CELLS % CASE_OFFSETS};
    float* y = case_take(&memory, count, sizeof *y);
    const TnValues units[2] = {case_values(&memory, count), case_values(&memory, count)};
    for (int i = 0; i < count; ++i) {
      y[i] = case_activation(&random);
    }
    tn_kernel_portable()->units(y, count, units[0]);
    kernel->units(y, count, units[1]);
    assert_values_equal(units[0], units[1], count);
    case_free(&memory);
  }
}

#endif
