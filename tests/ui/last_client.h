// A client that the X server serves last.
//
// A server does what one client asks in order, but keeps no order between clients: as long as one
// asks quickly enough it goes on with that one for some milliseconds. A key of the stage's may so
// come before the focus that the window had asked for, a picture before what was drawn.
#ifndef TN_TESTS_UI_LAST_CLIENT_H
#define TN_TESTS_UI_LAST_CLIENT_H

#include <X11/Xlib.h>

// A connection, which the caller closes. NULL: there is no display, or no SYNC extension on it.
Display* last_client_open(void);

// Returns when the server has done all that other clients had sent, and handed out the events.
void last_client_sync(Display* display);

#endif
