// What the name of an installed style becomes where names must be plain: of folders, files, URIs.
#ifndef TN_TRAINER_PRESET_NAME_H
#define TN_TRAINER_PRESET_NAME_H

#include <stdbool.h>

enum { PRESET_NAME_BYTES = 1024, PRESET_STEM_BYTES = 41, PRESET_ID_BYTES = 50 }; // with the NUL

// ASCII letters, digits, - and _ only, and never empty. The ID tells two names apart: where the
// stem is not the name itself, a number made of the name follows it.
typedef struct {
  char stem[PRESET_STEM_BYTES];
  char id[PRESET_ID_BYTES];
} PresetName;

// Whether an installed style may have this name: a line of printable UTF-8 that is not blank.
bool preset_name_is_valid(const char* name);

PresetName preset_name_make(const char* name);

#endif
