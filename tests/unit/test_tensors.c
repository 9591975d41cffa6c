// The table of tensors: what the trainer trains, the file stores and the engine runs.
#include "plugin/engine/tensors.h"
#include "tests/unit/engine_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const TnTensor* find(const TnTensorList* list, const char* name) {
  for (int t = 0; t < list->count; ++t) {
    if (strcmp(list->tensors[t].name, name) == 0) {
      return &list->tensors[t];
    }
  }
  return NULL;
}

static void assert_shape(const TnTensorList* list, const char* name, int rows, int columns) {
  const TnTensor* tensor = find(list, name);
  assert_non_null(tensor);
  assert_int_equal(tensor->rows, rows);
  assert_int_equal(tensor->columns, columns);
}

static TnVocabulary two_parts(void) {
  TnVocabulary v = tn_vocabulary_for_grid();
  v.parts = 2;
  return v;
}

static void the_tensors_have_the_stated_names_and_shapes(void** state) {
  (void)state;
  const TnVocabulary v = two_parts();
  const TnSizes sizes = {.embedding = 5, .layers = 2, .hidden = 7, .head = 3};
  const TnTensorList list = tn_tensors_list(&v, &sizes);
  assert_int_equal(list.count, 1 + 2 * 3 + 4 * 5); // no velocity head, no nudge head
  assert_shape(&list, "embedding", tn_feature_table(&v, TN_INPUT_TABLE).rows, 5);
  assert_shape(&list, "lstm.0.input", 5, 28);
  assert_shape(&list, "lstm.0.recurrent", 7, 28);
  assert_shape(&list, "lstm.0.bias", 1, 28);
  assert_shape(&list, "lstm.1.input", 7, 28);
  assert_shape(&list, "head.dt.hidden", 7, 3);
  assert_shape(&list, "head.dt.condition", tn_feature_table(&v, TN_DT).rows, 3);
  assert_shape(&list, "head.dt.bias", 1, 3);
  assert_shape(&list, "head.dt.output", 3, 98);
  assert_shape(&list, "head.dt.output_bias", 1, 98);
  assert_shape(&list, "head.part.output", 3, 2);
  assert_shape(&list, "head.pitch.condition", tn_feature_table(&v, TN_PITCH).rows, 3);
  assert_shape(&list, "head.duration.output_bias", 1, v.duration_count);
  assert_null(find(&list, "head.velocity.hidden"));
  assert_null(find(&list, "head.nudge.hidden"));
}

static void nudges_add_a_head_after_the_others(void** state) {
  (void)state;
  TnVocabulary v = two_parts();
  const TnSizes sizes = {.embedding = 5, .layers = 2, .hidden = 7, .head = 3};
  const TnTensorList before = tn_tensors_list(&v, &sizes);
  tn_vocabulary_add_nudges(&v);
  const TnTensorList list = tn_tensors_list(&v, &sizes);
  assert_int_equal(list.count, before.count + 5);
  assert_shape(&list, "embedding", before.tensors[0].rows + 5, 5);
  for (int t = 1; t < before.count; ++t) {
    assert_shape(&list, before.tensors[t].name, before.tensors[t].rows, before.tensors[t].columns);
  }
  assert_shape(&list, "head.nudge.condition", tn_feature_table(&v, TN_NUDGE).rows, 3);
  assert_shape(&list, "head.nudge.output", 3, 5);
}

static void a_field_of_one_class_has_no_head(void** state) {
  (void)state;
  const TnVocabulary v = tn_vocabulary_for_roll(40, 20);
  const TnSizes sizes = {.embedding = 1, .layers = 1, .hidden = 1, .head = 1};
  const TnTensorList list = tn_tensors_list(&v, &sizes);
  assert_int_equal(list.count, 1 + 3 + 5 + 5); // embedding, one layer, dt and pitch
  float* weights = calloc(list.total, sizeof *weights);
  const TnNetwork network = tn_network_bind(&v, &sizes, weights);
  assert_int_equal(network.heads[TN_PART].classes, 1);
  assert_null(network.heads[TN_PART].hidden);
  assert_null(network.heads[TN_PART].output_bias);
  assert_non_null(network.heads[TN_DT].hidden);
  assert_non_null(network.heads[TN_DT].condition);
  assert_non_null(network.heads[TN_PITCH].condition);
  free(weights);
}

static TnSizes random_sizes(Random* random) {
  return (TnSizes){.embedding = random_within(random, 1, 20),
                   .layers = random_within(random, 1, TN_MAX_LAYERS),
                   .hidden = random_within(random, 1, 20),
                   .head = random_within(random, 1, 20)};
}

static void tensors_lie_one_after_the_other_and_have_names_of_their_own(void** state) {
  (void)state;
  Random random = {41};
  for (int round = 0; round < 200; ++round) {
    const TnVocabulary v = random_vocabulary(&random);
    const TnSizes sizes = random_sizes(&random);
    const TnTensorList list = tn_tensors_list(&v, &sizes);
    assert_true(list.count <= TN_MAX_TENSORS);
    size_t offset = 0;
    for (int t = 0; t < list.count; ++t) {
      const TnTensor* tensor = &list.tensors[t];
      assert_true(tensor->rows > 0 && tensor->columns > 0);
      assert_int_equal(tensor->offset, offset);
      assert_ptr_equal(find(&list, tensor->name), tensor);
      offset += (size_t)tensor->rows * (size_t)tensor->columns;
    }
    assert_int_equal(list.total, offset);
  }
}

// `tensor` of the network is the one of that name in the list.
static void assert_bound(const TnTensorList* list, const float* weights, const char* name,
                         const float* tensor) {
  const TnTensor* listed = find(list, name);
  assert_ptr_equal(tensor, listed ? weights + listed->offset : NULL);
}

static void assert_head_bound(const TnTensorList* list, const float* weights, const char* field,
                              const TnHead* head) {
  char name[TN_TENSOR_NAME];
  const char* const parts[] = {"hidden", "condition", "bias", "output", "output_bias"};
  const float* const tensors[] = {head->hidden, head->condition, head->bias, head->output,
                                  head->output_bias};
  for (int i = 0; i < 5; ++i) {
    (void)snprintf(name, sizeof name, "head.%s.%s", field, parts[i]);
    assert_bound(list, weights, name, tensors[i]);
  }
}

static void the_network_points_at_the_tensors_of_the_list(void** state) {
  (void)state;
  static const char* const fields[] = {"dt", "part", "pitch", "duration", "velocity", "nudge"};
  Random random = {42};
  for (int round = 0; round < 100; ++round) {
    const TnVocabulary v = random_vocabulary(&random);
    const TnSizes sizes = random_sizes(&random);
    const TnTensorList list = tn_tensors_list(&v, &sizes);
    float* weights = calloc(list.total, sizeof *weights);
    const TnNetwork n = tn_network_bind(&v, &sizes, weights);
    assert_bound(&list, weights, "embedding", n.embedding);
    for (int l = 0; l < sizes.layers; ++l) {
      char name[TN_TENSOR_NAME];
      (void)snprintf(name, sizeof name, "lstm.%d.input", l);
      assert_bound(&list, weights, name, n.layers[l].input);
      (void)snprintf(name, sizeof name, "lstm.%d.recurrent", l);
      assert_bound(&list, weights, name, n.layers[l].recurrent);
      (void)snprintf(name, sizeof name, "lstm.%d.bias", l);
      assert_bound(&list, weights, name, n.layers[l].bias);
      assert_int_equal(n.layers[l].inputs, l ? sizes.hidden : sizes.embedding);
    }
    for (int f = 0; f < TN_FIELDS; ++f) {
      assert_int_equal(n.heads[f].classes, tn_vocabulary_classes(&v, (TnField)f));
      assert_head_bound(&list, weights, fields[f], &n.heads[f]);
    }
    free(weights);
  }
}

static void sizes_out_of_bounds_are_refused(void** state) {
  (void)state;
  const TnSizes smallest = {1, 1, 1, 1};
  const TnSizes largest = {TN_MAX_EMBEDDING, TN_MAX_LAYERS, TN_MAX_HIDDEN, TN_MAX_HEAD};
  assert_true(tn_sizes_are_valid(&smallest));
  assert_true(tn_sizes_are_valid(&largest));
  const TnSizes bad[] = {{0, 1, 1, 1}, {513, 1, 1, 1}, {1, 0, 1, 1},
                         {1, 5, 1, 1}, {1, 1, 0, 1},   {1, 1, 1025, 1},
                         {1, 1, 1, 0}, {1, 1, 1, 513}, {-1, 1, 1, 1}};
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i) {
    assert_false(tn_sizes_are_valid(&bad[i]));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_tensors_have_the_stated_names_and_shapes),
      cmocka_unit_test(nudges_add_a_head_after_the_others),
      cmocka_unit_test(a_field_of_one_class_has_no_head),
      cmocka_unit_test(tensors_lie_one_after_the_other_and_have_names_of_their_own),
      cmocka_unit_test(the_network_points_at_the_tensors_of_the_list),
      cmocka_unit_test(sizes_out_of_bounds_are_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
