// A style file of random weights: quick, and dense.
#ifndef TN_TESTS_SMALL_STYLE_H
#define TN_TESTS_SMALL_STYLE_H

#include "tests/unit/small_network.h"
#include "trainer/style_write.h"

#include <stdio.h>

// Says on stderr what failed. The vocabulary has more than 12 ticks.
static inline bool small_style_write_sized(const char* path, const TnVocabulary* vocabulary,
                                           TnSizes sizes) {
  static const int often[] = {0, 1, 3, 6, 12}; // ticks between onsets
  SmallNetwork small = small_network_new(*vocabulary, sizes, 1);
  TnStyleHeader* header = calloc(1, sizeof *header);
  char reason[256] = "out of memory";
  bool ok = small.weights && header;
  for (size_t i = 0; ok && i < sizeof often / sizeof often[0]; i++) {
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

// The same of a size that shows what music does.
static inline bool small_style_write(const char* path, const TnVocabulary* vocabulary) {
  const TnSizes sizes = {.embedding = 8, .layers = 1, .hidden = 12, .head = 8};
  return small_style_write_sized(path, vocabulary, sizes);
}

#endif
