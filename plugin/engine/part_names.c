#include "plugin/engine/part_names.h"

#include <assert.h>
#include <string.h>

static bool is_name(const char* text, size_t length) {
  if (length == 0 || length >= TN_PART_NAME || text[0] == ' ' || text[length - 1] == ' ') {
    return false;
  }
  for (size_t i = 0; i < length; ++i) {
    if (text[i] < ' ' || text[i] > '~') {
      return false;
    }
  }
  return true;
}

bool tn_part_names_read(const char* list, TnVocabulary* v) {
  for (int part = 0; part < v->parts; ++part) {
    const size_t length = strcspn(list, ",");
    const bool last = part == v->parts - 1;
    if (!is_name(list, length) || list[length] != (last ? '\0' : ',')) {
      return false;
    }
    memcpy(v->part_names[part], list, length);
    v->part_names[part][length] = '\0';
    list += length + (last ? 0 : 1);
  }
  return true;
}

void tn_part_names_number(TnVocabulary* v) {
  static_assert(TN_MAX_PARTS < 10, "one digit");
  for (int part = 0; part < v->parts; ++part) {
    char numbered[] = "part 1";
    numbered[sizeof numbered - 2] = (char)('1' + part);
    const bool drums = part == v->drum_part;
    memcpy(v->part_names[part], drums ? "drums" : numbered,
           drums ? sizeof "drums" : sizeof numbered);
  }
}

void tn_part_names_write(const TnVocabulary* v, char text[TN_PART_NAMES_TEXT]) {
  size_t length = 0;
  for (int part = 0; part < v->parts; ++part) {
    const size_t letters = strlen(v->part_names[part]);
    if (letters == 0) {
      text[0] = '\0';
      return;
    }
    if (part > 0) {
      text[length++] = ',';
    }
    memcpy(text + length, v->part_names[part], letters + 1);
    length += letters;
  }
}
