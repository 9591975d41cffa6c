#include "trainer/preset_name.h"

#include "trainer/bytes.h"
#include "trainer/printable.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

bool preset_name_is_valid(const char* name) {
  return name[strspn(name, " ")] && strlen(name) < PRESET_NAME_BYTES && printable_line(name);
}

static bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Runs of other characters become one hyphen, and none at the ends.
static void make_stem(const char* name, char stem[PRESET_STEM_BYTES]) {
  size_t length = 0;
  for (; *name && length + 1 < PRESET_STEM_BYTES; ++name) {
    if (is_plain(*name)) {
      stem[length++] = *name;
    } else if (length > 0 && stem[length - 1] != '-') {
      stem[length++] = '-';
    }
  }
  while (length > 0 && stem[length - 1] == '-') {
    --length;
  }
  stem[length] = '\0';
  if (length == 0) {
    snprintf(stem, PRESET_STEM_BYTES, "style");
  }
}

// It need not be strong: two names of one ID are noticed.
static uint32_t hash_name(const char* name) {
  return (uint32_t)bytes_hash(BYTES_HASH, name, strlen(name));
}

PresetName preset_name_make(const char* name) {
  PresetName made;
  make_stem(name, made.stem);
  if (strcmp(made.stem, name) == 0) {
    snprintf(made.id, sizeof made.id, "%s", made.stem);
  } else {
    snprintf(made.id, sizeof made.id, "%s-%08x", made.stem, (unsigned)hash_name(name));
  }
  return made;
}
