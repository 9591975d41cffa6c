#include "trainer/markup.h"

#include "trainer/printable.h"

static const char* escape(char character) {
  switch (character) {
  case '&':
    return "&amp;";
  case '<':
    return "&lt;";
  case '>':
    return "&gt;";
  case '"':
    return "&quot;";
  default:
    return NULL;
  }
}

void markup_text(Sink* sink, const char* text) {
  while (*text) {
    const char* escaped = escape(*text);
    const size_t size = printable_length(text);
    if (escaped) {
      sink_put_text(sink, escaped);
    } else if (size > 0) {
      sink_put(sink, (const uint8_t*)text, size);
    } else {
      sink_format(sink, "\\x%02x", (unsigned char)*text);
    }
    text += size > 0 ? size : 1;
  }
}
