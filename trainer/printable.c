#include "trainer/printable.h"

#include <stdarg.h>
#include <stdlib.h>

// U+0080..U+009F are controls; U+FFFE and U+FFFF are no characters, and XML forbids them.
static bool is_forbidden(const unsigned char* p) {
  const bool control = p[0] == 0xc2 && p[1] < 0xa0;
  const bool overlong = (p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xf0 && p[1] < 0x90);
  const bool alien = (p[0] == 0xed && p[1] > 0x9f) || (p[0] == 0xf4 && p[1] > 0x8f);
  return control || overlong || alien || (p[0] == 0xef && p[1] == 0xbf && p[2] > 0xbd);
}

size_t printable_length(const char* text) {
  const unsigned char* p = (const unsigned char*)text;
  if (p[0] < 0x80) {
    return p[0] >= 0x20 && p[0] != 0x7f;
  }
  const size_t size = p[0] < 0xc2 ? 0 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : p[0] < 0xf5 ? 4 : 0;
  for (size_t i = 1; i < size; ++i) {
    if ((p[i] & 0xc0) != 0x80) { // also stops at the zero
      return 0;
    }
  }
  return is_forbidden(p) ? 0 : size;
}

// As printable_length(), of what may stand in several lines.
static size_t length_in_lines(const char* text) {
  return *text == '\n' || *text == '\t' ? 1 : printable_length(text);
}

static bool is_all(const char* text, size_t (*length)(const char*)) {
  size_t size = 1;
  while (*text && size > 0) {
    size = length(text);
    text += size;
  }
  return size > 0;
}

bool printable_line(const char* text) {
  return is_all(text, printable_length);
}

bool printable_lines(const char* text) {
  return is_all(text, length_in_lines);
}

void printable_mend(char* text) {
  while (*text) {
    const size_t size = length_in_lines(text);
    if (size == 0) {
      *text = '_';
    }
    text += size > 0 ? size : 1;
  }
}

static void put(FILE* stream, const char* text, bool exactly) {
  while (*text) {
    const size_t length = exactly && *text == '\\' ? 0 : printable_length(text);
    if (length == 0) {
      fprintf(stream, "\\x%02x", (unsigned char)*text++);
    } else {
      fwrite(text, 1, length, stream);
      text += length;
    }
  }
}

void printable_put(FILE* stream, const char* text) {
  put(stream, text, false);
}

void printable_put_exactly(FILE* stream, const char* text) {
  put(stream, text, true);
}

void printable_say(FILE* stream, const char* format, ...) {
  va_list values;
  va_start(values, format);
  const int length = vsnprintf(NULL, 0, format, values);
  va_end(values);
  char* line = length < 0 ? NULL : malloc((size_t)length + 1);
  if (line) {
    va_start(values, format);
    vsnprintf(line, (size_t)length + 1, format, values);
    va_end(values);
  }
  put(stream, line ? line : format, false);
  fputs("\n", stream);
  free(line);
}
