// A network to measure: a style from a file, or random weights of any size.
#ifndef TN_TESTS_BENCH_SUBJECT_H
#define TN_TESTS_BENCH_SUBJECT_H

#include "plugin/engine/style.h"
#include "trainer/weights.h"

#include <stdio.h>
#include <stdlib.h>

enum { SUBJECT_HEAD = 128 }; // units of a head, as styles have them

#define SUBJECT_DEFAULT_STYLE "presets/hymns.safetensors"

typedef struct {
  char name[32];
  TnStyle style; // of a random subject: network, weights, meter and tempo only
} Subject;

// Makes a network without training play as densely as four voices in eighth notes.
static inline void subject_set_density(TnNetwork* network) {
  float* bias = network->heads[TN_DT].output_bias;
  bias[0] = 8.3F;
  bias[TN_TICKS_PER_QUARTER / 2] = 7.2F;
}

// Random weights over a vocabulary in which every head has something to decide, of `head` units
// each. False where memory is short.
static inline bool subject_random(Subject* subject, int layers, int hidden, int head) {
  TnVocabulary vocabulary = tn_vocabulary_for_grid();
  vocabulary.parts = 4;
  vocabulary.velocity_count = 8;
  for (int i = 0; i < vocabulary.velocity_count; ++i) {
    vocabulary.velocities[i] = (uint8_t)(16 * i + 8);
  }
  const TnSizes sizes = {.embedding = 128, .layers = layers, .hidden = hidden, .head = head};
  Random random = {1};
  float* weights = calloc(tn_tensors_list(&vocabulary, &sizes).total, sizeof *weights);
  *subject = (Subject){.name = ""};
  if (!weights) {
    return false;
  }
  weights_initialise(&vocabulary, &sizes, &random, weights);
  *subject = (Subject){.style = {.network = tn_network_bind(&vocabulary, &sizes, weights),
                                 .weights = weights,
                                 .meter = {0, 4, 4},
                                 .bpm = 120.0}};
  subject_set_density(&subject->style.network);
  snprintf(subject->name, sizeof subject->name, "%dx%d", layers, hidden);
  return true;
}

// A style; says on standard output why there is none.
static inline bool subject_read(Subject* subject, const char* path) {
  char reason[256];
  *subject = (Subject){.name = "style"};
  if (tn_style_read(path, &subject->style, reason, sizeof reason) != TN_OK) {
    printf("left out %s: %s\n", path, reason);
    return false;
  }
  const TnSizes* sizes = &subject->style.network.sizes;
  printf("style: %s, %dx%d\n", path, sizes->layers, sizes->hidden);
  return true;
}

static inline void subject_free(Subject* subject) {
  tn_style_free(&subject->style);
}

#endif
