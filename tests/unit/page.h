// Pages and pieces of pages, for tests.
#ifndef TN_TESTS_PAGE_H
#define TN_TESTS_PAGE_H

#include "trainer/bytes.h"

#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

// The text that was put, with a zero behind it; it belongs to the sink.
static inline const char* page_text(Sink* sink) {
  sink_put(sink, (const uint8_t*)"", 1);
  assert_false(sink->failed);
  return (const char*)sink->bytes;
}

// Checks that `text` is well-formed XML of one element.
static inline void assert_well_formed(const char* text) {
  static const GMarkupParser NOTHING = {.start_element = NULL};
  GError* error = NULL;
  GMarkupParseContext* context =
      g_markup_parse_context_new(&NOTHING, G_MARKUP_DEFAULT_FLAGS, NULL, NULL);
  const bool ok = g_markup_parse_context_parse(context, text, -1, &error) &&
                  g_markup_parse_context_end_parse(context, &error);
  if (!ok) {
    print_message("%s\n", error->message);
  }
  g_clear_error(&error);
  g_markup_parse_context_free(context);
  assert_true(ok);
}

static inline size_t page_count(const char* text, const char* what) {
  size_t count = 0;
  for (const char* at = text; (at = strstr(at, what)); at += strlen(what)) {
    ++count;
  }
  return count;
}

static inline void assert_has(const char* text, const char* what) {
  if (!strstr(text, what)) {
    fail_msg("there is no %s", what);
  }
}

#endif
