#define _DEFAULT_SOURCE // NOLINT(bugprone-reserved-identifier): syscall()

#include "trainer/product_kernels.h"

#include <stdint.h>
#include <string.h>

#if defined(__x86_64__) && defined(__linux__)

#include <cpuid.h>
#include <immintrin.h>
#include <sys/syscall.h>
#include <unistd.h>

// A tile: 16 rows of 64 bytes. Tiles 0..3 hold the sums, two by two; 4 and 5 rows of the left-hand
// matrix; 6 and 7 the halves of the panel.
enum {
  TILE_ROWS = 16,
  TILE_BYTES = 64,
  TILE_DEPTH = 32,
  TILES = 8,
  BLOCK_ROWS = 2 * TILE_ROWS,
  HALF = PANEL_COLUMNS / 2,
  RIGHT = 2 * HALF // numbers of the panel, in pairs, before its right half
};

#define AMX __attribute__((target("amx-tile,amx-bf16")))

// What LDTILECFG reads (Intel SDM, volume 1, 18.3).
typedef struct {
  uint8_t palette;
  uint8_t start_row;
  uint8_t reserved[14];
  uint16_t row_bytes[16];
  uint8_t rows[16];
} TileConfig;

AMX static void configure(void) {
  TileConfig config = {.palette = 1};
  for (int t = 0; t < TILES; ++t) {
    config.row_bytes[t] = TILE_BYTES;
    config.rows[t] = TILE_ROWS;
  }
  _tile_loadconfig(&config);
}

AMX static void sum_16_rows(bool keep, size_t depth, const uint16_t* a, size_t a_bytes,
                            const uint16_t* b, float* c, size_t c_bytes) {
  _tile_zero(0);
  _tile_zero(1);
  if (keep) {
    _tile_loadd(0, c, c_bytes);
    _tile_loadd(1, c + HALF, c_bytes);
  }
  for (size_t k = 0; k < depth; k += TILE_DEPTH) {
    _tile_loadd(4, a + k, a_bytes);
    _tile_loadd(6, b + k * PANEL_COLUMNS, 2 * TILE_BYTES);
    _tile_loadd(7, b + k * PANEL_COLUMNS + RIGHT, 2 * TILE_BYTES);
    _tile_dpbf16ps(0, 4, 6);
    _tile_dpbf16ps(1, 4, 7);
  }
  _tile_stored(0, c, c_bytes);
  _tile_stored(1, c + HALF, c_bytes);
}

AMX static void sum_32_rows(bool keep, size_t depth, const uint16_t* a, size_t a_stride,
                            const uint16_t* b, float* c, size_t c_stride) {
  const size_t a_bytes = a_stride * sizeof *a;
  const size_t c_bytes = c_stride * sizeof *c;
  float* lower = c + TILE_ROWS * c_stride;
  _tile_zero(0);
  _tile_zero(1);
  _tile_zero(2);
  _tile_zero(3);
  if (keep) {
    _tile_loadd(0, c, c_bytes);
    _tile_loadd(1, c + HALF, c_bytes);
    _tile_loadd(2, lower, c_bytes);
    _tile_loadd(3, lower + HALF, c_bytes);
  }
  for (size_t k = 0; k < depth; k += TILE_DEPTH) {
    _tile_loadd(4, a + k, a_bytes);
    _tile_loadd(5, a + TILE_ROWS * a_stride + k, a_bytes);
    _tile_loadd(6, b + k * PANEL_COLUMNS, 2 * TILE_BYTES);
    _tile_loadd(7, b + k * PANEL_COLUMNS + RIGHT, 2 * TILE_BYTES);
    _tile_dpbf16ps(0, 4, 6);
    _tile_dpbf16ps(1, 4, 7);
    _tile_dpbf16ps(2, 5, 6);
    _tile_dpbf16ps(3, 5, 7);
  }
  _tile_stored(0, c, c_bytes);
  _tile_stored(1, c + HALF, c_bytes);
  _tile_stored(2, lower, c_bytes);
  _tile_stored(3, lower + HALF, c_bytes);
}

// Fewer rows than a tile: the left-hand matrix has padding below, c has not.
AMX static void sum_few_rows(bool keep, size_t rows, size_t depth, const uint16_t* a,
                             size_t a_stride, const uint16_t* b, float* c, size_t c_stride) {
  float tile[TILE_ROWS * PANEL_COLUMNS];
  sum_16_rows(false, depth, a, a_stride * sizeof *a, b, tile, PANEL_COLUMNS * sizeof *tile);
  for (size_t r = 0; r < rows; ++r) {
    for (size_t j = 0; j < PANEL_COLUMNS; ++j) {
      const float before = keep ? c[r * c_stride + j] : 0.0F;
      c[r * c_stride + j] = before + tile[r * PANEL_COLUMNS + j];
    }
  }
}

// The tiles are configured at every call, for the thread that calls: 10 ns beside microseconds.
AMX static void block(bool keep, size_t rows, size_t depth, const void* a, size_t a_stride,
                      const void* panel, float* c, size_t c_stride) {
  const uint16_t* x = a;
  configure();
  if (rows == BLOCK_ROWS) {
    sum_32_rows(keep, depth, x, a_stride, panel, c, c_stride);
    return;
  }
  if (rows >= TILE_ROWS) {
    sum_16_rows(keep, depth, x, a_stride * sizeof *x, panel, c, c_stride * sizeof *c);
    rows -= TILE_ROWS;
    x += TILE_ROWS * a_stride;
    c += TILE_ROWS * c_stride;
  }
  if (rows > 0) {
    sum_few_rows(keep, rows, depth, x, a_stride, panel, c, c_stride);
  }
}

static bool processor_has_amx(void) {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  const unsigned bf16 = 1U << 22;
  const unsigned tile = 1U << 24;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (d & bf16) && (d & tile);
}

// Linux gives the tiles' registers only to processes that ask (arch/x86/xstate.rst).
static bool system_allows_amx(void) {
  enum { ARCH_REQ_XCOMP_PERM = 0x1023, XFEATURE_XTILEDATA = 18 };
  return syscall(SYS_arch_prctl, ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA) == 0;
}

const ProductKernel* product_kernel_amx(void) {
  static const ProductKernel KERNEL = {.name = "amx",
                                       .precision = PRECISION_BF16,
                                       .beats_blas = true,
                                       .depth_unit = TILE_DEPTH,
                                       .block_rows = BLOCK_ROWS,
                                       .row_unit = TILE_ROWS,
                                       .block = block};
  return processor_has_amx() && system_allows_amx() ? &KERNEL : NULL;
}

#else

const ProductKernel* product_kernel_amx(void) {
  return NULL;
}

#endif
