#include "trainer/quality.h"

#include "trainer/random.h"

#include <stdlib.h>

bool quality_compare(const PassageSet* reference, const PassageSet* other,
                     QualityLikeness* likeness) {
  *likeness = (QualityLikeness){.overlap = 0};
  for (int f = 0; f < PASSAGE_FEATURES; ++f) {
    const int offset = passage_feature_offset((PassageFeature)f);
    if (!likeness_find(reference->features + offset, other->features + offset, reference->count,
                       passage_feature_width((PassageFeature)f), PASSAGE_FEATURE_VALUES,
                       &likeness->features[f])) {
      return false;
    }
    likeness->overlap += likeness->features[f].overlap / PASSAGE_FEATURES;
    likeness->divergence += likeness->features[f].divergence / PASSAGE_FEATURES;
  }
  return true;
}

// Adds one of `draws` to their mean.
static void add_likeness(QualityLikeness* mean, const QualityLikeness* one, size_t draws) {
  for (int f = 0; f < PASSAGE_FEATURES; ++f) {
    mean->features[f].overlap += one->features[f].overlap / (double)draws;
    mean->features[f].divergence += one->features[f].divergence / (double)draws;
  }
  mean->overlap += one->overlap / (double)draws;
  mean->divergence += one->divergence / (double)draws;
}

bool quality_compare_longer(const PassageSet* reference, const PassageSet* other,
                            QualityLikeness* likeness) {
  const size_t stretches = other->count / reference->count;
  bool ok = true;
  *likeness = (QualityLikeness){.overlap = 0};
  for (size_t s = 0; ok && s < stretches; ++s) {
    const size_t first = s * reference->count;
    const PassageSet stretch = {.features = other->features + first * PASSAGE_FEATURE_VALUES,
                                .rates = other->rates + first * PASSAGE_RATES,
                                .sources = other->sources + first,
                                .count = reference->count};
    QualityLikeness one;
    ok = quality_compare(reference, &stretch, &one);
    add_likeness(likeness, &one, stretches);
  }
  return ok;
}

// ---- pieces at random ----

// A piece of a set: its passages are first..end - 1.
typedef struct {
  size_t first;
  size_t end;
  uint64_t place; // among the others, at random
} Source;

static int compare_places(const void* a, const void* b) {
  const uint64_t x = ((const Source*)a)->place;
  const uint64_t y = ((const Source*)b)->place;
  return (x > y) - (x < y);
}

// The pieces of a set in an order of chance, which `draw` names. NULL where memory is short; the
// caller frees it.
static Source* shuffle(const PassageSet* set, uint64_t draw, size_t* count) {
  Source* sources = malloc((set->count + 1) * sizeof *sources);
  Random random = random_at(1, draw);
  *count = 0;
  for (size_t i = 0; sources && i < set->count; ++i) {
    if (i == 0 || set->sources[i] != set->sources[i - 1]) {
      sources[(*count)++] = (Source){.first = i, .place = random_bits(&random)};
    }
    sources[*count - 1].end = i + 1;
  }
  if (sources) {
    qsort(sources, *count, sizeof *sources, compare_places);
  }
  return sources;
}

// Takes pieces in their order until there are so many of them and of passages, and of these at most
// `passages`, evenly spread. False where memory is short.
static bool take(const PassageSet* set, const Source* sources, size_t source_count, size_t pieces,
                 size_t passages, PassageSet* taken) {
  PassageSet all;
  if (!passage_set_init(&all, set->count)) {
    return false;
  }
  for (size_t s = 0; s < source_count && (s < pieces || all.count < passages); ++s) {
    for (size_t i = sources[s].first; i < sources[s].end; ++i) {
      passage_set_add(&all, set, i);
    }
  }
  const bool ok = passage_set_thin(&all, passages, taken);
  passage_set_free(&all);
  return ok;
}

// Compares as many passages of both as the smaller one has.
static bool compare_evenly(const PassageSet* a, const PassageSet* b, QualityLikeness* likeness) {
  const size_t count = a->count < b->count ? a->count : b->count;
  PassageSet reference = {0};
  PassageSet other = {0};
  const bool ok = passage_set_thin(a, count, &reference) && passage_set_thin(b, count, &other) &&
                  quality_compare(&reference, &other, likeness);
  passage_set_free(&reference);
  passage_set_free(&other);
  return ok;
}

bool quality_compare_drawn(const PassageSet* reference, const PassageSet* other, size_t pieces,
                           QualityLikeness* likeness) {
  bool ok = true;
  *likeness = (QualityLikeness){.overlap = 0};
  for (uint64_t draw = 0; ok && draw < QUALITY_DRAWS; ++draw) {
    PassageSet drawn = {0};
    QualityLikeness one;
    size_t count;
    Source* sources = shuffle(other, draw, &count);
    ok = sources && take(other, sources, count, pieces, reference->count, &drawn) &&
         compare_evenly(reference, &drawn, &one);
    if (ok) {
      add_likeness(likeness, &one, QUALITY_DRAWS);
    }
    free(sources);
    passage_set_free(&drawn);
  }
  return ok;
}

// Compares two halves of the pieces, as far as both have passages.
static bool compare_half(const PassageSet* all, const Source* sources, size_t source_count,
                         size_t count, size_t pieces, QualityLikeness* likeness) {
  const size_t half = source_count / 2;
  PassageSet a = {0};
  PassageSet b = {0};
  const bool ok = take(all, sources, half, pieces, count, &a) &&
                  take(all, sources + half, source_count - half, pieces, count, &b) &&
                  compare_evenly(&a, &b, likeness);
  passage_set_free(&a);
  passage_set_free(&b);
  return ok;
}

bool quality_compare_halves(const PassageSet* all, size_t count, size_t pieces,
                            QualityLikeness* likeness) {
  bool ok = true;
  *likeness = (QualityLikeness){.overlap = 0};
  for (uint64_t draw = 0; ok && draw < QUALITY_DRAWS; ++draw) {
    size_t source_count;
    QualityLikeness one;
    Source* sources = shuffle(all, draw, &source_count);
    ok = sources && compare_half(all, sources, source_count, count, pieces, &one);
    if (ok) {
      add_likeness(likeness, &one, QUALITY_DRAWS);
    }
    free(sources);
  }
  return ok;
}
