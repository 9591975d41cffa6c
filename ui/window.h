// A child window in the host's window: the one place that knows Xlib.
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
  WINDOW_WHEEL,   // `notches`, up is positive
  WINDOW_KEY,     // `key` goes down
  WINDOW_LEAVE,   // the pointer left
  WINDOW_RESIZE,  // `width` and `height` are new
  WINDOW_HIDE,    // the window is no longer on the screen
  WINDOW_MESSAGE, // another client has sent `message`
  WINDOW_REQUEST  // and asks for what is selected: window_answer()
} WindowEventKind;

// Windows and atoms are X's numbers, 0 is none.
typedef struct {
  unsigned long type; // an atom
  long data[5];
} WindowMessage;

typedef struct {
  unsigned long requestor; // a window
  unsigned long selection; // atoms, as the three of X's selections are
  unsigned long target;
  unsigned long property;
  unsigned long time;
} WindowRequest;

typedef struct {
  WindowEventKind kind;
  UiPointer pointer; // of the first four kinds, as the next three
  int screen_x;      // pixels from the screen's corner
  int screen_y;
  unsigned long time; // milliseconds of the server
  UiKey key;
  int notches;
  int width;  // pixels
  int height; // pixels
  WindowMessage message;
  WindowRequest request;
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

// ---- what picture.c draws on

// The window's surface, which stays the window's; NULL while there is nothing to be seen of it.
cairo_surface_t* window_screen(UiWindow* window);

// The server has lost what the screen showed, and wants it again.
bool window_is_damaged(const UiWindow* window);

// What was drawn goes out; `whole`: it was all there is.
void window_flush(UiWindow* window, bool whole);

// ---- what drag.c needs of other clients

// The atoms of `count` names.
void window_name_atoms(UiWindow* window, const char* const* names, int count, unsigned long* atoms);

// The window that lies right in the window `of` (0: the screen) at a place of the screen; 0: none.
unsigned long window_inside(UiWindow* window, unsigned long of, int screen_x, int screen_y);

// The one number that the property `name` of a window holds; 0 where it has none of that type.
unsigned long window_property(UiWindow* window, unsigned long of, unsigned long name,
                              unsigned long type);

void window_send(UiWindow* window, unsigned long to, const WindowMessage* message);

// All of the pointer comes here, under the sign of a hand, until it is freed.
void window_hold_pointer(UiWindow* window);
void window_free_pointer(UiWindow* window);

// Takes over a selection of X: WINDOW_REQUEST tells who wants what is in it.
void window_own(UiWindow* window, unsigned long selection);

// Answers with `count` items of `format` bits (8; 32: of longs) in `data`; NULL: it is refused.
void window_answer(UiWindow* window, const WindowRequest* request, unsigned long type, int format,
                   const void* data, int count);

#endif
