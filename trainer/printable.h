// What of a text can be shown as it is, on a terminal, in a picture and on a page.
#ifndef TN_TRAINER_PRINTABLE_H
#define TN_TRAINER_PRINTABLE_H

#include <stdbool.h>
#include <stddef.h>

// How many bytes the printable character at `text` has, by UTF-8's table of well-formed sequences;
// 0 where there is none: at the end, at a control and at what no text may hold.
size_t printable_length(const char* text);

// Whether all of `text` is printable.
bool printable_line(const char* text);

#endif
