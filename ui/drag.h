// Dragging a file out of the window, onto the windows of other clients: XDND, with dnd.h deciding
// what is to be said. Finds whom to say it to, writes and reads the messages, and hands the file
// over. For the window's thread; what fails ends the drag.
#ifndef TN_UI_DRAG_H
#define TN_UI_DRAG_H

#include <stdbool.h>

#include "ui/dnd.h"
#include "ui/window.h"

enum { DRAG_ATOMS = 14 };

typedef struct {
  UiWindow* window; // not owned; it outlives the drag
  unsigned long atoms[DRAG_ATOMS];
  Dnd dnd;
  unsigned long let_go; // when the button went up over a target, milliseconds of the server
  char* list;           // text/uri-list of what is dragged, owned
} Drag;

void drag_init(Drag* drag, UiWindow* window);
void drag_free(Drag* drag);

// Drags the file at the URI `uri`, which is copied, as long as the button that is down stays so.
void drag_begin(Drag* drag, const char* uri);

// Reads what the drag has to know of. Returns whether that is all there is to the event: until the
// button is up the pointer belongs to the drag.
bool drag_take(Drag* drag, const WindowEvent* event);

#endif
