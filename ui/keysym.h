// What the keys of the X protocol mean: from the numbers that X gives them to keys of the model.
// Knows the protocol's names of these numbers, and nothing of Xlib.
#ifndef TN_UI_KEYSYM_H
#define TN_UI_KEYSYM_H

#include <stdbool.h>

#include "ui/entry.h"

// Sets kind and text of `key`; false, and the key as it was, where the symbol is neither a
// character nor a key that the window knows.
bool keysym_read(unsigned long symbol, UiKey* key);

#endif
