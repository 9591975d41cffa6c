// A map of URIs for tests, in the order in which they are asked for.
#ifndef TN_TESTS_URI_TABLE_H
#define TN_TESTS_URI_TABLE_H

#include <lv2/urid/urid.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { URI_MAX = 64 };

typedef struct {
  const char* uris[URI_MAX]; // literals: an id is a place in the table, plus 1
  LV2_URID count;
} UriTable;

static inline LV2_URID uri_table_map(LV2_URID_Map_Handle handle, const char* uri) {
  UriTable* table = handle;
  for (LV2_URID i = 0; i < table->count; i++) {
    if (strcmp(table->uris[i], uri) == 0) {
      return i + 1;
    }
  }
  assert_true(table->count < URI_MAX);
  table->uris[table->count] = uri;
  return ++table->count;
}

#endif
