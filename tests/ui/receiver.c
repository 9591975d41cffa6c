#include "tests/ui/receiver.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <X11/Xatom.h>

#include "tests/ui/last_client.h"

struct Receiver {
  Display* display;
  Window window;
  bool accepts;
  bool entered;
  Window source;
  char got[8192];
};

static Atom name(const Receiver* receiver, const char* text) {
  return XInternAtom(receiver->display, text, False);
}

Receiver* receiver_open(int x, int y, bool accepts) {
  Receiver* receiver = calloc(1, sizeof *receiver);
  if (!receiver || !(receiver->display = last_client_open())) {
    abort();
  }
  const unsigned long version = 5;
  receiver->accepts = accepts;
  XSetWindowAttributes attributes = {.override_redirect = True, .background_pixel = 0x203040};
  receiver->window = XCreateWindow(receiver->display, DefaultRootWindow(receiver->display), x, y,
                                   200, 200, 0, CopyFromParent, InputOutput, CopyFromParent,
                                   CWOverrideRedirect | CWBackPixel, &attributes);
  XChangeProperty(receiver->display, receiver->window, name(receiver, "XdndAware"), XA_ATOM, 32,
                  PropModeReplace, (const unsigned char*)&version, 1);
  XMapRaised(receiver->display, receiver->window);
  XSync(receiver->display, False);
  return receiver;
}

void receiver_close(Receiver* receiver) {
  XCloseDisplay(receiver->display);
  free(receiver);
}

static void answer(Receiver* receiver, const char* type, long flags, const char* action) {
  XEvent event = {.xclient = {.type = ClientMessage,
                              .window = receiver->source,
                              .message_type = name(receiver, type),
                              .format = 32}};
  event.xclient.data.l[0] = (long)receiver->window;
  event.xclient.data.l[1] = flags;
  const int place = strcmp(type, "XdndStatus") == 0 ? 4 : 2;
  event.xclient.data.l[place] = action ? (long)name(receiver, action) : 0;
  XSendEvent(receiver->display, receiver->source, False, NoEventMask, &event);
  XFlush(receiver->display);
}

static void on_message(Receiver* receiver, const XClientMessageEvent* message) {
  const char* action = receiver->accepts ? "XdndActionCopy" : NULL;
  receiver->source = (Window)message->data.l[0];
  if (message->message_type == name(receiver, "XdndEnter")) {
    receiver->entered = (Atom)message->data.l[2] == name(receiver, "text/uri-list");
  } else if (message->message_type == name(receiver, "XdndLeave")) {
    receiver->entered = false;
  } else if (message->message_type == name(receiver, "XdndPosition")) {
    answer(receiver, "XdndStatus", receiver->accepts ? 1 : 0, action);
  } else if (message->message_type == name(receiver, "XdndDrop")) {
    XConvertSelection(receiver->display, name(receiver, "XdndSelection"),
                      name(receiver, "text/uri-list"), name(receiver, "DROPPED"), receiver->window,
                      (Time)message->data.l[2]);
    XFlush(receiver->display);
  }
}

static void on_selection(Receiver* receiver, const XSelectionEvent* selection) {
  Atom type;
  int format;
  unsigned long count = 0;
  unsigned long left;
  unsigned char* data = NULL;
  if (selection->property != None) {
    XGetWindowProperty(receiver->display, receiver->window, selection->property, 0, 4096, True,
                       AnyPropertyType, &type, &format, &count, &left, &data);
    snprintf(receiver->got, sizeof receiver->got, "%.*s", (int)count, data ? (char*)data : "");
    XFree(data);
  }
  answer(receiver, "XdndFinished", 1, "XdndActionCopy");
}

void receiver_pump(Receiver* receiver) {
  last_client_sync(receiver->display);
  while (XPending(receiver->display) > 0) {
    XEvent event;
    XNextEvent(receiver->display, &event);
    if (event.type == ClientMessage) {
      on_message(receiver, &event.xclient);
    } else if (event.type == SelectionNotify) {
      on_selection(receiver, &event.xselection);
    }
  }
}

bool receiver_entered(const Receiver* receiver) {
  return receiver->entered;
}

const char* receiver_got(const Receiver* receiver) {
  return receiver->got;
}
