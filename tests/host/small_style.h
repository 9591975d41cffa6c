// A style file of random weights: quick, and dense.
#ifndef TN_TESTS_SMALL_STYLE_H
#define TN_TESTS_SMALL_STYLE_H

#include "tests/unit/small_network.h"
#include "trainer/style_write.h"

#include <stdio.h>

// `often` [often_count] are the ticks that mostly lie between onsets, which the vocabulary has.
// Says on stderr what failed.
static inline bool small_style_write_often(const char* path, const TnVocabulary* vocabulary,
                                           TnSizes sizes, const int* often, size_t often_count) {
  SmallNetwork small = small_network_new(*vocabulary, sizes, 1);
  TnStyleHeader* header = calloc(1, sizeof *header);
  char reason[256] = "out of memory";
  bool ok = small.weights && header;
  for (size_t i = 0; ok && i < often_count; i++) {
    small.network.heads[TN_DT].output_bias[often[i]] += 6.0F;
  }
  ok = ok && tn_style_describe(header, vocabulary, &sizes) &&
       style_write(path, header, vocabulary, &sizes, small.weights, reason, sizeof reason);
  if (!ok) {
    fprintf(stderr, "%s: %s\n", path, reason);
  }
  if (header) {
    tn_style_header_free(header);
  }
  free(header);
  small_network_free(&small);
  return ok;
}

// A dense one; the vocabulary has more than 12 ticks.
static inline bool small_style_write_sized(const char* path, const TnVocabulary* vocabulary,
                                           TnSizes sizes) {
  static const int OFTEN[] = {0, 1, 3, 6, 12};
  return small_style_write_often(path, vocabulary, sizes, OFTEN, sizeof OFTEN / sizeof OFTEN[0]);
}

// The same of a size that shows what music does.
static inline bool small_style_write(const char* path, const TnVocabulary* vocabulary) {
  const TnSizes sizes = {.embedding = 8, .layers = 1, .hidden = 12, .head = 8};
  return small_style_write_sized(path, vocabulary, sizes);
}

#endif
