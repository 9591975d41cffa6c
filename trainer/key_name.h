// The keys by the names that musicians give them.
#ifndef TN_TRAINER_KEY_NAME_H
#define TN_TRAINER_KEY_NAME_H

#include <stdbool.h>
#include <stdint.h>

// Reads a key as musicians write it: "C", "Bb", "F#m"; "auto" is 0. False where it is none.
bool key_name_read(const char* text, uint8_t* key);

#endif
