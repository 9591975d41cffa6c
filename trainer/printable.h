// What of a text can be shown as it is, on a terminal, in a picture and on a page.
#ifndef TN_TRAINER_PRINTABLE_H
#define TN_TRAINER_PRINTABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

// How many bytes the printable character at `text` has, by UTF-8's table of well-formed sequences;
// 0 where there is none: at the end, at a control and at what no text may hold.
size_t printable_length(const char* text);

// Whether all of `text` is printable.
bool printable_line(const char* text);

// The same but for ends of lines and tabs.
bool printable_lines(const char* text);

// Makes it so: each byte of what is not becomes an underscore.
void printable_mend(char* text);

// Prints a text, a path or a name, with each byte of what is not printable as \xNN, so that it
// cannot disturb a terminal.
void printable_put(FILE* stream, const char* text);

// The same with a backslash as \x5c, so that the text can be had back from what is printed.
void printable_put_exactly(FILE* stream, const char* text);

// Prints a line, from a format as for printf() and without its end, as printable_put() does.
// Without memory the line is the format.
__attribute__((format(printf, 2, 3))) void printable_say(FILE* stream, const char* format, ...);

#endif
