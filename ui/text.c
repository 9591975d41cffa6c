#include "ui/text.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

// The length in bytes of the printable UTF-8 character at `text`, or 0 where there is none.
static size_t character_size(const unsigned char* text) {
  static const struct {
    unsigned char mask, lead;
    uint32_t smallest;
  } forms[] = {{0x80, 0x00, 0x20}, {0xE0, 0xC0, 0xA0}, {0xF0, 0xE0, 0x800}, {0xF8, 0xF0, 0x10000}};
  for (size_t form = 0; form < 4; form++) {
    if ((text[0] & forms[form].mask) != forms[form].lead) {
      continue;
    }
    uint32_t code = text[0] & (unsigned char)~forms[form].mask;
    for (size_t i = 1; i <= form; i++) {
      if ((text[i] & 0xC0) != 0x80) {
        return 0;
      }
      code = (code << 6) | (text[i] & 0x3FU);
    }
    bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    bool printable = code >= forms[form].smallest && code != 0x7F && code <= 0x10FFFF;
    return printable && !surrogate ? form + 1 : 0;
  }
  return 0;
}

void text_clean(char* to, size_t size, const char* from) {
  const unsigned char* in = (const unsigned char*)from;
  size_t used = 0;
  while (*in) {
    size_t length = character_size(in);
    size_t wanted = length ? length : 1;
    if (used + wanted >= size) {
      break;
    }
    if (length) {
      memcpy(to + used, in, length);
    } else {
      to[used] = '?';
    }
    used += wanted;
    in += wanted;
  }
  to[used] = '\0';
}
