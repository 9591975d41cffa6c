// What a context tells the network, read feature by feature.
#ifndef TN_TESTS_TOLD_H
#define TN_TESTS_TOLD_H

#include "plugin/engine/context.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

typedef struct {
  TnTable table;
  int count;
  uint16_t rows[TN_MAX_ROWS];
} Told;

static inline int feature_end(const TnTable* table, int feature) {
  for (int f = feature + 1; f < TN_FEATURES; ++f) {
    if (table->first[f] >= 0) {
      return table->first[f];
    }
  }
  return table->rows;
}

// The rows of one feature, relative to its first, in `rows`; how many.
static inline int rows_of(const Told* told, TnFeature feature, int* rows) {
  const int first = told->table.first[feature];
  assert_true(first >= 0);
  int count = 0;
  for (int i = 0; i < told->count; ++i) {
    if (told->rows[i] >= first && told->rows[i] < feature_end(&told->table, (int)feature)) {
      rows[count++] = told->rows[i] - first;
    }
  }
  return count;
}

// The one active row of the feature, or -1 where none is.
static inline int row_of(const Told* told, TnFeature feature) {
  int rows[TN_MAX_ROWS];
  const int count = rows_of(told, feature, rows);
  assert_true(count <= 1);
  return count ? rows[0] : -1;
}

static inline bool has_row(const Told* told, TnFeature feature, int row) {
  int rows[TN_MAX_ROWS];
  const int count = rows_of(told, feature, rows);
  for (int i = 0; i < count; ++i) {
    if (rows[i] == row) {
      return true;
    }
  }
  return false;
}

static inline int row_count(const Told* told, TnFeature feature) {
  int rows[TN_MAX_ROWS];
  return rows_of(told, feature, rows);
}

static inline Told input_of(const TnContext* c) {
  Told told = {.table = tn_feature_table(c->vocabulary, TN_INPUT_TABLE)};
  told.count = tn_context_input_rows(c, &told.table, told.rows);
  return told;
}

static inline Told condition_of(const TnContext* c, TnField field, TnEvent next) {
  Told told = {.table = tn_feature_table(c->vocabulary, (int)field)};
  told.count = tn_context_condition_rows(c, &told.table, field, next, told.rows);
  return told;
}

static inline TnEvent note(int dt, int part, int pitch, int duration) {
  return (TnEvent){
      TN_EVENT_NOTE, (uint8_t)dt, (uint8_t)part, (uint8_t)pitch, (uint8_t)duration, 0, 0};
}

static inline TnEvent rest(const TnVocabulary* v) {
  return (TnEvent){.kind = TN_EVENT_REST, .dt = (uint8_t)tn_vocabulary_rest(v)};
}

static inline TnContext start(const TnVocabulary* v, const TnMeter* meters, int count,
                              int32_t end) {
  TnContext c;
  tn_context_start(&c, v, meters, count, end, 0);
  return c;
}

#endif
