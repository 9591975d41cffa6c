// An X client that takes drops: the receiving side of XDND, version 5.
#ifndef TN_TESTS_UI_RECEIVER_H
#define TN_TESTS_UI_RECEIVER_H

#include <stdbool.h>

typedef struct Receiver Receiver;

// Opens a window of 200 x 200 pixels at a place of the screen, on a connection of its own. What it
// does not `accept` it refuses.
Receiver* receiver_open(int x, int y, bool accepts);
void receiver_close(Receiver* receiver);

// Answers what has come.
void receiver_pump(Receiver* receiver);

bool receiver_entered(const Receiver* receiver);    // the pointer is over it with something
const char* receiver_got(const Receiver* receiver); // the text/uri-list that was dropped, or ""

#endif
