// What is played is the style's network to half a step of every weight, in the kernels' layout.
#include "plugin/denormals.h"
#include "plugin/engine/kernel_sets.h"
#include "plugin/engine/model.h"
#include "tests/unit/engine_fixture.h"
#include "tests/unit/network_sizes.h"
#include "tests/unit/rich_vocabulary.h"
#include "tests/unit/small_network.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

// An affine map as the style has it.
typedef struct {
  const float* matrix[2]; // [inputs, columns]
  int inputs[2];
  const float* bias; // [columns]
  int columns;
  int hidden; // of an LSTM layer: its columns are four gates of so many cells; 0: no such layer
} Wanted;

// Half a step, and what single precision adds to it.
static const double HALF = 0.5001;

// The column that is computed as output `j` of a panel, or -1.
static int column_at(const Wanted* w, int panel, int j) {
  if (w->hidden == 0) {
    const int column = panel * TN_PANEL + j;
    return column < w->columns ? column : -1;
  }
  const int cell = panel * TN_PANEL_CELLS + j % TN_PANEL_CELLS;
  return cell < w->hidden ? j / TN_PANEL_CELLS * w->hidden + cell : -1;
}

static int weight_at(const TnMatrix* matrix, int panel, int j, int i) {
  const size_t groups = (size_t)(matrix->inputs / TN_GROUP);
  const size_t group = (size_t)panel * groups + (size_t)(i / TN_GROUP);
  return matrix->weights[(group * TN_PANEL + (size_t)j) * TN_GROUP + (size_t)(i % TN_GROUP)];
}

static double original(const Wanted* w, int m, int i, int column) {
  const bool pads = column < 0 || i >= w->inputs[m];
  return pads ? 0.0 : (double)w->matrix[m][(size_t)i * (size_t)w->columns + (size_t)column];
}

// The weights of one output, whose step is one for both matrices: the largest of them is
// TN_WEIGHT_MAX steps, or all are 0.
static void check_output(const TnAffine* a, const Wanted* w, int panel, int j) {
  const int column = column_at(w, panel, j);
  const double step = TN_ONE * (double)a->scale[panel * TN_PANEL + j];
  int most = 0;
  bool near = true;
  for (int m = 0; m < 2; ++m) {
    int32_t sum = 0;
    for (int i = 0; i < a->matrix[m].inputs; ++i) {
      const int number = weight_at(&a->matrix[m], panel, j, i);
      near = near && fabs(original(w, m, i, column) - step * number) <= HALF * step;
      most = abs(number) > most ? abs(number) : most;
      sum += number;
    }
    assert_true(a->matrix[m].inputs == 0 ||
                a->matrix[m].surplus[panel * TN_PANEL + j] == TN_ONE * sum);
  }
  assert_true(near);
  assert_int_equal(most, step > 0 ? TN_WEIGHT_MAX : 0);
  const float bias = a->bias[panel * TN_PANEL + j];
  assert_true(column < 0 ? bias == 0.0F && step == 0.0 : bias == w->bias[column]);
}

static void check_affine(const TnAffine* a, const Wanted* w) {
  const int unit = w->hidden > 0 ? TN_PANEL_CELLS : TN_PANEL;
  assert_int_equal(a->panels, tn_padded(w->hidden > 0 ? w->hidden : w->columns, unit) / unit);
  for (int m = 0; m < 2; ++m) {
    assert_int_equal(a->matrix[m].inputs, tn_padded(w->inputs[m], TN_INPUTS));
  }
  for (int panel = 0; panel < a->panels; ++panel) {
    for (int j = 0; j < TN_PANEL; ++j) {
      check_output(a, w, panel, j);
    }
  }
}

// Row `r` of a table, which should be `row` [columns].
static void check_row(const TnAffine* a, const Wanted* w, int r, const double* row) {
  const int outputs = a->panels * TN_PANEL;
  for (int p = 0; p < outputs; ++p) {
    const int column = column_at(w, p / TN_PANEL, p % TN_PANEL);
    const double value = column < 0 ? 0.0 : row[column];
    const double step = (double)a->table_scale[p];
    const double told = step * a->table[(size_t)r * (size_t)outputs + (size_t)p];
    assert_true(fabs(told - value) <= HALF * step + 1e-5 * fabs(value));
  }
}

// A table's largest number of a column is INT16_MAX steps.
static void check_table_steps(const TnAffine* a, int rows) {
  const int outputs = a->panels * TN_PANEL;
  for (int p = 0; p < outputs; ++p) {
    int most = 0;
    for (int r = 0; r < rows; ++r) {
      const int number = abs(a->table[(size_t)r * (size_t)outputs + (size_t)p]);
      most = number > most ? number : most;
    }
    assert_int_equal(most, a->table_scale[p] > 0.0F ? INT16_MAX : 0);
  }
}

// The first layer's product with row `r` of the embedding.
static void multiply_row(const TnNetwork* n, int r, double* row) {
  const int columns = 4 * n->sizes.hidden;
  const float* x = n->embedding + (size_t)r * (size_t)n->sizes.embedding;
  for (int k = 0; k < columns; ++k) {
    row[k] = 0;
    for (int i = 0; i < n->sizes.embedding; ++i) {
      row[k] += (double)x[i] * (double)n->layers[0].input[(size_t)i * (size_t)columns + (size_t)k];
    }
  }
}

enum { SAMPLED = 12 }; // rows of the input table

static void check_layers(const TnNetwork* n, const TnModel* model, Random* random) {
  const int hidden = n->sizes.hidden;
  double row[4 * TN_MAX_HIDDEN];
  for (int l = 0; l < n->sizes.layers; ++l) {
    const TnLayer* layer = &n->layers[l];
    const Wanted wanted = {.matrix = {layer->input, layer->recurrent},
                           .inputs = {l > 0 ? hidden : 0, hidden},
                           .bias = layer->bias,
                           .columns = 4 * hidden,
                           .hidden = hidden};
    check_affine(&model->layers[l], &wanted);
    assert_true((model->layers[l].table != NULL) == (l == 0));
    for (int i = 0; l == 0 && i < SAMPLED; ++i) {
      const int r = random_below(random, n->input_table.rows);
      multiply_row(n, r, row);
      check_row(&model->layers[0], &wanted, r, row);
    }
  }
  check_table_steps(&model->layers[0], n->input_table.rows);
}

static void check_head(const TnNetwork* n, const TnHead* head, const TnPlayedHead* played) {
  const Wanted hidden = {.matrix = {head->hidden},
                         .inputs = {n->sizes.hidden},
                         .bias = head->bias,
                         .columns = n->sizes.head};
  const Wanted output = {.matrix = {head->output},
                         .inputs = {n->sizes.head},
                         .bias = head->output_bias,
                         .columns = head->classes};
  assert_int_equal(played->classes, head->classes);
  if (head->classes < 2) {
    assert_int_equal(played->hidden.panels | played->output.panels, 0);
    return;
  }
  check_affine(&played->hidden, &hidden);
  check_affine(&played->output, &output);
  assert_null(played->output.table);
  double row[TN_MAX_HEAD];
  for (int r = 0; r < head->table.rows; ++r) {
    for (int k = 0; k < n->sizes.head; ++k) {
      row[k] = (double)head->condition[(size_t)r * (size_t)n->sizes.head + (size_t)k];
    }
    check_row(&played->hidden, &hidden, r, row);
  }
  if (head->table.rows > 0) {
    check_table_steps(&played->hidden, head->table.rows);
  }
}

static void check_model(const SmallNetwork* small) {
  const TnNetwork* n = &small->network;
  Random random = {401};
  TnModel* model = tn_model_new(n, tn_kernel_portable());
  assert_non_null(model);
  assert_ptr_equal(model->kernel, tn_kernel_portable());
  assert_memory_equal(&model->sizes, &n->sizes, sizeof n->sizes);
  check_layers(n, model, &random);
  for (int f = 0; f < TN_FIELDS; ++f) {
    check_head(n, &n->heads[f], &model->heads[f]);
  }
  tn_model_free(model);
}

static SmallNetwork network_of(TnVocabulary vocabulary, TnSizes sizes) {
  const SmallNetwork small = small_network_new(vocabulary, sizes, 402);
  assert_non_null(small.weights);
  return small;
}

static void weights_and_tables_are_the_styles_to_half_a_step(void** state) {
  (void)state;
  for (int i = 0; i < NETWORK_SIZES_COUNT; ++i) {
    SmallNetwork small = network_of(rich_vocabulary(30), NETWORK_SIZES[i]);
    check_model(&small);
    small_network_free(&small);
  }
}

static void a_column_of_zeros_stays_zeros(void** state) {
  (void)state;
  SmallNetwork small = network_of(rich_vocabulary(30), NETWORK_SIZES[3]);
  const TnNetwork* n = &small.network;
  const int columns = 4 * n->sizes.hidden;
  for (int l = 0; l < n->sizes.layers; ++l) {
    for (int i = 0; i < n->layers[l].inputs; ++i) {
      n->layers[l].input[i * columns + 5] = 0.0F;
    }
    for (int i = 0; i < n->sizes.hidden; ++i) {
      n->layers[l].recurrent[i * columns + 5] = -0.0F;
    }
  }
  for (int i = 0; i < n->sizes.head; ++i) {
    n->heads[TN_PITCH].output[i * n->heads[TN_PITCH].classes + 7] = 0.0F;
  }
  check_model(&small);
  TnModel* model = tn_model_new(n, tn_kernel_portable());
  assert_true(model->layers[0].scale[5] == 0.0F && model->layers[0].table_scale[5] == 0.0F);
  assert_true(model->heads[TN_PITCH].output.scale[7] == 0.0F);
  tn_model_free(model);
  small_network_free(&small);
}

static void the_largest_weights_are_finite(void** state) {
  (void)state;
  for (int i = 0; i < 5; ++i) {
    SmallNetwork small = network_of(rich_vocabulary(30), NETWORK_SIZES[i]);
    small_network_make_largest(&small, 403);
    check_model(&small);
    small_network_free(&small);
  }
}

static void whatever_a_style_may_be_can_be_played(void** state) {
  (void)state;
  Random random = {404};
  for (int round = 0; round < 30; ++round) {
    const TnSizes sizes = {.embedding = random_within(&random, 1, 40),
                           .layers = random_within(&random, 1, TN_MAX_LAYERS),
                           .hidden = random_within(&random, 1, 70),
                           .head = random_within(&random, 1, 130)};
    SmallNetwork small = network_of(random_vocabulary(&random), sizes);
    check_model(&small);
    small_network_free(&small);
  }
}

// ---- memory ----

// The bytes of a model that are known to be its own.
typedef struct {
  const TnModel* model;
  size_t bytes;
  size_t pieces;
} Owned;

static void own(Owned* owned, const void* memory, size_t bytes) {
  const uint8_t* from = memory;
  const uint8_t* model = (const uint8_t*)owned->model;
  assert_true(from >= model && from + bytes <= model + owned->model->bytes);
  owned->bytes += bytes;
  ++owned->pieces;
}

static void own_affine(Owned* owned, const TnAffine* a, int rows) {
  const size_t outputs = (size_t)a->panels * TN_PANEL;
  for (int m = 0; m < 2; ++m) {
    own(owned, a->matrix[m].weights, outputs * (size_t)a->matrix[m].inputs);
    own(owned, a->matrix[m].surplus, outputs * sizeof(int32_t));
  }
  own(owned, a->scale, outputs * sizeof(float));
  own(owned, a->bias, outputs * sizeof(float));
  own(owned, a->table_scale, outputs * sizeof(float));
  if (rows > 0) {
    own(owned, a->table, (size_t)rows * outputs * sizeof(int16_t));
  }
}

static void a_model_knows_its_bytes(void** state) {
  (void)state;
  for (int i = 0; i < NETWORK_SMALL_COUNT; ++i) {
    SmallNetwork small = network_of(rich_vocabulary(30), NETWORK_SIZES[i]);
    TnModel* model = tn_model_new(&small.network, tn_kernel_portable());
    Owned owned = {.model = model};
    own(&owned, model, sizeof *model);
    for (int l = 0; l < model->sizes.layers; ++l) {
      own_affine(&owned, &model->layers[l], l > 0 ? 0 : model->input_table.rows);
    }
    for (int f = 0; f < TN_FIELDS; ++f) {
      if (model->heads[f].classes > 1) {
        own_affine(&owned, &model->heads[f].hidden, model->heads[f].table.rows);
        own_affine(&owned, &model->heads[f].output, 0);
      }
    }
    assert_in_range(model->bytes - owned.bytes, 0, 64 * (owned.pieces + 1)); // lines of the cache
    tn_model_free(model);
    small_network_free(&small);
  }
}

// ---- denormals ----

// In the first layer every output's.
static void make_faint(SmallNetwork* small) {
  const TnNetwork* n = &small->network;
  small_network_make_faint(small, 405);
  for (int i = 0; i < n->sizes.hidden * 4 * n->sizes.hidden; ++i) {
    n->layers[0].recurrent[i] = ldexpf(n->layers[0].recurrent[i], -130 + i % 60);
  }
}

static void assert_normal(const float* numbers, int count) {
  for (int i = 0; i < count; ++i) {
    assert_true(numbers[i] == 0.0F || fabsf(numbers[i]) > 0x1p-100F);
  }
}

// A host may let a style be loaded within run(), where denormals are flushed.
static void faint_weights_make_one_model_whether_denormals_are_flushed_or_not(void** state) {
  (void)state;
  SmallNetwork small = network_of(rich_vocabulary(30), NETWORK_SIZES[2]);
  make_faint(&small);
  TnModel* model = tn_model_new(&small.network, tn_kernel_portable());
  const DenormalMode mode = denormals_flush();
  TnModel* flushed = tn_model_new(&small.network, tn_kernel_portable());
  denormals_restore(mode);
  for (int l = 0; l < model->sizes.layers; ++l) {
    const TnAffine* a = &model->layers[l];
    const TnAffine* b = &flushed->layers[l];
    const int outputs = a->panels * TN_PANEL;
    const size_t bytes = (size_t)outputs * sizeof(float);
    assert_normal(a->scale, outputs);
    assert_normal(a->bias, outputs);
    assert_normal(a->table_scale, outputs);
    assert_memory_equal(a->scale, b->scale, bytes);
    assert_memory_equal(a->bias, b->bias, bytes);
    assert_memory_equal(a->table_scale, b->table_scale, bytes);
    assert_memory_equal(a->matrix[1].weights, b->matrix[1].weights,
                        (size_t)outputs * (size_t)a->matrix[1].inputs);
    assert_true(!a->table ||
                memcmp(a->table, b->table,
                       (size_t)model->input_table.rows * (size_t)outputs * sizeof(int16_t)) == 0);
  }
  tn_model_free(model);
  tn_model_free(flushed);
  small_network_free(&small);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(weights_and_tables_are_the_styles_to_half_a_step),
      cmocka_unit_test(a_column_of_zeros_stays_zeros),
      cmocka_unit_test(the_largest_weights_are_finite),
      cmocka_unit_test(whatever_a_style_may_be_can_be_played),
      cmocka_unit_test(a_model_knows_its_bytes),
      cmocka_unit_test(faint_weights_make_one_model_whether_denormals_are_flushed_or_not),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
