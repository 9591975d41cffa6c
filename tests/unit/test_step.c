// Steps of the network at play: the same bits from every kernel, whether denormals are flushed or
// not; and close to single precision with the style's own weights.
#include "plugin/denormals.h"
#include "tests/unit/reference_network.h"
#include "tests/unit/stepper.h"

#include <math.h>

enum { MOST_STEPS = 100 };

static int steps_of(int size) {
  return size < NETWORK_SMALL_COUNT ? MOST_STEPS : 4;
}

// ---- the same bits ----

static void advance_by(Stepper* s, const TnKernel* kernel, int steps, Outcome* outcomes[]) {
  Random random = {502};
  s->model->kernel = kernel;
  tn_step_clear(&s->step);
  for (int i = 0; i < steps; ++i) {
    advance(s, &random, finish, outcomes[i]);
  }
}

static void steps_of_all_kernels_are_alike(void** state) {
  (void)state;
  for (int n = 0; n < NETWORK_SIZES_COUNT; ++n) {
    const int steps = steps_of(n);
    Stepper s;
    Outcome* outcomes[2][MOST_STEPS];
    stepper_init(&s, network_of(NETWORK_SIZES[n]));
    for (int i = 0; i < 2 * steps; ++i) {
      outcomes[i % 2][i / 2] = outcome_new(&s);
    }
    advance_by(&s, tn_kernel_portable(), steps, outcomes[0]);
    for (int k = 1; tn_kernel_at(k); ++k) {
      advance_by(&s, tn_kernel_at(k), steps, outcomes[1]);
      for (int i = 0; i < steps; ++i) {
        assert_outcomes_equal(&s, outcomes[0][i], outcomes[1][i]);
      }
    }
    for (int i = 0; i < 2 * steps; ++i) {
      outcome_free(outcomes[i % 2][i / 2]);
    }
    stepper_free(&s);
  }
}

static void a_copy_of_the_memory_is_a_place_to_come_back_to(void** state) {
  (void)state;
  Stepper s;
  Random random = {503};
  stepper_init(&s, network_of(NETWORK_SIZES[3]));
  Outcome* before = outcome_new(&s);
  Outcome* first = outcome_new(&s);
  Outcome* again = outcome_new(&s);
  for (int round = 0; round < 20; ++round) {
    advance(&s, &random, finish, before);
    const Random place = random;
    advance(&s, &random, finish, first);
    for (int i = 0; i < round; ++i) {
      advance(&s, &random, finish, again);
    }
    memcpy(s.step.memory, before->memory, tn_step_memory_bytes(&s.model->sizes));
    random = place;
    advance(&s, &random, finish, again);
    assert_outcomes_equal(&s, first, again);
  }
  outcome_free(before);
  outcome_free(first);
  outcome_free(again);
  stepper_free(&s);
}

static void a_clear_memory_is_that_of_the_beginning(void** state) {
  (void)state;
  Stepper s;
  stepper_init(&s, network_of(NETWORK_SIZES[2]));
  Outcome* first = outcome_new(&s);
  Outcome* again = outcome_new(&s);
  Random random = {504};
  advance(&s, &random, finish, first);
  tn_step_clear(&s.step);
  random = (Random){504};
  advance(&s, &random, finish, again);
  assert_outcomes_equal(&s, first, again);
  outcome_free(first);
  outcome_free(again);
  stepper_free(&s);
}

// ---- single precision ----

typedef struct {
  float* state;
  float* scratch;
  double hidden; // the largest differences so far
  double logit;
} Reference;

static void compare_hidden(const Stepper* s, Reference* r) {
  const int hidden = s->model->sizes.hidden;
  for (int i = 0; i < s->model->sizes.layers * hidden; ++i) {
    const int layer = i / hidden;
    const double value = (double)tn_step_hidden(&s->step, layer).value[i % hidden] / TN_ONE;
    const double difference = fabs(value - (double)r->state[2 * layer * hidden + i % hidden]);
    r->hidden = difference > r->hidden ? difference : r->hidden;
  }
}

static void compare_head(Stepper* s, TnField field, Random* random, Reference* r) {
  float logits[TN_MAX_CLASSES];
  begin(s, (int)field, random);
  (void)finish(s);
  reference_head(&s->small.network, field, r->state, s->step.rows, s->step.row_count, r->scratch,
                 logits);
  for (int k = 0; k < s->model->heads[field].classes; ++k) {
    const double difference = fabs((double)s->step.y[k] - (double)logits[k]);
    r->logit = difference > r->logit ? difference : r->logit;
  }
}

// Weights lose up to 1/254 of the largest of their output, values up to 1/16256.
static void steps_are_close_to_single_precision(void** state) {
  (void)state;
  for (int n = 0; n < NETWORK_SMALL_COUNT; ++n) {
    Stepper s;
    Random random = {505};
    stepper_init(&s, network_of(NETWORK_SIZES[n]));
    Reference r = {.state = calloc(reference_state_floats(&NETWORK_SIZES[n]), sizeof(float)),
                   .scratch = malloc(reference_scratch_floats(&NETWORK_SIZES[n]) * sizeof(float))};
    for (int i = 0; i < MOST_STEPS; ++i) {
      begin(&s, TN_INPUT_TABLE, &random);
      reference_step(&s.small.network, r.state, s.step.rows, s.step.row_count, r.scratch);
      (void)finish(&s);
      compare_hidden(&s, &r);
      for (int f = 0; f < TN_FIELDS; ++f) {
        if (has_head(&s, f)) {
          compare_head(&s, (TnField)f, &random, &r);
        }
      }
    }
    print_message("%d x %d: h to %.4f, logits to %.4f\n", NETWORK_SIZES[n].layers,
                  NETWORK_SIZES[n].hidden, r.hidden, r.logit);
    assert_true(r.hidden < 0.05 && r.logit < 0.05);
    free(r.state);
    free(r.scratch);
    stepper_free(&s);
  }
}

static void the_largest_weights_give_finite_numbers(void** state) {
  (void)state;
  Random random = {506};
  for (int n = 0; n < 5; ++n) {
    Stepper s;
    SmallNetwork small = network_of(NETWORK_SIZES[n]);
    small_network_make_largest(&small, 507);
    stepper_init(&s, small);
    Outcome* outcome = outcome_new(&s);
    for (int i = 0; i < 20; ++i) {
      advance(&s, &random, finish, outcome);
      for (int k = 0; k < TN_FIELDS * TN_MAX_CLASSES; ++k) {
        assert_true(isfinite(outcome->logits[k / TN_MAX_CLASSES][k % TN_MAX_CLASSES]));
      }
    }
    outcome_free(outcome);
    stepper_free(&s);
  }
}

// ---- work ----

// Nothing new enters the cells of the first layer: they only forget.
static void let_cells_fade(SmallNetwork* small) {
  const int hidden = small->network.sizes.hidden;
  const TnLayer* layer = &small->network.layers[0];
  for (int i = 0; i < layer->inputs; ++i) {
    memset(layer->input + i * 4 * hidden + 2 * hidden, 0, (size_t)hidden * sizeof(float));
  }
  for (int i = 0; i < hidden; ++i) {
    memset(layer->recurrent + i * 4 * hidden + 2 * hidden, 0, (size_t)hidden * sizeof(float));
  }
  memset(layer->bias + 2 * hidden, 0, (size_t)hidden * sizeof(float));
}

static float* first_cells(const Stepper* s) {
  const int padded = tn_padded(s->model->sizes.hidden, TN_PANEL_CELLS);
  return (float*)(void*)(s->step.memory + (size_t)padded * (sizeof(int16_t) + 2));
}

// 3,000 steps as they are and 3,000 with denormals flushed, from cells that are all `cell`.
static void check_denormals(Stepper* s, float cell) {
  Stepper other;
  SmallNetwork copy = network_of(s->small.network.sizes);
  memcpy(copy.weights, s->small.weights, copy.count * sizeof(float));
  stepper_init(&other, copy);
  Random random[2] = {{512}, {512}};
  Outcome* outcomes[2] = {outcome_new(s), outcome_new(&other)};
  for (int j = 0; j < s->model->sizes.hidden; ++j) {
    first_cells(s)[j] = first_cells(&other)[j] = cell;
  }
  for (int i = 0; i < 3000; ++i) {
    advance(s, &random[0], finish, outcomes[0]);
    const DenormalMode mode = denormals_flush();
    advance(&other, &random[1], finish, outcomes[1]);
    denormals_restore(mode);
    assert_outcomes_equal(s, outcomes[0], outcomes[1]);
  }
  outcome_free(outcomes[0]);
  outcome_free(outcomes[1]);
  stepper_free(&other);
}

static void denormals_change_nothing_where_cells_fade(void** state) {
  (void)state;
  for (int k = 0; tn_kernel_at(k); ++k) {
    SmallNetwork small = network_of(NETWORK_SIZES[2]);
    let_cells_fade(&small);
    Stepper s;
    stepper_init(&s, small);
    s.model->kernel = tn_kernel_at(k);
    check_denormals(&s, 1.0F);
    for (int j = 0; j < s.model->sizes.hidden; ++j) {
      assert_true(first_cells(&s)[j] == 0.0F);
    }
    stepper_free(&s);
  }
}

static void denormals_change_nothing_where_weights_are_faint(void** state) {
  (void)state;
  SmallNetwork small = network_of(NETWORK_SIZES[2]);
  small_network_make_faint(&small, 511);
  Stepper s;
  stepper_init(&s, small);
  check_denormals(&s, 0x1p-29F);
  stepper_free(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(steps_of_all_kernels_are_alike),
      cmocka_unit_test(a_copy_of_the_memory_is_a_place_to_come_back_to),
      cmocka_unit_test(a_clear_memory_is_that_of_the_beginning),
      cmocka_unit_test(steps_are_close_to_single_precision),
      cmocka_unit_test(the_largest_weights_give_finite_numbers),
      cmocka_unit_test(denormals_change_nothing_where_cells_fade),
      cmocka_unit_test(denormals_change_nothing_where_weights_are_faint),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
