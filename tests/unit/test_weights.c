#include "trainer/weights.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const TnSizes SIZES = {.embedding = 9, .layers = 2, .hidden = 11, .head = 7};

typedef struct {
  TnVocabulary vocabulary;
  size_t count;
  float* weights;
  TnNetwork network;
} Block;

static Block block_new(TnVocabulary vocabulary, uint64_t seed) {
  Block block = {.vocabulary = vocabulary, .count = tn_tensors_list(&vocabulary, &SIZES).total};
  Random random = {seed};
  block.weights = malloc(block.count * sizeof(float));
  assert_non_null(block.weights);
  for (size_t i = 0; i < block.count; ++i) {
    block.weights[i] = NAN; // whatever is not written shows
  }
  weights_initialise(&vocabulary, &SIZES, &random, block.weights);
  block.network = tn_network_bind(&vocabulary, &SIZES, block.weights);
  return block;
}

static void every_weight_is_set_and_small(void** state) {
  (void)state;
  Block block = block_new(tn_vocabulary_for_grid(), 1);
  double sum = 0;
  for (size_t i = 0; i < block.count; ++i) {
    assert_true(fabsf(block.weights[i]) <= 1.0F); // false for a NaN, too
    sum += (double)block.weights[i];
  }
  assert_true(fabs(sum / (double)block.count) < 0.05);
  free(block.weights);
}

static void memory_comes_first(void** state) {
  (void)state;
  Block block = block_new(tn_vocabulary_for_grid(), 1);
  for (int l = 0; l < SIZES.layers; ++l) {
    for (int j = 0; j < 4 * SIZES.hidden; ++j) {
      const bool forget_gate = j / SIZES.hidden == 1;
      assert_true(block.network.layers[l].bias[j] == (forget_gate ? 1.0F : 0.0F));
    }
  }
  free(block.weights);
}

static void the_seed_decides(void** state) {
  (void)state;
  Block one = block_new(tn_vocabulary_for_grid(), 1);
  Block same = block_new(tn_vocabulary_for_grid(), 1);
  Block other = block_new(tn_vocabulary_for_grid(), 2);
  assert_memory_equal(one.weights, same.weights, one.count * sizeof(float));
  assert_true(memcmp(one.weights, other.weights, one.count * sizeof(float)) != 0);
  free(one.weights);
  free(same.weights);
  free(other.weights);
}

// 300 notes of pitch 60, a little late, and 100 of pitch 67, a little early, a quarter apart.
static void output_biases_are_how_often_a_class_occurs(void** state) {
  (void)state;
  enum { NOTES = 400 };
  static TnNote notes[NOTES];
  for (int i = 0; i < NOTES; ++i) {
    notes[i] = (TnNote){24 * i, 12, 0, (uint8_t)(i % 4 ? 60 : 67), 80, i % 4 ? 1 : -1};
  }
  Piece piece = {.notes = notes, .note_count = NOTES, .end = 24 * NOTES};
  const Corpus corpus = {.pieces = &piece, .count = 1};
  TnVocabulary v = tn_vocabulary_for_grid();
  tn_vocabulary_add_nudges(&v);
  Block block = block_new(v, 1);
  assert_true(weights_expect_frequencies(&corpus, &block.network));
  const TnHead* pitch = &block.network.heads[TN_PITCH];
  double sum = 0;
  for (int k = 0; k < pitch->classes; ++k) {
    assert_true(isfinite(pitch->output_bias[k])); // what did not occur stays possible
    sum += exp((double)pitch->output_bias[k]);
  }
  assert_true(fabs(sum - 1.0) < 1e-4);
  assert_true(fabs(exp((double)(pitch->output_bias[60] - pitch->output_bias[67])) - 3.0) < 0.1);
  assert_true(pitch->output_bias[61] < pitch->output_bias[67] - 3.0F);
  const TnHead* dt = &block.network.heads[TN_DT];
  for (int k = 0; k < dt->classes; ++k) {
    assert_true(k == 24 || dt->output_bias[k] < dt->output_bias[24]);
  }
  const float* nudge = block.network.heads[TN_NUDGE].output_bias; // of -2..2
  assert_true(nudge[3] > nudge[1] && nudge[1] > nudge[2]);
  free(block.weights);
}

// The tail of a roll is no class of its own: it must not be counted as one.
static void the_tail_of_a_roll_is_not_counted(void** state) {
  (void)state;
  TnNote notes[] = {{0, 1, 0, 60, 80, 0}, {1, 1, 0, 60, 80, 0}};
  Piece piece = {.notes = notes, .note_count = 2, .end = 8}; // silent for 6 frames
  const Corpus corpus = {.pieces = &piece, .count = 1};
  Block block = block_new(tn_vocabulary_for_roll(60, 2), 1);
  assert_true(weights_expect_frequencies(&corpus, &block.network));
  const float* dt = block.network.heads[TN_DT].output_bias;
  assert_true(dt[6] == dt[7]);
  free(block.weights);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_weight_is_set_and_small),
      cmocka_unit_test(memory_comes_first),
      cmocka_unit_test(the_seed_decides),
      cmocka_unit_test(output_biases_are_how_often_a_class_occurs),
      cmocka_unit_test(the_tail_of_a_roll_is_not_counted),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
