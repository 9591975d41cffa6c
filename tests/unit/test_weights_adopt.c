#include "trainer/weights_adopt.h"

#include "plugin/engine/part_names.h"
#include "tests/unit/rich_vocabulary.h"
#include "tests/unit/small_music.h"
#include "tests/unit/small_network.h"
#include "trainer/learner.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const TnSizes SIZES = {.embedding = 7, .layers = 2, .hidden = 9, .head = 6};

static SmallNetwork network_of(TnVocabulary vocabulary, uint64_t seed) {
  const SmallNetwork small = small_network_new(vocabulary, SIZES, seed);
  assert_non_null(small.weights);
  return small;
}

static TnVocabulary velocities(int count, const uint8_t* values) {
  TnVocabulary v = tn_vocabulary_for_grid();
  v.velocity_count = count;
  memcpy(v.velocities, values, (size_t)count);
  return v;
}

static void assert_same(const float* a, const float* b, int count) {
  assert_memory_equal(a, b, (size_t)count * sizeof *a);
}

static const float* input_row(const SmallNetwork* small, TnFeature feature, int row) {
  const TnNetwork* n = &small->network;
  return n->embedding + (ptrdiff_t)(n->input_table.first[feature] + row) * SIZES.embedding;
}

static const float* condition_row(const SmallNetwork* small, TnField field, TnFeature feature,
                                  int row) {
  const TnHead* head = &small->network.heads[field];
  return head->condition + (ptrdiff_t)(head->table.first[feature] + row) * SIZES.head;
}

static float output(const SmallNetwork* small, TnField field, int unit, int class) {
  const TnHead* head = &small->network.heads[field];
  return head->output[unit * head->classes + class];
}

static bool same_column(const SmallNetwork* a, int class_a, const SmallNetwork* b, int class_b,
                        TnField field) {
  for (int j = 0; j < SIZES.head; ++j) {
    if (output(a, field, j, class_a) != output(b, field, j, class_b)) {
      return false;
    }
  }
  return true;
}

static float bias(const SmallNetwork* small, TnField field, int class) {
  return small->network.heads[field].output_bias[class];
}

static void equal_vocabularies_copy_every_bit(void** state) {
  (void)state;
  SmallNetwork base = network_of(rich_vocabulary(20), 1);
  SmallNetwork small = network_of(rich_vocabulary(20), 2);
  assert_true(memcmp(base.weights, small.weights, base.count * sizeof(float)) != 0);
  weights_adopt(&base.network, &small.network);
  assert_same(base.weights, small.weights, (int)base.count);
  small_network_free(&base);
  small_network_free(&small);
}

static double nats_of(const SmallNetwork* small, const Corpus* corpus) {
  Measure measure;
  assert_true(learner_measure(&small->network, corpus, 1, &measure));
  return measure_nats(&measure);
}

// Music of two parts, as a network for two parts predicts it and as one does that has taken its
// weights and knows drums besides: the drums take their share, and nothing else changes.
static void drums_are_added_beside_what_was_learned(void** state) {
  (void)state;
  TnVocabulary pitched = tn_vocabulary_for_grid();
  pitched.parts = 2;
  TnVocabulary drums = pitched;
  drums.parts = 3;
  drums.drum_part = 2;
  drums.drum_count = TN_MAX_PITCHES;
  SmallNetwork base = network_of(pitched, 1);
  SmallNetwork small = network_of(drums, 2);
  const SmallNetwork before = network_of(drums, 2);
  weights_adopt(&base.network, &small.network);

  for (int part = 0; part < 2; ++part) {
    assert_same(input_row(&small, TN_FEATURE_PART, part), input_row(&base, TN_FEATURE_PART, part),
                SIZES.embedding);
    assert_true(same_column(&small, part, &base, part, TN_PART));
  }
  assert_same(input_row(&small, TN_FEATURE_PART, 2), input_row(&before, TN_FEATURE_PART, 2),
              SIZES.embedding);
  assert_true(same_column(&small, 2, &before, 2, TN_PART));
  assert_true(bias(&small, TN_PART, 2) == bias(&before, TN_PART, 2));
  // Drum rows lie between the pitches and what follows them: all must have moved.
  assert_same(condition_row(&small, TN_PITCH, TN_FEATURE_STRUCK, 60),
              condition_row(&base, TN_PITCH, TN_FEATURE_STRUCK, 60), SIZES.head);
  assert_same(condition_row(&small, TN_PITCH, TN_FEATURE_STRUCK, 128 + 36),
              condition_row(&before, TN_PITCH, TN_FEATURE_STRUCK, 128 + 36), SIZES.head);
  assert_same(input_row(&small, TN_FEATURE_KEY, 5), input_row(&base, TN_FEATURE_KEY, 5),
              SIZES.embedding);

  // Without a chance for drums both say the same.
  small.network.heads[TN_PART].output_bias[2] = -INFINITY;
  Corpus corpus = random_corpus(3, 40);
  const double expected = nats_of(&base, &corpus);
  assert_true(fabs(nats_of(&small, &corpus) - expected) < 1e-4 * expected);
  corpus_free(&corpus);
  free(before.weights);
  small_network_free(&base);
  small_network_free(&small);
}

static TnVocabulary parts_named(const char* list, int parts, int drum_part) {
  TnVocabulary v = tn_vocabulary_for_grid();
  v.parts = parts;
  v.drum_part = drum_part;
  v.drum_count = drum_part >= 0 ? TN_MAX_PITCHES : 0;
  if (list) {
    assert_true(tn_part_names_read(list, &v));
  } else {
    tn_part_names_number(&v);
  }
  return v;
}

static void assert_parts_take_after(TnVocabulary from, TnVocabulary to, const int* sources) {
  SmallNetwork base = network_of(from, 1);
  SmallNetwork small = network_of(to, 2);
  weights_adopt(&base.network, &small.network);
  for (int part = 0; part < to.parts; ++part) {
    assert_same(input_row(&small, TN_FEATURE_PART, part),
                input_row(&base, TN_FEATURE_PART, sources[part]), SIZES.embedding);
    assert_same(condition_row(&small, TN_PITCH, TN_FEATURE_PART, part),
                condition_row(&base, TN_PITCH, TN_FEATURE_PART, sources[part]), SIZES.head);
    assert_true(same_column(&small, part, &base, sources[part], TN_PART));
  }
  small_network_free(&base);
  small_network_free(&small);
}

static void a_part_is_the_same_drums_wherever_it_stands(void** state) {
  (void)state;
  TnVocabulary wide = rich_vocabulary(20);
  wide.parts = 5;
  wide.drum_part = 4;
  // Parts beyond the last take after it.
  assert_parts_take_after(rich_vocabulary(20), wide, (const int[]){0, 1, 1, 1, 2});
}

static void parts_are_found_by_name(void** state) {
  (void)state;
  assert_parts_take_after(parts_named("right hand,left hand", 2, -1),
                          parts_named("left hand,right hand", 2, -1), (const int[]){1, 0});
  assert_parts_take_after(parts_named("flute,bass,drums", 3, 2), parts_named("bass,drums", 2, 1),
                          (const int[]){1, 2});
}

static void parts_of_unknown_names_are_found_by_order(void** state) {
  (void)state;
  const TnVocabulary hands = parts_named("right hand,left hand", 2, -1);
  assert_parts_take_after(hands, parts_named(NULL, 3, -1), (const int[]){0, 1, 1});
  assert_parts_take_after(parts_named(NULL, 3, 2), parts_named("left hand,right hand,drums", 3, 2),
                          (const int[]){0, 1, 2});
  assert_parts_take_after(hands, parts_named("left hand,pedal", 2, -1), (const int[]){1, 1});
}

static void drums_may_stand_before_the_parts_of_unknown_names(void** state) {
  (void)state;
  assert_parts_take_after(parts_named(NULL, 3, 0), parts_named("a,b,c,drums", 4, 3),
                          (const int[]){1, 2, 2, 0});
  assert_parts_take_after(parts_named(NULL, 3, 2), parts_named("a,drums,b,c", 4, 1),
                          (const int[]){0, 2, 1, 1});
}

// Whatever they are called: what is played on them has nothing to do with pitches.
static void drums_are_no_part_of_the_same_name(void** state) {
  (void)state;
  assert_parts_take_after(parts_named("strings,bass", 2, 1), parts_named("bass,strings", 2, 1),
                          (const int[]){0, 1});
}

static void fewer_parts_leave_the_others_out(void** state) {
  (void)state;
  TnVocabulary wide = tn_vocabulary_for_grid();
  wide.parts = 4;
  TnVocabulary narrow = wide;
  narrow.parts = 2;
  SmallNetwork base = network_of(wide, 1);
  SmallNetwork small = network_of(narrow, 2);
  weights_adopt(&base.network, &small.network);
  for (int part = 0; part < narrow.parts; ++part) {
    assert_true(same_column(&small, part, &base, part, TN_PART));
    assert_true(bias(&small, TN_PART, part) == bias(&base, TN_PART, part));
  }
  small_network_free(&base);
  small_network_free(&small);
}

// From velocities 40 and 80 to 36, 44, 78: the first two share what 40 had, as their frequencies
// say, so that p(36) + p(44) = p(40).
static void more_velocities_share_the_nearest_one(void** state) {
  (void)state;
  SmallNetwork base = network_of(velocities(2, (const uint8_t[]){40, 80}), 1);
  SmallNetwork small = network_of(velocities(3, (const uint8_t[]){36, 44, 78}), 2);
  float* biases = small.network.heads[TN_VELOCITY].output_bias;
  biases[0] = logf(0.6F);
  biases[1] = logf(0.2F);
  biases[2] = logf(0.2F);
  weights_adopt(&base.network, &small.network);
  static const int SOURCE[] = {0, 0, 1};
  for (int k = 0; k < 3; ++k) {
    assert_true(same_column(&small, k, &base, SOURCE[k], TN_VELOCITY));
    assert_same(input_row(&small, TN_FEATURE_VELOCITY, k),
                input_row(&base, TN_FEATURE_VELOCITY, SOURCE[k]), SIZES.embedding);
  }
  const double first = exp((double)biases[0]);
  const double second = exp((double)biases[1]);
  assert_true(fabs(first / second - 3.0) < 1e-5);
  assert_true(fabs(first + second - exp((double)bias(&base, TN_VELOCITY, 0))) < 1e-5);
  assert_true(biases[2] == bias(&base, TN_VELOCITY, 1));
  small_network_free(&base);
  small_network_free(&small);
}

// A base with one velocity has no head for it: the new one stays as it was.
static void a_head_that_the_base_lacks_stays_as_it_was(void** state) {
  (void)state;
  const uint8_t three[] = {30, 60, 90};
  SmallNetwork base = network_of(tn_vocabulary_for_grid(), 1);
  SmallNetwork small = network_of(velocities(3, three), 2);
  const SmallNetwork before = network_of(velocities(3, three), 2);
  weights_adopt(&base.network, &small.network);
  const TnHead* head = &small.network.heads[TN_VELOCITY];
  const TnHead* old = &before.network.heads[TN_VELOCITY];
  assert_same(head->hidden, old->hidden, SIZES.hidden * SIZES.head);
  assert_same(head->condition, old->condition, head->table.rows * SIZES.head);
  assert_same(head->output, old->output, SIZES.head * head->classes);
  assert_same(head->output_bias, old->output_bias, head->classes);
  assert_same(input_row(&small, TN_FEATURE_VELOCITY, 2), input_row(&base, TN_FEATURE_VELOCITY, 0),
              SIZES.embedding);
  free(before.weights);
  small_network_free(&base);
  small_network_free(&small);
}

// Nudges have no rows at all where there is one class: what follows them must not be taken for one.
static void nudges_are_added_beside_what_was_learned(void** state) {
  (void)state;
  TnVocabulary performed = tn_vocabulary_for_grid();
  tn_vocabulary_add_nudges(&performed);
  SmallNetwork base = network_of(tn_vocabulary_for_grid(), 1);
  SmallNetwork small = network_of(performed, 2);
  const SmallNetwork before = network_of(performed, 2);
  weights_adopt(&base.network, &small.network);
  for (int k = 0; k < performed.nudge_count; ++k) {
    assert_same(input_row(&small, TN_FEATURE_NUDGE, k), input_row(&before, TN_FEATURE_NUDGE, k),
                SIZES.embedding);
    assert_true(same_column(&small, k, &before, k, TN_NUDGE));
  }
  assert_same(input_row(&small, TN_FEATURE_BEAT, 1), input_row(&base, TN_FEATURE_BEAT, 1),
              SIZES.embedding);
  free(before.weights);
  small_network_free(&base);
  small_network_free(&small);
}

static void fewer_pitches_are_found_by_value(void** state) {
  (void)state;
  TnVocabulary narrow = tn_vocabulary_for_grid();
  narrow.pitch_low = 50;
  narrow.pitch_count = 20;
  SmallNetwork base = network_of(tn_vocabulary_for_grid(), 1);
  SmallNetwork small = network_of(narrow, 2);
  weights_adopt(&base.network, &small.network);
  for (int row = 0; row < narrow.pitch_count; ++row) {
    assert_true(same_column(&small, row, &base, 50 + row, TN_PITCH));
    assert_true(bias(&small, TN_PITCH, row) == bias(&base, TN_PITCH, 50 + row));
    assert_same(input_row(&small, TN_FEATURE_SOUNDING, row),
                input_row(&base, TN_FEATURE_SOUNDING, 50 + row), SIZES.embedding);
    assert_same(condition_row(&small, TN_DURATION, TN_FEATURE_PITCH, row),
                condition_row(&base, TN_DURATION, TN_FEATURE_PITCH, 50 + row), SIZES.head);
  }
  small_network_free(&base);
  small_network_free(&small);
}

static void pitches_that_the_base_lacks_stay_as_they_were(void** state) {
  (void)state;
  SmallNetwork base = network_of(tn_vocabulary_for_roll(40, 20), 1);
  SmallNetwork small = network_of(tn_vocabulary_for_roll(30, 40), 2);
  const SmallNetwork before = network_of(tn_vocabulary_for_roll(30, 40), 2);
  weights_adopt(&base.network, &small.network);
  for (int row = 0; row < 40; ++row) {
    const bool known = row >= 10 && row < 30;
    assert_true(
        same_column(&small, row, known ? &base : &before, known ? row - 10 : row, TN_PITCH));
  }
  free(before.weights);
  small_network_free(&base);
  small_network_free(&small);
}

// A rest and the end have classes of their own, after the steps of time.
static void times_are_found_by_what_they_mean(void** state) {
  (void)state;
  TnVocabulary narrow = tn_vocabulary_for_grid();
  narrow.dt_values = 48;
  SmallNetwork base = network_of(narrow, 1);
  SmallNetwork small = network_of(tn_vocabulary_for_grid(), 2);
  const SmallNetwork before = network_of(tn_vocabulary_for_grid(), 2);
  weights_adopt(&base.network, &small.network);
  assert_true(same_column(&small, 47, &base, 47, TN_DT));
  assert_true(same_column(&small, 48, &before, 48, TN_DT));
  assert_true(same_column(&small, 96, &base, 48, TN_DT));
  assert_true(same_column(&small, 97, &base, 49, TN_DT));
  free(before.weights);
  small_network_free(&base);
  small_network_free(&small);
}

// A distance that the base has too is found wherever it stands in the list; how far the base does
// not look it starts from nothing.
static void lookbacks_are_found_by_their_distance(void** state) {
  (void)state;
  TnVocabulary far = rich_vocabulary(20);
  far.lookback_count = 2;
  far.lookbacks[0] = 2;
  far.lookbacks[1] = 8;
  SmallNetwork base = network_of(rich_vocabulary(20), 1); // 1 and 2
  SmallNetwork small = network_of(far, 2);
  const TnVocabulary* v = &small.network.vocabulary;
  const int pitches = tn_vocabulary_pitch_rows(v);
  const int held = 1 + v->duration_count;
  const float zeros[16] = {0};
  weights_adopt(&base.network, &small.network);
  assert_same(input_row(&small, TN_FEATURE_AGO, 60), input_row(&base, TN_FEATURE_AGO, pitches + 60),
              SIZES.embedding);
  assert_same(input_row(&small, TN_FEATURE_NEXT_AGO, 5),
              input_row(&base, TN_FEATURE_NEXT_AGO, 2 + v->dt_values + 5), SIZES.embedding);
  assert_same(condition_row(&small, TN_DURATION, TN_FEATURE_HELD_AGO, 7),
              condition_row(&base, TN_DURATION, TN_FEATURE_HELD_AGO, held + 7), SIZES.head);
  assert_same(input_row(&small, TN_FEATURE_AGO, pitches + 60), zeros, SIZES.embedding);
  assert_same(condition_row(&small, TN_DURATION, TN_FEATURE_HELD_AGO, held), zeros, SIZES.head);
  small_network_free(&base);
  small_network_free(&small);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(equal_vocabularies_copy_every_bit),
      cmocka_unit_test(drums_are_added_beside_what_was_learned),
      cmocka_unit_test(a_part_is_the_same_drums_wherever_it_stands),
      cmocka_unit_test(parts_are_found_by_name),
      cmocka_unit_test(parts_of_unknown_names_are_found_by_order),
      cmocka_unit_test(drums_may_stand_before_the_parts_of_unknown_names),
      cmocka_unit_test(drums_are_no_part_of_the_same_name),
      cmocka_unit_test(fewer_parts_leave_the_others_out),
      cmocka_unit_test(more_velocities_share_the_nearest_one),
      cmocka_unit_test(a_head_that_the_base_lacks_stays_as_it_was),
      cmocka_unit_test(nudges_are_added_beside_what_was_learned),
      cmocka_unit_test(fewer_pitches_are_found_by_value),
      cmocka_unit_test(pitches_that_the_base_lacks_stay_as_they_were),
      cmocka_unit_test(times_are_found_by_what_they_mean),
      cmocka_unit_test(lookbacks_are_found_by_their_distance),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
