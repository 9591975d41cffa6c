#include "trainer/turtle.h"

#include <string.h>

void turtle_put_string(Sink* sink, const char* text) {
  sink_put_text(sink, "\"");
  for (; *text; ++text) {
    if (*text == '"' || *text == '\\') {
      sink_put_text(sink, "\\");
    }
    sink_put(sink, (const uint8_t*)text, 1);
  }
  sink_put_text(sink, "\"");
}

bool turtle_read_string(const char* from, char* text, size_t size) {
  size_t length = 0;
  if (*from++ != '"') {
    return false;
  }
  for (; *from && *from != '"' && length + 1 < size; ++from) {
    if (*from == '\\' && *++from != '"' && *from != '\\') {
      return false;
    }
    text[length++] = *from;
  }
  text[length] = '\0';
  return *from == '"';
}
