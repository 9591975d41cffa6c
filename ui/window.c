#include "ui/window.h"

#include <cairo-xlib.h>
#include <stdlib.h>
#include <X11/Xlib.h>
#include <X11/Xlibint.h>
#include <X11/Xutil.h>

enum { ERROR_CODES = 256, SMALLEST_WIDTH = 240, SMALLEST_HEIGHT = 106 };

struct UiWindow {
  Display* display;
  XID id;
  cairo_surface_t* screen;  // the X window
  cairo_surface_t* picture; // what it shows, in memory; NULL before the first window_begin()
  int width;                // pixels
  int height;               // pixels
  bool shown;
  bool damaged; // the server wants the picture again
  bool gone;
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
                    PointerMotionMask | LeaveWindowMask,
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
  // Surfaces before the connection that they draw through.
  cairo_surface_destroy(window->picture);
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

static UiPointer read_pointer(double x, double y, Time time, unsigned state) {
  return (UiPointer){.x = x,
                     .y = y,
                     .time = (uint32_t)time,
                     .shift = (state & ShiftMask) != 0,
                     .control = (state & ControlMask) != 0};
}

static bool read_button(const XButtonEvent* button, WindowEvent* event) {
  event->pointer = read_pointer(button->x, button->y, button->time, button->state);
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
static bool read_motion(UiWindow* window, const XMotionEvent* motion, WindowEvent* event) {
  if (XEventsQueued(window->display, QueuedAlready) > 0) {
    XEvent next;
    XPeekEvent(window->display, &next);
    if (next.type == MotionNotify && next.xmotion.state == motion->state) {
      return false;
    }
  }
  event->kind = WINDOW_MOTION;
  event->pointer = read_pointer(motion->x, motion->y, motion->time, motion->state);
  return true;
}

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
static bool read_event(UiWindow* window, const XEvent* x_event, WindowEvent* event) {
  switch (x_event->type) {
  case ButtonPress:
  case ButtonRelease:
    return read_button(&x_event->xbutton, event);
  case MotionNotify:
    return read_motion(window, &x_event->xmotion, event);
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

static bool fit_picture(UiWindow* window) {
  cairo_surface_t* picture = window->picture;
  if (picture && cairo_image_surface_get_width(picture) == window->width &&
      cairo_image_surface_get_height(picture) == window->height) {
    return true;
  }
  cairo_surface_destroy(picture);
  window->picture = cairo_image_surface_create(CAIRO_FORMAT_RGB24, window->width, window->height);
  if (cairo_surface_status(window->picture) == CAIRO_STATUS_SUCCESS) {
    return true;
  }
  cairo_surface_destroy(window->picture);
  window->picture = NULL;
  return false;
}

static void show_picture(UiWindow* window) {
  cairo_t* cr = cairo_create(window->screen);
  cairo_set_operator(cr, CAIRO_OPERATOR_SOURCE);
  cairo_set_source_surface(cr, window->picture, 0, 0);
  cairo_paint(cr);
  cairo_destroy(cr);
  cairo_surface_flush(window->screen);
  XFlush(window->display);
  window->damaged = false;
}

cairo_t* window_begin(UiWindow* window) {
  return !window->gone && window->shown && fit_picture(window) ? cairo_create(window->picture)
                                                               : NULL;
}

void window_end(UiWindow* window, cairo_t* cr) {
  cairo_destroy(cr);
  show_picture(window);
}

void window_refresh(UiWindow* window) {
  if (window->damaged && window->picture && window->shown && !window->gone) {
    show_picture(window);
  }
}
