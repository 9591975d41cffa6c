// What the parts of a style are called, for people and for the trainer: nothing else depends on it.
//
// In a style file the names stand in the order of the parts, separated by commas.
#ifndef TN_ENGINE_PART_NAMES_H
#define TN_ENGINE_PART_NAMES_H

#include "plugin/engine/vocabulary.h"

enum { TN_PART_NAMES_TEXT = TN_MAX_PARTS * TN_PART_NAME }; // bytes of a list, its zero included

// Reads a list of as many names as the vocabulary has parts, each of 1 to TN_PART_NAME - 1
// printable ASCII characters, with no space at its ends. False where `list` is anything else.
bool tn_part_names_read(const char* list, TnVocabulary* vocabulary);

// Calls the parts "part 1", "part 2" ... and those of drums "drums".
void tn_part_names_number(TnVocabulary* vocabulary);

// Writes the list, zero-terminated; "" where a part has no name.
void tn_part_names_write(const TnVocabulary* vocabulary, char text[TN_PART_NAMES_TEXT]);

#endif
