#include "trainer/key_name.h"

#include <string.h>

bool key_name_read(const char* text, uint8_t* key) {
  static const char LETTERS[] = "C D EF G A B"; // by semitones
  *key = 0;
  if (strcmp(text, "auto") == 0) {
    return true;
  }
  const char* letter = *text && *text != ' ' ? strchr(LETTERS, *text) : NULL;
  if (!letter) {
    return false;
  }
  int tonic = (int)(letter - LETTERS);
  ++text;
  if (*text == '#' || *text == 'b') {
    tonic = (tonic + (*text == '#' ? 1 : 11)) % 12;
    ++text;
  }
  const bool minor = *text == 'm';
  *key = (uint8_t)(1 + tonic + (minor ? 12 : 0));
  return text[minor] == '\0';
}
