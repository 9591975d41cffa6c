// Strings in Turtle, the notation of LV2's descriptions.
#ifndef TN_TRAINER_TURTLE_H
#define TN_TRAINER_TURTLE_H

#include "trainer/bytes.h"

// Adds `text`, a line of printable UTF-8, as a string in quotes.
void turtle_put_string(Sink* sink, const char* text);

// Reads back into `text` the string that begins at `from`, a quote. Strings that
// turtle_put_string() does not write, and those that need more than `size` bytes with their NUL,
// are refused.
bool turtle_read_string(const char* from, char* text, size_t size);

#endif
