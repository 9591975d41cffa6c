// One step of the reference network by hand and in double.
#include "tests/unit/engine_fixture.h"
#include "tests/unit/reference_network.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
  TnNetwork network;
  float* weights;
  float* state;
  float* scratch;
} Fixture;

static Fixture fixture_new(TnVocabulary v, TnSizes sizes) {
  Fixture f = {.weights = calloc(tn_tensors_list(&v, &sizes).total, sizeof(float)),
               .state = calloc(reference_state_floats(&sizes), sizeof(float)),
               .scratch = malloc(reference_scratch_floats(&sizes) * sizeof(float))};
  f.network = tn_network_bind(&v, &sizes, f.weights);
  return f;
}

static void fixture_free(Fixture* f) {
  free(f->weights);
  free(f->state);
  free(f->scratch);
}

static void fill_random(Fixture* f, Random* random) {
  const size_t total = tn_tensors_list(&f->network.vocabulary, &f->network.sizes).total;
  for (size_t i = 0; i < total; ++i) {
    f->weights[i] = 1.6F * (random_unit(random) - 0.5F);
  }
}

static void assert_close(float value, double expected) {
  if (fabs((double)value - expected) > 2e-6) {
    print_error("%.8f is not %.8f\n", (double)value, expected);
    fail();
  }
}

static void a_state_is_two_vectors_a_layer(void** state) {
  (void)state;
  const TnSizes sizes = {.embedding = 3, .layers = 4, .hidden = 5, .head = 2};
  assert_int_equal(reference_state_floats(&sizes), 4 * 2 * 5);
}

// One cell: sigmoid(ln 3) = 0.75 lets in tanh(ln(3) / 2) = 0.5, sigmoid(0) = 0.5 keeps, and
// sigmoid(-ln 3) = 0.25 lets out.
static void one_cell_by_hand(void** state) {
  (void)state;
  Fixture f = fixture_new(tn_vocabulary_for_roll(60, 2), (TnSizes){1, 1, 1, 1});
  const float ln3 = (float)log(3);
  const uint16_t rows[] = {2, 5};
  f.network.embedding[2] = 1.5F;
  f.network.embedding[5] = -0.5F; // together 1
  const float input[] = {ln3, 0.0F, ln3 / 2, 0.0F};
  const float bias[] = {0.0F, 0.0F, 0.0F, -ln3};
  memcpy(f.network.layers[0].input, input, sizeof input);
  memcpy(f.network.layers[0].bias, bias, sizeof bias);
  reference_step(&f.network, f.state, rows, 2, f.scratch);
  assert_close(f.state[1], 0.375); // c = 0.75 * 0.5
  assert_close(f.state[0], 0.25 * tanh(0.375));
  reference_step(&f.network, f.state, rows, 2, f.scratch);
  assert_close(f.state[1], 0.5625); // 0.5 * 0.375 + 0.375
  assert_close(f.state[0], 0.25 * tanh(0.5625));
  reference_step(&f.network, f.state, rows, 0, f.scratch); // no input: only forgets
  assert_close(f.state[1], 0.28125);
  fixture_free(&f);
}

static void the_hidden_state_feeds_back(void** state) {
  (void)state;
  Fixture f = fixture_new(tn_vocabulary_for_roll(60, 2), (TnSizes){1, 1, 1, 1});
  f.state[0] = 0.5F; // h
  f.state[1] = 0.2F; // c
  const float recurrent[] = {0.0F, 2.0F, 4.0F, 0.0F};
  memcpy(f.network.layers[0].recurrent, recurrent, sizeof recurrent);
  reference_step(&f.network, f.state, NULL, 0, f.scratch);
  const double c = 0.2 / (1 + exp(-1)) + 0.5 * tanh(2);
  assert_close(f.state[1], c);
  assert_close(f.state[0], 0.5 * tanh(c));
  fixture_free(&f);
}

static double sigmoid(double x) {
  return 1 / (1 + exp(-x));
}

enum { WIDEST = 32 };

// The equations of an LSTM layer, one cell at a time, in double. `h` and `c` before and after.
static void exact_layer(const TnLayer* layer, int hidden, const double* x, double* h, double* c) {
  double before[WIDEST];
  memcpy(before, h, (size_t)hidden * sizeof *h);
  for (int j = 0; j < hidden; ++j) {
    double gate[4];
    for (int g = 0; g < 4; ++g) {
      const int column = g * hidden + j;
      gate[g] = (double)layer->bias[column];
      for (int i = 0; i < layer->inputs; ++i) {
        gate[g] += x[i] * (double)layer->input[i * 4 * hidden + column];
      }
      for (int i = 0; i < hidden; ++i) {
        gate[g] += before[i] * (double)layer->recurrent[i * 4 * hidden + column];
      }
    }
    c[j] = sigmoid(gate[1]) * c[j] + sigmoid(gate[0]) * tanh(gate[2]);
    h[j] = sigmoid(gate[3]) * tanh(c[j]);
  }
}

static void exact_step(const TnNetwork* n, const uint16_t* rows, int count, double* state) {
  double x[WIDEST] = {0};
  for (int r = 0; r < count; ++r) {
    for (int i = 0; i < n->sizes.embedding; ++i) {
      x[i] += (double)n->embedding[rows[r] * n->sizes.embedding + i];
    }
  }
  const double* input = x;
  const int hidden = n->sizes.hidden;
  for (int l = 0; l < n->sizes.layers; ++l) {
    double* h = state + 2 * l * hidden;
    exact_layer(&n->layers[l], hidden, input, h, h + hidden);
    input = h;
  }
}

static void many_steps_follow_the_equations(void** state) {
  (void)state;
  Random random = {61};
  for (int round = 0; round < 40; ++round) {
    const TnSizes sizes = {.embedding = random_within(&random, 1, 12),
                           .layers = random_within(&random, 1, TN_MAX_LAYERS),
                           .hidden = random_within(&random, 1, 12),
                           .head = 3};
    Fixture f = fixture_new(tn_vocabulary_for_grid(), sizes);
    fill_random(&f, &random);
    double expected[TN_MAX_LAYERS * 2 * 12] = {0};
    for (int step = 0; step < 30; ++step) {
      uint16_t rows[4];
      for (int r = 0; r < 4; ++r) {
        rows[r] = (uint16_t)random_below(&random, f.network.input_table.rows);
      }
      reference_step(&f.network, f.state, rows, 4, f.scratch);
      exact_step(&f.network, rows, 4, expected);
    }
    for (size_t i = 0; i < reference_state_floats(&sizes); ++i) {
      assert_true(fabs((double)f.state[i] - expected[i]) < 2e-5);
    }
    fixture_free(&f);
  }
}

static double exact_logit(const TnNetwork* n, const TnHead* head, const float* top,
                          const uint16_t* rows, int count, int k) {
  double logit = (double)head->output_bias[k];
  for (int a = 0; a < n->sizes.head; ++a) {
    double unit = (double)head->bias[a];
    for (int i = 0; i < n->sizes.hidden; ++i) {
      unit += (double)top[i] * (double)head->hidden[i * n->sizes.head + a];
    }
    for (int r = 0; r < count && head->condition; ++r) {
      unit += (double)head->condition[rows[r] * n->sizes.head + a];
    }
    logit += tanh(unit) * (double)head->output[a * head->classes + k];
  }
  return logit;
}

static void heads_follow_the_equations_from_the_top_layer(void** state) {
  (void)state;
  Random random = {62};
  TnVocabulary v = tn_vocabulary_for_grid();
  v.parts = 3;
  v.velocity_count = 2;
  v.velocities[1] = 100;
  tn_vocabulary_add_nudges(&v);
  const TnSizes sizes = {.embedding = 4, .layers = 2, .hidden = 9, .head = 6};
  Fixture f = fixture_new(v, sizes);
  fill_random(&f, &random);
  for (size_t i = 0; i < reference_state_floats(&sizes); ++i) {
    f.state[i] = 2.0F * random_unit(&random) - 1.0F;
  }
  const float* top = f.state + 2 * 9; // h of the second layer
  for (int field = 0; field < TN_FIELDS; ++field) {
    const TnHead* head = &f.network.heads[field];
    uint16_t rows[5];
    const int count = head->table.rows ? 5 : 0;
    for (int r = 0; r < count; ++r) {
      rows[r] = (uint16_t)random_below(&random, head->table.rows);
    }
    float logits[TN_MAX_CLASSES];
    reference_head(&f.network, (TnField)field, f.state, rows, count, f.scratch, logits);
    for (int k = 0; k < head->classes; ++k) {
      assert_true(fabs((double)logits[k] - exact_logit(&f.network, head, top, rows, count, k)) <
                  1e-5);
    }
  }
  fixture_free(&f);
}

static void a_field_of_one_class_has_the_logit_0(void** state) {
  (void)state;
  Fixture f = fixture_new(tn_vocabulary_for_roll(60, 1), (TnSizes){1, 1, 1, 1});
  for (int field = TN_PART; field < TN_FIELDS; ++field) {
    float logits[2] = {5.0F, 7.0F};
    reference_head(&f.network, (TnField)field, f.state, NULL, 0, f.scratch, logits);
    assert_true(logits[0] == 0.0F && logits[1] == 7.0F);
  }
  fixture_free(&f);
}

static void heads_leave_the_state_as_it_is(void** state) {
  (void)state;
  Random random = {63};
  const TnSizes sizes = {.embedding = 4, .layers = 2, .hidden = 5, .head = 6};
  Fixture f = fixture_new(tn_vocabulary_for_grid(), sizes);
  fill_random(&f, &random);
  const uint16_t rows[] = {0, 3};
  reference_step(&f.network, f.state, rows, 2, f.scratch);
  float before[20];
  memcpy(before, f.state, sizeof before);
  float logits[TN_MAX_CLASSES];
  reference_head(&f.network, TN_PITCH, f.state, rows, 2, f.scratch, logits);
  assert_memory_equal(before, f.state, sizeof before);
  fixture_free(&f);
}

// The largest weights that the style reader lets in.
static void the_largest_weights_give_finite_numbers(void** state) {
  (void)state;
  Random random = {64};
  const TnSizes sizes = {.embedding = 32, .layers = 2, .hidden = 64, .head = 32};
  Fixture f = fixture_new(tn_vocabulary_for_grid(), sizes);
  const size_t total = tn_tensors_list(&f.network.vocabulary, &sizes).total;
  for (size_t i = 0; i < total; ++i) {
    f.weights[i] = random_below(&random, 2) ? 1000.0F : -1000.0F;
  }
  uint16_t rows[TN_MAX_ROWS];
  for (int step = 0; step < 50; ++step) {
    for (int r = 0; r < TN_MAX_ROWS; ++r) {
      rows[r] = (uint16_t)random_below(&random, f.network.heads[TN_PITCH].table.rows);
    }
    reference_step(&f.network, f.state, rows, TN_MAX_ROWS, f.scratch);
    float logits[TN_MAX_CLASSES];
    reference_head(&f.network, TN_PITCH, f.state, rows, TN_MAX_ROWS, f.scratch, logits);
    for (int k = 0; k < f.network.heads[TN_PITCH].classes; ++k) {
      assert_true(isfinite(logits[k]));
    }
  }
  fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_state_is_two_vectors_a_layer),
      cmocka_unit_test(one_cell_by_hand),
      cmocka_unit_test(the_hidden_state_feeds_back),
      cmocka_unit_test(many_steps_follow_the_equations),
      cmocka_unit_test(heads_follow_the_equations_from_the_top_layer),
      cmocka_unit_test(a_field_of_one_class_has_the_logit_0),
      cmocka_unit_test(heads_leave_the_state_as_it_is),
      cmocka_unit_test(the_largest_weights_give_finite_numbers),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
