#include "trainer/ngram.h"

#include <stdlib.h>

void ngram_init(Ngram* ngram, int classes, int levels) {
  *ngram = (Ngram){.classes = classes, .levels = levels};
}

void ngram_free(Ngram* ngram) {
  for (int l = 0; l < ngram->levels; ++l) {
    free(ngram->level[l].entries);
  }
  *ngram = (Ngram){0};
}

static bool add_entry(NgramLevel* level, uint64_t context, int symbol) {
  if (level->count == level->capacity) {
    const size_t capacity = level->capacity ? 2 * level->capacity : 1024;
    NgramEntry* grown = realloc(level->entries, capacity * sizeof *grown);
    if (!grown) {
      return false;
    }
    level->entries = grown;
    level->capacity = capacity;
  }
  level->entries[level->count++] = (NgramEntry){context, 1, (uint16_t)symbol};
  return true;
}

bool ngram_add(Ngram* ngram, const uint64_t* contexts, int symbol) {
  for (int l = 0; l < ngram->levels; ++l) {
    if (!add_entry(&ngram->level[l], contexts[l], symbol)) {
      return false;
    }
  }
  return true;
}

static int compare_entries(const void* a, const void* b) {
  const NgramEntry* x = a;
  const NgramEntry* y = b;
  if (x->context != y->context) {
    return x->context < y->context ? -1 : 1;
  }
  return (int)x->symbol - (int)y->symbol;
}

static void add_up(NgramLevel* level) {
  qsort(level->entries, level->count, sizeof *level->entries, compare_entries);
  size_t kept = 0;
  for (size_t i = 0; i < level->count; ++i) {
    if (kept > 0 && compare_entries(&level->entries[kept - 1], &level->entries[i]) == 0) {
      level->entries[kept - 1].count += level->entries[i].count;
    } else {
      level->entries[kept++] = level->entries[i];
    }
  }
  level->count = kept;
}

void ngram_finish(Ngram* ngram) {
  for (int l = 0; l < ngram->levels; ++l) {
    if (ngram->level[l].count > 0) {
      add_up(&ngram->level[l]);
    }
  }
}

// The first entry whose context is not below `context`.
static size_t find(const NgramLevel* level, uint64_t context) {
  size_t low = 0;
  size_t high = level->count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (level->entries[middle].context < context) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

// Turns the probabilities after the shorter context into those after `context`. Returns whether it
// was ever seen.
static bool lengthen(const NgramLevel* level, uint64_t context, int classes, double* p) {
  const size_t first = find(level, context);
  size_t last = first;
  double seen = 0;
  for (; last < level->count && level->entries[last].context == context; ++last) {
    seen += (double)level->entries[last].count;
  }
  const double kinds = (double)(last - first);
  for (int k = 0; last > first && k < classes; ++k) {
    p[k] *= kinds / (seen + kinds);
  }
  for (size_t i = first; i < last; ++i) {
    p[level->entries[i].symbol] += (double)level->entries[i].count / (seen + kinds);
  }
  return last > first;
}

void ngram_predict(const Ngram* ngram, const uint64_t* contexts, double* probabilities) {
  for (int k = 0; k < ngram->classes; ++k) {
    probabilities[k] = 1.0 / ngram->classes;
  }
  // A context longer than one that was never seen was not seen either.
  for (int l = 0; l < ngram->levels; ++l) {
    if (!lengthen(&ngram->level[l], contexts[l], ngram->classes, probabilities)) {
      break;
    }
  }
}
