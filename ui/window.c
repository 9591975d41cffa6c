#include "ui/window.h"

#include <cairo-xlib.h>
#include <stdlib.h>
#include <string.h>
#include <X11/cursorfont.h>
#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/Xlibint.h>
#include <X11/Xutil.h>

#include "ui/keysym.h"

enum { ERROR_CODES = 256, SMALLEST_WIDTH = 240, SMALLEST_HEIGHT = 160 };

struct UiWindow {
  Display* display;
  XID id;
  cairo_surface_t* screen; // the X window
  int width;               // pixels
  int height;              // pixels
  bool shown;
  bool damaged; // the server wants the picture again
  bool gone;
  Time time;     // of the server, at the last input
  XKeyEvent key; // the last one
};

// False: the error is dealt with, the handler of the process never hears of it.
static Bool drop_error(Display* display, XErrorEvent* event, xError* wire) {
  (void)display;
  (void)event;
  (void)wire;
  return False;
}

// Without it Xlib ends the process when the connection breaks.
static void on_lost_connection(Display* display, void* window) {
  (void)display;
  ((UiWindow*)window)->gone = true;
}

// XSetErrorHandler() is one for the whole process and not ours to set. These hooks belong to one
// connection and come first.
static void guard_connection(UiWindow* window) {
  for (int code = 0; code < ERROR_CODES; code++) {
    XESetWireToError(window->display, code, drop_error);
  }
}

// cairo finds out once a connection, by an error it expects, whether memory can be shared with the
// server: let it, with a window that is sure to exist, before errors are dropped.
static void let_cairo_probe(Display* display) {
  int number = DefaultScreen(display);
  cairo_surface_t* root = cairo_xlib_surface_create(display, DefaultRootWindow(display),
                                                    DefaultVisual(display, number), 1, 1);
  cairo_surface_destroy(root);
}

static void set_size_hints(UiWindow* window) {
  XSizeHints hints = {.flags = PMinSize | PBaseSize,
                      .min_width = SMALLEST_WIDTH,
                      .min_height = SMALLEST_HEIGHT,
                      .base_width = window->width,
                      .base_height = window->height};
  XSetWMNormalHints(window->display, window->id, &hints);
}

static bool create_child(UiWindow* window, XID parent) {
  Display* display = window->display;
  int number = DefaultScreen(display);
  XWindowAttributes attributes;
  if (!XGetWindowAttributes(display, parent, &attributes)) {
    return false;
  }
  // The default visual with a colour map and border of its own: the parent's may be translucent.
  XSetWindowAttributes wanted = {
      .background_pixmap = None, // no flash of another colour when the window grows
      .border_pixel = 0,
      .bit_gravity = NorthWestGravity,
      .colormap = DefaultColormap(display, number),
      .event_mask = ExposureMask | StructureNotifyMask | ButtonPressMask | ButtonReleaseMask |
                    PointerMotionMask | LeaveWindowMask | KeyPressMask,
  };
  window->id = XCreateWindow(
      display, parent, 0, 0, (unsigned)window->width, (unsigned)window->height, 0,
      DefaultDepth(display, number), InputOutput, DefaultVisual(display, number),
      CWBackPixmap | CWBorderPixel | CWBitGravity | CWColormap | CWEventMask, &wanted);
  set_size_hints(window);
  window->screen = cairo_xlib_surface_create(display, window->id, DefaultVisual(display, number),
                                             window->width, window->height);
  return cairo_surface_status(window->screen) == CAIRO_STATUS_SUCCESS;
}

UiWindow* window_open(uintptr_t parent, int width, int height) {
  UiWindow* window = calloc(1, sizeof *window);
  if (!window) {
    return NULL;
  }
  window->width = width;
  window->height = height;
  window->display = XOpenDisplay(NULL);
  if (!window->display) {
    free(window);
    return NULL;
  }
  XSetIOErrorExitHandler(window->display, on_lost_connection, window);
  let_cairo_probe(window->display);
  guard_connection(window);
  XID inside = parent ? (XID)parent : DefaultRootWindow(window->display);
  if (!create_child(window, inside)) {
    window_close(window);
    return NULL;
  }
  XMapWindow(window->display, window->id);
  XFlush(window->display);
  return window;
}

void window_close(UiWindow* window) {
  if (!window) {
    return;
  }
  // Before the connection that it draws through.
  cairo_surface_destroy(window->screen);
  if (window->id && !window->gone) {
    XDestroyWindow(window->display, window->id);
  }
  XCloseDisplay(window->display);
  free(window);
}

uintptr_t window_id(const UiWindow* window) {
  return (uintptr_t)window->id;
}

bool window_is_gone(const UiWindow* window) {
  return window->gone;
}

// ---- input ----

// Of a button or of a motion: to X they are alike.
static void read_pointer(const XEvent* x_event, WindowEvent* event) {
  const XButtonEvent* at = &x_event->xbutton;
  event->pointer = (UiPointer){.x = at->x,
                               .y = at->y,
                               .time = (double)at->time / 1000,
                               .shift = (at->state & ShiftMask) != 0,
                               .control = (at->state & ControlMask) != 0};
  event->screen_x = at->x_root;
  event->screen_y = at->y_root;
  event->time = at->time;
}

static bool read_button(UiWindow* window, const XEvent* x_event, WindowEvent* event) {
  const XButtonEvent* button = &x_event->xbutton;
  window->time = button->time;
  read_pointer(x_event, event);
  if (button->button == Button1) {
    event->kind = button->type == ButtonPress ? WINDOW_PRESS : WINDOW_RELEASE;
    return true;
  }
  if (button->type == ButtonPress && (button->button == Button4 || button->button == Button5)) {
    event->kind = WINDOW_WHEEL;
    event->notches = button->button == Button4 ? 1 : -1;
    return true;
  }
  return false;
}

// A fast mouse moves a thousand times a second: of a row of moves only the last one counts.
static bool read_motion(UiWindow* window, const XEvent* x_event, WindowEvent* event) {
  if (XEventsQueued(window->display, QueuedAlready) > 0) {
    XEvent next;
    XPeekEvent(window->display, &next);
    if (next.type == MotionNotify && next.xmotion.state == x_event->xmotion.state) {
      return false;
    }
  }
  event->kind = WINDOW_MOTION;
  read_pointer(x_event, event);
  return true;
}

static bool read_key(UiWindow* window, XKeyEvent* x_key, WindowEvent* event) {
  char unused[8];
  KeySym symbol = NoSymbol;
  XLookupString(x_key, unused, sizeof unused, &symbol, NULL);
  UiKey* key = &event->key;
  window->key = *x_key;
  window->time = x_key->time;
  event->kind = WINDOW_KEY;
  key->shift = (x_key->state & ShiftMask) != 0;
  key->control = (x_key->state & ControlMask) != 0;
  if (keysym_read(symbol, key) && (key->kind != UI_KEY_TEXT || (x_key->state & Mod1Mask) == 0)) {
    return true;
  }
  if (!IsModifierKey(symbol)) {
    window_pass_key(window);
  }
  return false;
}

void window_take_focus(UiWindow* window) {
  if (!window->gone && window->shown) {
    XSetInputFocus(window->display, window->id, RevertToParent, window->time);
    XFlush(window->display);
  }
}

void window_pass_key(UiWindow* window) {
  Window root;
  Window parent = None;
  Window* children = NULL;
  unsigned count;
  if (window->gone || !XQueryTree(window->display, window->id, &root, &parent, &children, &count)) {
    return;
  }
  XFree(children);
  if (parent != None && parent != root) {
    XKeyEvent key = window->key;
    key.window = parent;
    key.subwindow = None;
    XSendEvent(window->display, parent, True, KeyPressMask, (XEvent*)&key);
    key.type = KeyRelease;
    XSendEvent(window->display, parent, True, KeyReleaseMask, (XEvent*)&key);
    XFlush(window->display);
  }
}

// ---- other clients ----

void window_name_atoms(UiWindow* window, const char* const* names, int count,
                       unsigned long* atoms) {
  XInternAtoms(window->display, (char**)names, count, False, atoms);
}

unsigned long window_inside(UiWindow* window, unsigned long of, int screen_x, int screen_y) {
  const Window root = DefaultRootWindow(window->display);
  Window child = None;
  int x;
  int y;
  return XTranslateCoordinates(window->display, root, of ? of : root, screen_x, screen_y, &x, &y,
                               &child)
             ? child
             : None;
}

unsigned long window_property(UiWindow* window, unsigned long of, unsigned long name,
                              unsigned long type) {
  Atom got;
  int format;
  unsigned long count = 0;
  unsigned long left;
  unsigned char* data = NULL;
  unsigned long value = 0;
  if (XGetWindowProperty(window->display, of, name, 0, 1, False, type, &got, &format, &count, &left,
                         &data) == Success &&
      got == type && format == 32 && count == 1) {
    memcpy(&value, data, sizeof value);
  }
  if (data) {
    XFree(data);
  }
  return value;
}

void window_send(UiWindow* window, unsigned long to, const WindowMessage* message) {
  XEvent event = {
      .xclient = {
          .type = ClientMessage, .window = to, .message_type = message->type, .format = 32}};
  memcpy(event.xclient.data.l, message->data, sizeof message->data);
  XSendEvent(window->display, to, False, NoEventMask, &event);
  XFlush(window->display);
}

void window_hold_pointer(UiWindow* window) {
  const unsigned mask = ButtonReleaseMask | PointerMotionMask;
  const Cursor hand = XCreateFontCursor(window->display, XC_hand2);
  XGrabPointer(window->display, window->id, False, mask, GrabModeAsync, GrabModeAsync, None, hand,
               window->time);
  XFreeCursor(window->display, hand);
  XFlush(window->display);
}

void window_free_pointer(UiWindow* window) {
  XUngrabPointer(window->display, CurrentTime);
  XFlush(window->display);
}

void window_own(UiWindow* window, unsigned long selection) {
  XSetSelectionOwner(window->display, selection, window->id, window->time);
  XFlush(window->display);
}

void window_answer(UiWindow* window, const WindowRequest* request, unsigned long type, int format,
                   const void* data, int count) {
  // Old clients name no property: the target's name is to serve.
  const Atom property = request->property != None ? request->property : request->target;
  XEvent answer = {.xselection = {.type = SelectionNotify,
                                  .requestor = request->requestor,
                                  .selection = request->selection,
                                  .target = request->target,
                                  .property = data ? property : None,
                                  .time = request->time}};
  if (data) {
    XChangeProperty(window->display, request->requestor, property, type, format, PropModeReplace,
                    data, count);
  }
  XSendEvent(window->display, request->requestor, False, NoEventMask, &answer);
  XFlush(window->display);
}

static bool read_message(const XClientMessageEvent* message, WindowEvent* event) {
  event->kind = WINDOW_MESSAGE;
  event->message.type = message->message_type;
  memcpy(event->message.data, message->data.l, sizeof event->message.data);
  return message->format == 32;
}

static bool read_request(const XSelectionRequestEvent* request, WindowEvent* event) {
  event->kind = WINDOW_REQUEST;
  event->request = (WindowRequest){.requestor = request->requestor,
                                   .selection = request->selection,
                                   .target = request->target,
                                   .property = request->property,
                                   .time = request->time};
  return true;
}

// ---- events ----

static bool read_size(UiWindow* window, const XConfigureEvent* configure, WindowEvent* event) {
  if (configure->width == window->width && configure->height == window->height) {
    return false;
  }
  window->width = configure->width;
  window->height = configure->height;
  cairo_xlib_surface_set_size(window->screen, window->width, window->height);
  event->kind = WINDOW_RESIZE;
  event->width = window->width;
  event->height = window->height;
  return true;
}

// Returns whether the X event is one that the caller wants to know.
static bool read_event(UiWindow* window, XEvent* x_event, WindowEvent* event) {
  switch (x_event->type) {
  case ButtonPress:
  case ButtonRelease:
    return read_button(window, x_event, event);
  case KeyPress:
    return read_key(window, &x_event->xkey, event);
  case ClientMessage:
    return read_message(&x_event->xclient, event);
  case SelectionRequest:
    return read_request(&x_event->xselectionrequest, event);
  case MotionNotify:
    return read_motion(window, x_event, event);
  case LeaveNotify:
    event->kind = WINDOW_LEAVE;
    return true;
  case ConfigureNotify:
    return read_size(window, &x_event->xconfigure, event);
  case Expose:
    window->damaged = true;
    return false;
  case MapNotify:
    window->shown = true;
    return false;
  case UnmapNotify:
    window->shown = false;
    event->kind = WINDOW_HIDE;
    return true;
  case DestroyNotify:
    window->gone = true;
    event->kind = WINDOW_HIDE;
    return true;
  default:
    return false;
  }
}

bool window_next(UiWindow* window, WindowEvent* event) {
  while (!window->gone && XPending(window->display) > 0) {
    XEvent x_event;
    XNextEvent(window->display, &x_event);
    *event = (WindowEvent){0};
    if (x_event.xany.window == window->id && read_event(window, &x_event, event)) {
      return true;
    }
  }
  return false;
}

void window_resize(UiWindow* window, int width, int height) {
  if (!window->gone && width > 0 && height > 0) {
    XResizeWindow(window->display, window->id, (unsigned)width, (unsigned)height);
    XFlush(window->display);
  }
}

// ---- the screen ----

cairo_surface_t* window_screen(UiWindow* window) {
  return window->gone || !window->shown ? NULL : window->screen;
}

bool window_is_damaged(const UiWindow* window) {
  return window->damaged;
}

void window_flush(UiWindow* window, bool whole) {
  cairo_surface_flush(window->screen);
  XFlush(window->display);
  window->damaged = window->damaged && !whole;
}
