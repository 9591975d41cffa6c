#include "ui/window.h"

#include <cairo-xlib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <X11/cursorfont.h>
#include <X11/keysym.h>
#include <X11/Xatom.h>
#include <X11/Xlib.h>
#include <X11/Xlibint.h>
#include <X11/Xutil.h>

#include "ui/dnd.h"

enum {
  ERROR_CODES = 256,
  SMALLEST_WIDTH = 240,
  SMALLEST_HEIGHT = 160,
  DEEPEST_WINDOW = 32, // below the root, that a drag looks for
  PATIENCE = 3000      // milliseconds that a target has for its answer to a drop
};

typedef enum {
  XDND_AWARE,
  XDND_PROXY,
  XDND_ENTER,
  XDND_POSITION,
  XDND_STATUS,
  XDND_LEAVE,
  XDND_DROP,
  XDND_FINISHED,
  XDND_SELECTION,
  XDND_COPY,
  URI_LIST,
  TARGETS,
  ATOMS
} AtomName;

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
  Time time;     // of the server, at the last input
  XKeyEvent key; // the last one
  Atom atoms[ATOMS];
  Dnd dnd;
  Time let_go; // when the button went up over a target
  char* uri;   // that is dragged, owned
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

static void name_atoms(UiWindow* window) {
  static char* names[ATOMS] = {[XDND_AWARE] = "XdndAware",         [XDND_PROXY] = "XdndProxy",
                               [XDND_ENTER] = "XdndEnter",         [XDND_POSITION] = "XdndPosition",
                               [XDND_STATUS] = "XdndStatus",       [XDND_LEAVE] = "XdndLeave",
                               [XDND_DROP] = "XdndDrop",           [XDND_FINISHED] = "XdndFinished",
                               [XDND_SELECTION] = "XdndSelection", [XDND_COPY] = "XdndActionCopy",
                               [URI_LIST] = "text/uri-list",       [TARGETS] = "TARGETS"};
  XInternAtoms(window->display, names, ATOMS, False, window->atoms);
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
  name_atoms(window);
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
  free(window->uri);
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
                     .time = (double)time / 1000,
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

// ---- keys ----

static bool read_special(KeySym symbol, UiKeyKind* kind) {
  static const struct {
    KeySym symbol;
    UiKeyKind kind;
  } keys[] = {{XK_BackSpace, UI_KEY_BACKSPACE},
              {XK_Delete, UI_KEY_DELETE},
              {XK_KP_Delete, UI_KEY_DELETE},
              {XK_Left, UI_KEY_LEFT},
              {XK_Right, UI_KEY_RIGHT},
              {XK_Up, UI_KEY_UP},
              {XK_Down, UI_KEY_DOWN},
              {XK_Page_Up, UI_KEY_PAGE_UP},
              {XK_Page_Down, UI_KEY_PAGE_DOWN},
              {XK_Home, UI_KEY_HOME},
              {XK_End, UI_KEY_END},
              {XK_Tab, UI_KEY_TAB},
              {XK_ISO_Left_Tab, UI_KEY_TAB},
              {XK_Return, UI_KEY_ENTER},
              {XK_KP_Enter, UI_KEY_ENTER},
              {XK_Escape, UI_KEY_ESCAPE}};
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    if (keys[i].symbol == symbol) {
      *kind = keys[i].kind;
      return true;
    }
  }
  return false;
}

// The character that a symbol stands for, as the X protocol has it; 0: none.
static unsigned long character_of(KeySym symbol) {
  const bool latin = (symbol >= 0x20 && symbol <= 0x7e) || (symbol >= 0xa0 && symbol <= 0xff);
  const bool unicode = symbol >= 0x01000100 && symbol <= 0x0110ffff;
  const bool keypad = symbol >= XK_KP_Multiply && symbol <= XK_KP_9;
  return latin ? symbol : unicode ? symbol & 0xffffff : keypad ? symbol & 0x7f : 0;
}

static void write_utf8(unsigned long code, char text[8]) {
  if (code < 0x80) {
    snprintf(text, 8, "%c", (int)code);
  } else if (code < 0x800) {
    snprintf(text, 8, "%c%c", (int)(0xc0 | code >> 6), (int)(0x80 | (code & 0x3f)));
  } else if (code < 0x10000) {
    snprintf(text, 8, "%c%c%c", (int)(0xe0 | code >> 12), (int)(0x80 | (code >> 6 & 0x3f)),
             (int)(0x80 | (code & 0x3f)));
  } else {
    snprintf(text, 8, "%c%c%c%c", (int)(0xf0 | code >> 18), (int)(0x80 | (code >> 12 & 0x3f)),
             (int)(0x80 | (code >> 6 & 0x3f)), (int)(0x80 | (code & 0x3f)));
  }
}

static bool read_key(UiWindow* window, XKeyEvent* x_key, WindowEvent* event) {
  char unused[8];
  KeySym symbol = NoSymbol;
  XLookupString(x_key, unused, sizeof unused, &symbol, NULL);
  UiKey* key = &event->key;
  window->key = *x_key;
  window->time = x_key->time;
  event->kind = WINDOW_KEY;
  key->kind = UI_KEY_TEXT;
  key->shift = (x_key->state & ShiftMask) != 0;
  key->control = (x_key->state & ControlMask) != 0;
  if (read_special(symbol, &key->kind)) {
    return true;
  }
  const unsigned long character = character_of(symbol);
  if (character == 0 || (x_key->state & Mod1Mask) != 0) {
    if (!IsModifierKey(symbol)) {
      window_pass_key(window);
    }
    return false;
  }
  write_utf8(character, key->text);
  return true;
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

// ---- dragging to others ----

static void send_drag(UiWindow* window, const DndMessages* messages) {
  for (size_t i = 0; i < messages->count; i++) {
    const DndMessage* message = &messages->items[i];
    XEvent event = {.xclient = {.type = ClientMessage, .window = message->target, .format = 32}};
    long* data = event.xclient.data.l;
    data[0] = (long)window->id;
    switch (message->kind) {
    case DND_ENTER:
      event.xclient.message_type = window->atoms[XDND_ENTER];
      data[1] = (long)message->version << 24;
      data[2] = (long)window->atoms[URI_LIST];
      break;
    case DND_POSITION:
      event.xclient.message_type = window->atoms[XDND_POSITION];
      data[2] = (long)message->x << 16 | (message->y & 0xffff);
      data[3] = (long)message->time;
      data[4] = (long)window->atoms[XDND_COPY];
      break;
    case DND_LEAVE:
      event.xclient.message_type = window->atoms[XDND_LEAVE];
      break;
    case DND_DROP:
      event.xclient.message_type = window->atoms[XDND_DROP];
      data[2] = (long)message->time;
      break;
    }
    XSendEvent(window->display, message->target, False, NoEventMask, &event);
  }
  XFlush(window->display);
}

// The one number that a property of a window holds; 0 where it has none of that type.
static unsigned long read_property(UiWindow* window, Window of, AtomName name, Atom type) {
  Atom got;
  int format;
  unsigned long count = 0;
  unsigned long left;
  unsigned char* data = NULL;
  unsigned long value = 0;
  if (XGetWindowProperty(window->display, of, window->atoms[name], 0, 1, False, type, &got, &format,
                         &count, &left, &data) == Success &&
      got == type && format == 32 && count == 1) {
    memcpy(&value, data, sizeof value);
  }
  if (data) {
    XFree(data);
  }
  return value;
}

// The window at a place of the screen that takes drops, and the version of XDND that it speaks.
static Window find_target(UiWindow* window, int x, int y, int* version) {
  const Window root = DefaultRootWindow(window->display);
  Window inside = root;
  for (int depth = 0; depth < DEEPEST_WINDOW; depth++) {
    Window child = None;
    int in_x;
    int in_y;
    if (!XTranslateCoordinates(window->display, root, inside, x, y, &in_x, &in_y, &child) ||
        child == None) {
      break;
    }
    inside = child;
    const Window proxy = read_property(window, inside, XDND_PROXY, XA_WINDOW);
    const Window speaker = proxy ? proxy : inside;
    *version = (int)read_property(window, speaker, XDND_AWARE, XA_ATOM);
    if (*version > 0) {
      return speaker;
    }
  }
  *version = 0;
  return None;
}

static void show_cursor(UiWindow* window, unsigned shape) {
  const Cursor cursor = XCreateFontCursor(window->display, shape);
  XChangeActivePointerGrab(window->display, ButtonReleaseMask | PointerMotionMask, cursor,
                           CurrentTime);
  XFreeCursor(window->display, cursor);
}

void window_drag(UiWindow* window, const char* uri) {
  free(window->uri);
  window->uri = strdup(uri);
  if (!window->uri || window->gone) {
    return;
  }
  dnd_begin(&window->dnd);
  XSetSelectionOwner(window->display, window->atoms[XDND_SELECTION], window->id, window->time);
  XGrabPointer(window->display, window->id, False, ButtonReleaseMask | PointerMotionMask,
               GrabModeAsync, GrabModeAsync, None, None, window->time);
  show_cursor(window, XC_hand2);
  XFlush(window->display);
}

// What the pointer does during a drag. Returns whether that is all there is to it.
static bool drag_event(UiWindow* window, const XEvent* event) {
  DndMessages messages = {.count = 0};
  if (!window->dnd.drags || window->dnd.lets_go) {
    return false;
  }
  if (event->type == MotionNotify) {
    int version;
    const XMotionEvent* motion = &event->xmotion;
    const Window target = find_target(window, motion->x_root, motion->y_root, &version);
    dnd_move(&window->dnd, target, version, motion->x_root, motion->y_root, motion->time,
             &messages);
  } else if (event->type == ButtonRelease && event->xbutton.button == Button1) {
    dnd_let_go(&window->dnd, event->xbutton.time, &messages);
    window->let_go = event->xbutton.time;
    XUngrabPointer(window->display, CurrentTime);
  } else {
    return event->type == LeaveNotify;
  }
  send_drag(window, &messages);
  return event->type == MotionNotify;
}

static void hear_target(UiWindow* window, const XClientMessageEvent* message) {
  DndMessages messages = {.count = 0};
  const unsigned long target = (unsigned long)message->data.l[0];
  if (message->message_type == window->atoms[XDND_STATUS]) {
    dnd_status(&window->dnd, target, (message->data.l[1] & 1) != 0, &messages);
    send_drag(window, &messages);
  } else if (message->message_type == window->atoms[XDND_FINISHED]) {
    dnd_finished(&window->dnd, target);
  }
}

// Hands over what is dragged.
static void answer_request(UiWindow* window, const XSelectionRequestEvent* request) {
  XEvent answer = {.xselection = {.type = SelectionNotify,
                                  .requestor = request->requestor,
                                  .selection = request->selection,
                                  .target = request->target,
                                  .property = None,
                                  .time = request->time}};
  const Atom property = request->property != None ? request->property : request->target;
  if (window->uri && request->target == window->atoms[URI_LIST]) {
    char* list = NULL;
    const size_t size = strlen(window->uri) + 3;
    if ((list = malloc(size)) != NULL) {
      const int length = snprintf(list, size, "%s\r\n", window->uri);
      XChangeProperty(window->display, request->requestor, property, request->target, 8,
                      PropModeReplace, (const unsigned char*)list, length);
      answer.xselection.property = property;
      free(list);
    }
  } else if (request->target == window->atoms[TARGETS]) {
    const Atom targets[] = {window->atoms[TARGETS], window->atoms[URI_LIST]};
    XChangeProperty(window->display, request->requestor, property, XA_ATOM, 32, PropModeReplace,
                    (const unsigned char*)targets, 2);
    answer.xselection.property = property;
  }
  XSendEvent(window->display, request->requestor, False, NoEventMask, &answer);
  XFlush(window->display);
}

// A target that says nothing is left alone.
static void lose_patience(UiWindow* window, Time now) {
  DndMessages messages = {.count = 0};
  if (window->dnd.lets_go && now - window->let_go > PATIENCE) {
    dnd_cancel(&window->dnd, &messages);
    send_drag(window, &messages);
  }
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
  if (drag_event(window, x_event)) {
    return false;
  }
  switch (x_event->type) {
  case ButtonPress:
  case ButtonRelease:
    window->time = x_event->xbutton.time;
    lose_patience(window, window->time);
    return read_button(&x_event->xbutton, event);
  case KeyPress:
    return read_key(window, &x_event->xkey, event);
  case ClientMessage:
    hear_target(window, &x_event->xclient);
    return false;
  case SelectionRequest:
    answer_request(window, &x_event->xselectionrequest);
    return false;
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

static bool fit_picture(UiWindow* window, bool* whole) {
  cairo_surface_t* picture = window->picture;
  *whole = false;
  if (picture && cairo_image_surface_get_width(picture) == window->width &&
      cairo_image_surface_get_height(picture) == window->height) {
    return true;
  }
  *whole = true;
  cairo_surface_destroy(picture);
  window->picture = cairo_image_surface_create(CAIRO_FORMAT_RGB24, window->width, window->height);
  if (cairo_surface_status(window->picture) == CAIRO_STATUS_SUCCESS) {
    return true;
  }
  cairo_surface_destroy(window->picture);
  window->picture = NULL;
  return false;
}

static void show_picture(UiWindow* window, const UiRect* shown) {
  cairo_t* cr = cairo_create(window->screen);
  cairo_set_operator(cr, CAIRO_OPERATOR_SOURCE);
  if (shown) {
    const double left = floor(shown->x);
    const double top = floor(shown->y);
    cairo_rectangle(cr, left, top, ceil(shown->x + shown->width) - left,
                    ceil(shown->y + shown->height) - top);
    cairo_clip(cr);
  }
  cairo_set_source_surface(cr, window->picture, 0, 0);
  cairo_paint(cr);
  cairo_destroy(cr);
  cairo_surface_flush(window->screen);
  XFlush(window->display);
  window->damaged = window->damaged && shown;
}

cairo_t* window_begin(UiWindow* window, bool* whole) {
  return !window->gone && window->shown && fit_picture(window, whole)
             ? cairo_create(window->picture)
             : NULL;
}

void window_end(UiWindow* window, cairo_t* cr, const UiRect* shown) {
  cairo_destroy(cr);
  show_picture(window, shown);
}

void window_refresh(UiWindow* window) {
  if (window->damaged && window->picture && window->shown && !window->gone) {
    show_picture(window, NULL);
  }
}
