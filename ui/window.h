// A child window in the host's window, with a picture behind it: the one place that knows Xlib.
//
// It has a connection of its own, so nothing here depends on the host's toolkit. Errors that the X
// server reports on that connection are dropped, whatever handlers the host has set: the host may
// destroy the parent at any moment, and requests already on their way then fail. All functions
// belong to the window's thread and never wait for the user.
#ifndef TN_UI_WINDOW_H
#define TN_UI_WINDOW_H

#include <cairo.h>
#include <stdbool.h>
#include <stdint.h>

#include "ui/entry.h"
#include "ui/model.h"

typedef struct UiWindow UiWindow;

typedef enum {
  WINDOW_PRESS,   // the first button goes down
  WINDOW_RELEASE, // and up
  WINDOW_MOTION,
  WINDOW_WHEEL,  // `notches`, up is positive
  WINDOW_KEY,    // `key` goes down
  WINDOW_LEAVE,  // the pointer left
  WINDOW_RESIZE, // `width` and `height` are new
  WINDOW_HIDE    // the window is no longer on the screen
} WindowEventKind;

typedef struct {
  WindowEventKind kind;
  UiPointer pointer; // of the first four kinds
  UiKey key;
  int notches;
  int width;  // pixels
  int height; // pixels
} WindowEvent;

// Opens a window of `width` x `height` pixels in the X window `parent` (0: on the screen) and shows
// it. Returns NULL when there is no display, no such parent or no memory.
UiWindow* window_open(uintptr_t parent, int width, int height);
void window_close(UiWindow* window);

// The X window, for the host.
uintptr_t window_id(const UiWindow* window);

// The server or the host has taken the window away: only window_close() still does something.
bool window_is_gone(const UiWindow* window);

// Fetches the next input into `event`; false when there is none at the moment.
bool window_next(UiWindow* window, WindowEvent* event);

// Asks for another size; WINDOW_RESIZE follows when it is granted.
void window_resize(UiWindow* window, int width, int height);

// Takes the keyboard; and hands the key of the last WINDOW_KEY to the host.
void window_take_focus(UiWindow* window);
void window_pass_key(UiWindow* window);

// Drags the file at the URI `uri`, which is copied, as long as the button that is down stays so. No
// pointer events come until it is up.
void window_drag(UiWindow* window, const char* uri);

// A context on the picture, as large as the window, or NULL when it cannot be drawn on now; `whole`
// is set where the picture is new and nothing is on it. Pass the context to window_end(), which
// shows the picture, or the pixels of it that `shown` (NULL: all) encloses.
cairo_t* window_begin(UiWindow* window, bool* whole);
void window_end(UiWindow* window, cairo_t* cr, const UiRect* shown);

// Shows the last picture again where the server has lost it.
void window_refresh(UiWindow* window);

#endif
