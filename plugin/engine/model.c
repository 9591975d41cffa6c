#include "plugin/engine/model.h"

#include "plugin/engine/linear.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
  GATES = 4,
  TABLE_MAX = INT16_MAX,
  ALIGNMENT = 64, // a line of the cache
  MOST_INPUTS = 2 * TN_MAX_HIDDEN
};

static_assert((int64_t)TN_ONE * TN_WEIGHT_MAX * MOST_INPUTS <= INT32_MAX,
              "the products of an output add up to an int32_t");
static_assert((int64_t)TABLE_MAX * TN_MAX_ROWS <= INT32_MAX, "so do the rows of a table");

// Memory that is dealt out once to learn how much it takes, and then in earnest.
typedef struct {
  uint8_t* base; // NULL: to learn
  size_t used;
} Arena;

static void* take(Arena* arena, size_t bytes) {
  const size_t from = arena->used;
  arena->used += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  return arena->base ? arena->base + from : NULL;
}

// The source of an affine map, in single precision. `columns` is how many outputs there are; of an
// LSTM layer they are the gates, each of `cells` outputs, whose order in the panels is another.
typedef struct {
  const float* matrix[2]; // [inputs, columns]
  int inputs[2];
  const float* table; // [rows, columns]
  int rows;
  const float* bias; // [columns]
  int columns;
  int cells; // 0: no LSTM layer
} Source;

static int source_panels(const Source* s) {
  return s->cells > 0 ? tn_padded(s->cells, TN_PANEL_CELLS) / TN_PANEL_CELLS
                      : tn_padded(s->columns, TN_PANEL) / TN_PANEL;
}

// Outputs of a panel that are side by side in the source as well: its rows are read in order.
enum { STRIP = TN_PANEL_CELLS, STRIPS_A_PANEL = TN_PANEL / STRIP };

typedef struct {
  int output; // the first
  int column; // that is this output
  int count;  // 0..STRIP: the others pad
} Strip;

static Strip source_strip(const Source* s, int index) {
  const bool is_layer = s->cells > 0;
  const int within = is_layer ? index / STRIPS_A_PANEL * STRIP : index * STRIP;
  const int gate = is_layer ? index % STRIPS_A_PANEL : 0;
  const int left = (is_layer ? s->cells : s->columns) - within;
  return (Strip){.output = index * STRIP,
                 .column = gate * s->cells + within,
                 .count = left < 0       ? 0
                          : left < STRIP ? left
                                         : STRIP};
}

static float magnitude(float x) {
  return x < 0.0F ? -x : x;
}

// A scale or a bias this faint counts as 0: then no sum at play is a denormal, which some
// processors flush to zero and some do not, and neither is what this file computes.
static float audible(float x) {
  return magnitude(x) < 0x1p-80F ? 0.0F : x;
}

// Each the largest of its column's `rows` numbers and of what it was.
static void raise_to_largest(const float* matrix, int rows, int columns, Strip strip,
                             float most[STRIP]) {
  for (int i = 0; i < rows; ++i) {
    const float* row = matrix + (size_t)i * (size_t)columns + (size_t)strip.column;
    for (int j = 0; j < strip.count; ++j) {
      const float size = magnitude(row[j]);
      most[j] = size > most[j] ? size : most[j];
    }
  }
}

// To the nearest, halves away from 0; within -most..most.
static int nearest(float x, int most) {
  const int number = (int)(x < 0.0F ? x - 0.5F : x + 0.5F);
  return number > most ? most : number < -most ? -most : number;
}

// Whole numbers of steps. Where a column has no step, all of it counts as 0.
static void count_steps(const float* restrict row, Strip strip, const float step[STRIP], int most,
                        int numbers[restrict STRIP]) {
  for (int j = 0; j < strip.count; ++j) {
    numbers[j] = nearest(row[j] / (step[j] > 0.0F ? step[j] : 1.0F), most);
  }
}

static void fill_matrix(const Source* s, int m, Strip strip, const float step[STRIP],
                        int8_t* weights, int32_t* surplus) {
  const size_t groups = (size_t)tn_padded(s->inputs[m], TN_INPUTS) / TN_GROUP;
  int8_t* first = weights + (size_t)(strip.output / TN_PANEL) * groups * TN_PANEL * TN_GROUP +
                  (size_t)(strip.output % TN_PANEL) * TN_GROUP;
  int32_t sums[STRIP] = {0};
  for (int i = 0; i < s->inputs[m]; ++i) {
    const float* row = s->matrix[m] + (size_t)i * (size_t)s->columns + (size_t)strip.column;
    int8_t* to = first + (size_t)(i / TN_GROUP) * TN_PANEL * TN_GROUP + (size_t)(i % TN_GROUP);
    int numbers[STRIP];
    count_steps(row, strip, step, TN_WEIGHT_MAX, numbers);
    for (int j = 0; j < strip.count; ++j) {
      to[j * TN_GROUP] = (int8_t)numbers[j];
      sums[j] += numbers[j];
    }
  }
  for (int j = 0; j < strip.count; ++j) {
    surplus[strip.output + j] = TN_ONE * sums[j];
  }
}

static void fill_table(const Source* s, Strip strip, int outputs, int16_t* table,
                       float* table_scale) {
  float most[STRIP] = {0.0F};
  raise_to_largest(s->table, s->rows, s->columns, strip, most);
  float* step = table_scale + strip.output;
  for (int j = 0; j < strip.count; ++j) {
    step[j] = audible(most[j] / (float)TABLE_MAX);
  }
  for (int r = 0; r < s->rows; ++r) {
    const float* row = s->table + (size_t)r * (size_t)s->columns + (size_t)strip.column;
    int16_t* to = table + (size_t)r * (size_t)outputs + (size_t)strip.output;
    int numbers[STRIP];
    count_steps(row, strip, step, TABLE_MAX, numbers);
    for (int j = 0; j < strip.count; ++j) {
      to[j] = (int16_t)numbers[j];
    }
  }
}

// What pads is 0 everywhere: the memory is.
static void make_affine(const Source* s, Arena* arena, TnAffine* affine) {
  const int panels = source_panels(s);
  const int outputs = panels * TN_PANEL;
  const size_t floats = (size_t)outputs * sizeof(float);
  int8_t* weights[2];
  int32_t* surplus[2];
  for (int m = 0; m < 2; ++m) {
    const int inputs = tn_padded(s->inputs[m], TN_INPUTS);
    weights[m] = take(arena, (size_t)inputs * (size_t)outputs);
    surplus[m] = take(arena, (size_t)outputs * sizeof(int32_t));
    affine->matrix[m] = (TnMatrix){inputs, weights[m], surplus[m]};
  }
  float* scale = take(arena, floats);
  float* bias = take(arena, floats);
  float* table_scale = take(arena, floats);
  int16_t* table = take(arena, (size_t)s->rows * (size_t)outputs * sizeof(int16_t));
  affine->panels = panels;
  affine->scale = scale;
  affine->bias = bias;
  affine->table_scale = table_scale;
  affine->table = s->rows > 0 ? table : NULL;
  for (int k = 0; arena->base && k < panels * STRIPS_A_PANEL; ++k) {
    const Strip strip = source_strip(s, k);
    float most[STRIP] = {0.0F};
    float step[STRIP];
    for (int m = 0; m < 2; ++m) {
      raise_to_largest(s->matrix[m], s->inputs[m], s->columns, strip, most);
    }
    for (int j = 0; j < strip.count; ++j) {
      step[j] = audible(most[j] / (float)TN_WEIGHT_MAX);
      scale[strip.output + j] = step[j] / (float)TN_ONE;
      bias[strip.output + j] = audible(s->bias[strip.column + j]);
    }
    for (int m = 0; m < 2; ++m) {
      fill_matrix(s, m, strip, step, weights[m], surplus[m]);
    }
    fill_table(s, strip, outputs, table, table_scale);
  }
}

// `told` [rows of the input table, 4H] is the first layer's product with each row of the embedding.
static void make_layers(const TnNetwork* n, const float* told, Arena* arena, TnModel* model) {
  const int hidden = n->sizes.hidden;
  for (int l = 0; l < n->sizes.layers; ++l) {
    const TnLayer* layer = &n->layers[l];
    const Source source = {.matrix = {l > 0 ? layer->input : NULL, layer->recurrent},
                           .inputs = {l > 0 ? hidden : 0, hidden},
                           .table = told,
                           .rows = l > 0 ? 0 : n->input_table.rows,
                           .bias = layer->bias,
                           .columns = GATES * hidden,
                           .cells = hidden};
    make_affine(&source, arena, &model->layers[l]);
  }
}

static void make_head(const TnNetwork* n, const TnHead* head, Arena* arena, TnPlayedHead* played) {
  played->table = head->table;
  played->classes = head->classes;
  if (head->classes < 2) {
    return;
  }
  const Source hidden = {.matrix = {head->hidden},
                         .inputs = {n->sizes.hidden},
                         .table = head->condition,
                         .rows = head->table.rows,
                         .bias = head->bias,
                         .columns = n->sizes.head};
  const Source output = {.matrix = {head->output},
                         .inputs = {n->sizes.head},
                         .bias = head->output_bias,
                         .columns = head->classes};
  make_affine(&hidden, arena, &played->hidden);
  make_affine(&output, arena, &played->output);
}

static TnModel* make(const TnNetwork* n, const float* told, Arena* arena, TnModel* model) {
  make_layers(n, told, arena, model);
  for (int f = 0; f < TN_FIELDS; ++f) {
    make_head(n, &n->heads[f], arena, &model->heads[f]);
  }
  return model;
}

static float* multiply_embedding(const TnNetwork* n) {
  const int columns = GATES * n->sizes.hidden;
  float* told = calloc((size_t)n->input_table.rows * (size_t)columns, sizeof *told);
  for (int r = 0; told && r < n->input_table.rows; ++r) {
    const float* row = n->embedding + (size_t)r * (size_t)n->sizes.embedding;
    tn_linear_add(row, n->sizes.embedding, n->layers[0].input, columns,
                  told + (size_t)r * (size_t)columns);
  }
  return told;
}

TnModel* tn_model_new(const TnNetwork* network, const TnKernel* kernel) {
  TnModel model = {.kernel = kernel,
                   .vocabulary = network->vocabulary,
                   .sizes = network->sizes,
                   .input_table = network->input_table};
  Arena arena = {0};
  TnModel* made = NULL;
  take(&arena, sizeof model);
  make(network, NULL, &arena, &model);
  model.bytes = arena.used;
  float* told = multiply_embedding(network);
  uint8_t* block = told ? aligned_alloc(ALIGNMENT, model.bytes) : NULL;
  if (block) {
    memset(block, 0, model.bytes);
    arena = (Arena){.base = block};
    made = take(&arena, sizeof model);
    *made = model;
    make(network, told, &arena, made);
  }
  free(told);
  return made;
}

void tn_model_free(TnModel* model) {
  free(model);
}
