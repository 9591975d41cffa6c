#include "trainer/passage_set.h"

#include <stdlib.h>
#include <string.h>

bool passage_set_init(PassageSet* set, size_t count) {
  *set =
      (PassageSet){.features = malloc((count + 1) * PASSAGE_FEATURE_VALUES * sizeof *set->features),
                   .rates = malloc((count + 1) * PASSAGE_RATES * sizeof *set->rates),
                   .sources = malloc((count + 1) * sizeof *set->sources)};
  if (!set->features || !set->rates || !set->sources) {
    passage_set_free(set);
    return false;
  }
  return true;
}

void passage_set_free(PassageSet* set) {
  free(set->features);
  free(set->rates);
  free(set->sources);
  *set = (PassageSet){0};
}

bool passage_set_measure(const Passages* passages, PassageSet* set) {
  const Corpus* music = &passages->music;
  if (!passage_set_init(set, music->count)) {
    return false;
  }
  bool ok = true;
  for (size_t i = 0; ok && i < music->count; ++i) {
    passage_features(&music->pieces[i], VOICE_DRUMS, set->features + i * PASSAGE_FEATURE_VALUES);
    ok = passage_rates(&music->pieces[i], VOICE_DRUMS, set->rates + i * PASSAGE_RATES);
    set->sources[set->count++] = passages->sources[i];
  }
  if (!ok) {
    passage_set_free(set);
  }
  return ok;
}

void passage_set_add(PassageSet* to, const PassageSet* from, size_t i) {
  memcpy(to->features + to->count * PASSAGE_FEATURE_VALUES,
         from->features + i * PASSAGE_FEATURE_VALUES,
         PASSAGE_FEATURE_VALUES * sizeof *to->features);
  memcpy(to->rates + to->count * PASSAGE_RATES, from->rates + i * PASSAGE_RATES,
         PASSAGE_RATES * sizeof *to->rates);
  to->sources[to->count++] = from->sources[i];
}

bool passage_set_join(const PassageSet* a, const PassageSet* b, PassageSet* both) {
  const size_t after = a->count > 0 ? a->sources[a->count - 1] + 1 : 0;
  if (!passage_set_init(both, a->count + b->count)) {
    return false;
  }
  for (size_t i = 0; i < a->count; ++i) {
    passage_set_add(both, a, i);
  }
  for (size_t i = 0; i < b->count; ++i) {
    passage_set_add(both, b, i);
    both->sources[both->count - 1] += after;
  }
  return true;
}

bool passage_set_thin(const PassageSet* set, size_t most, PassageSet* thinned) {
  const size_t count = set->count < most ? set->count : most;
  if (!passage_set_init(thinned, count)) {
    return false;
  }
  for (size_t i = 0; i < count; ++i) {
    passage_set_add(thinned, set, i * set->count / count);
  }
  return true;
}

static int compare_reals(const void* a, const void* b) {
  const double x = *(const double*)a;
  const double y = *(const double*)b;
  return (x > y) - (x < y);
}

// The value that `share` of the sorted values are below, between two of them if need be.
static double quantile(const double* sorted, size_t count, double share) {
  const double place = share * (double)(count - 1);
  const size_t below = (size_t)place;
  const size_t above = below + 1 < count ? below + 1 : below;
  return sorted[below] + (place - (double)below) * (sorted[above] - sorted[below]);
}

bool passage_set_spread(const PassageSet* set, PassageRate rate, RateSpread* spread) {
  double* values = malloc((set->count + 1) * sizeof *values);
  *spread = (RateSpread){.mean = 0};
  if (!values || set->count == 0) {
    free(values);
    return values != NULL;
  }
  for (size_t i = 0; i < set->count; ++i) {
    values[i] = set->rates[i * PASSAGE_RATES + (size_t)rate];
    spread->mean += values[i] / (double)set->count;
  }
  qsort(values, set->count, sizeof *values, compare_reals);
  spread->least = values[0];
  spread->most = values[set->count - 1];
  spread->tenth = quantile(values, set->count, 0.1);
  spread->median = quantile(values, set->count, 0.5);
  spread->ninetieth = quantile(values, set->count, 0.9);
  free(values);
  return true;
}

double passage_set_stuck(const PassageSet* set) {
  double stuck = 0;
  for (size_t i = 0; i < set->count; ++i) {
    stuck += set->rates[i * PASSAGE_RATES + RATE_LOOP] > 0;
  }
  return set->count > 0 ? stuck / (double)set->count : 0;
}
