#include "ui/drag.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  DEEPEST_WINDOW = 32, // below the screen, that is looked for
  PATIENCE = 3000      // milliseconds that a target has for its answer to a drop
};

enum {
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
  ATOM,
  WINDOW
};

void drag_init(Drag* drag, UiWindow* window) {
  static const char* const names[DRAG_ATOMS] = {[XDND_AWARE] = "XdndAware",
                                                [XDND_PROXY] = "XdndProxy",
                                                [XDND_ENTER] = "XdndEnter",
                                                [XDND_POSITION] = "XdndPosition",
                                                [XDND_STATUS] = "XdndStatus",
                                                [XDND_LEAVE] = "XdndLeave",
                                                [XDND_DROP] = "XdndDrop",
                                                [XDND_FINISHED] = "XdndFinished",
                                                [XDND_SELECTION] = "XdndSelection",
                                                [XDND_COPY] = "XdndActionCopy",
                                                [URI_LIST] = "text/uri-list",
                                                [TARGETS] = "TARGETS",
                                                [ATOM] = "ATOM",
                                                [WINDOW] = "WINDOW"};
  *drag = (Drag){.window = window};
  window_name_atoms(window, names, DRAG_ATOMS, drag->atoms);
}

void drag_free(Drag* drag) {
  free(drag->list);
  drag->list = NULL;
}

// ---- to others ----

static WindowMessage write_message(const Drag* drag, const DndMessage* message) {
  const unsigned long* atoms = drag->atoms;
  const long source = (long)window_id(drag->window);
  switch (message->kind) {
  case DND_ENTER:
    return (WindowMessage){atoms[XDND_ENTER],
                           {source, (long)message->version << 24, (long)atoms[URI_LIST]}};
  case DND_POSITION:
    return (WindowMessage){atoms[XDND_POSITION],
                           {source, 0, (long)message->x << 16 | (message->y & 0xffff),
                            (long)message->time, (long)atoms[XDND_COPY]}};
  case DND_DROP:
    return (WindowMessage){atoms[XDND_DROP], {source, 0, (long)message->time}};
  case DND_LEAVE:
    break;
  }
  return (WindowMessage){atoms[XDND_LEAVE], {source}};
}

static void say(Drag* drag, const DndMessages* messages) {
  for (size_t i = 0; i < messages->count; i++) {
    const WindowMessage message = write_message(drag, &messages->items[i]);
    window_send(drag->window, messages->items[i].target, &message);
  }
}

// The window at a place of the screen that takes drops, and the version of XDND that it speaks.
static unsigned long find_target(Drag* drag, int x, int y, int* version) {
  const unsigned long* atoms = drag->atoms;
  unsigned long inside = 0;
  for (int depth = 0; depth < DEEPEST_WINDOW; depth++) {
    inside = window_inside(drag->window, inside, x, y);
    if (inside == 0) {
      break;
    }
    const unsigned long proxy =
        window_property(drag->window, inside, atoms[XDND_PROXY], atoms[WINDOW]);
    const unsigned long speaker = proxy ? proxy : inside;
    *version = (int)window_property(drag->window, speaker, atoms[XDND_AWARE], atoms[ATOM]);
    if (*version > 0) {
      return speaker;
    }
  }
  *version = 0;
  return 0;
}

void drag_begin(Drag* drag, const char* uri) {
  const size_t size = strlen(uri) + 3;
  drag_free(drag);
  drag->list = malloc(size);
  if (!drag->list || window_is_gone(drag->window)) {
    return;
  }
  snprintf(drag->list, size, "%s\r\n", uri);
  dnd_begin(&drag->dnd);
  window_own(drag->window, drag->atoms[XDND_SELECTION]);
  window_hold_pointer(drag->window);
}

// ---- from others, and from the pointer ----

static void move(Drag* drag, const WindowEvent* event) {
  DndMessages messages;
  int version;
  const unsigned long target = find_target(drag, event->screen_x, event->screen_y, &version);
  dnd_move(&drag->dnd, target, version, event->screen_x, event->screen_y, event->time, &messages);
  say(drag, &messages);
}

static void let_go(Drag* drag, unsigned long time) {
  DndMessages messages;
  dnd_let_go(&drag->dnd, time, &messages);
  drag->let_go = time;
  window_free_pointer(drag->window);
  say(drag, &messages);
}

static void hear(Drag* drag, const WindowMessage* message) {
  DndMessages messages;
  const unsigned long target = (unsigned long)message->data[0];
  if (message->type == drag->atoms[XDND_STATUS]) {
    dnd_status(&drag->dnd, target, (message->data[1] & 1) != 0, &messages);
    say(drag, &messages);
  } else if (message->type == drag->atoms[XDND_FINISHED]) {
    dnd_finished(&drag->dnd, target);
  }
}

// Hands over what is dragged.
static void answer(Drag* drag, const WindowRequest* request) {
  const unsigned long targets[] = {drag->atoms[TARGETS], drag->atoms[URI_LIST]};
  if (drag->list && request->target == drag->atoms[URI_LIST]) {
    window_answer(drag->window, request, request->target, 8, drag->list, (int)strlen(drag->list));
  } else if (request->target == drag->atoms[TARGETS]) {
    window_answer(drag->window, request, drag->atoms[ATOM], 32, targets, 2);
  } else {
    window_answer(drag->window, request, 0, 0, NULL, 0);
  }
}

// A target that says nothing is left alone.
static void lose_patience(Drag* drag, unsigned long now) {
  DndMessages messages;
  if (drag->dnd.lets_go && now - drag->let_go > PATIENCE) {
    dnd_cancel(&drag->dnd, &messages);
    say(drag, &messages);
  }
}

bool drag_take(Drag* drag, const WindowEvent* event) {
  const bool holds = drag->dnd.drags && !drag->dnd.lets_go;
  switch (event->kind) {
  case WINDOW_MOTION:
    if (holds) {
      move(drag, event);
    }
    return holds;
  case WINDOW_RELEASE:
    if (holds) {
      let_go(drag, event->time);
    }
    return false; // whoever saw the button go down sees it go up
  case WINDOW_PRESS:
  case WINDOW_WHEEL:
    lose_patience(drag, event->time);
    return false;
  case WINDOW_LEAVE:
    return holds;
  case WINDOW_MESSAGE:
    hear(drag, &event->message);
    return true;
  case WINDOW_REQUEST:
    answer(drag, &event->request);
    return true;
  default:
    return false;
  }
}
