// Text from outside (file names, messages) made fit to be drawn.
#ifndef TN_UI_TEXT_H
#define TN_UI_TEXT_H

#include <stddef.h>

// Copies `from` to `to`, cut between characters to `size` bytes with the end. Control characters
// and bytes that are not UTF-8 become '?': for one of them cairo would refuse the text and
// everything drawn after it.
void text_clean(char* to, size_t size, const char* from);

#endif
