#include "tests/ui/last_client.h"

#include <X11/extensions/sync.h>

// A client has 0 unless it asks for another.
enum { BELOW_ALL = -1, LOWER_STILL = -2 };

Display* last_client_open(void) {
  Display* display = XOpenDisplay(NULL);
  int major;
  int minor;
  if (display && !XSyncInitialize(display, &major, &minor)) {
    XCloseDisplay(display);
    display = NULL;
  }
  return display;
}

// A change of priority makes the server look who else has sent something, and serve those first:
// XSync() alone does not, while it is this client's turn. The same value again would be no change.
void last_client_sync(Display* display) {
  XSyncSetPriority(display, None, LOWER_STILL); // None: of this client itself
  XSyncSetPriority(display, None, BELOW_ALL);
  XSync(display, False);
}
