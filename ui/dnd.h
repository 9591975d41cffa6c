// The source's side of XDND, version 5: what is to be said to whom while something is dragged over
// the windows of others. Without a display: drag.c finds the windows and sends the messages.
//
// https://freedesktop.org/wiki/Specifications/XDND
#ifndef TN_UI_DND_H
#define TN_UI_DND_H

#include <stdbool.h>
#include <stddef.h>

enum { DND_VERSION = 5, DND_OLDEST_VERSION = 3, DND_MESSAGES = 3 };

typedef enum { DND_ENTER, DND_POSITION, DND_LEAVE, DND_DROP } DndKind;

typedef struct {
  DndKind kind;
  unsigned long target;
  int version; // that both speak
  int x;       // of the pointer on the screen
  int y;
  unsigned long time; // milliseconds of the server
} DndMessage;

typedef struct {
  size_t count;
  DndMessage items[DND_MESSAGES];
} DndMessages;

// Begins as zeros: nothing is dragged.
typedef struct {
  bool drags;           // the button is down
  bool dropped;         // and is up again over a target that takes it: it is fetched
  unsigned long target; // window under the pointer that knows XDND; 0: none
  int version;
  bool accepts;  // the target, at the last place it was asked about
  bool waits;    // for the target's word on a place
  bool has_next; // place to ask about then
  bool lets_go;  // the button went up before that word came
  int x;
  int y;
  unsigned long time;
} Dnd;

void dnd_begin(Dnd* dnd);

// The pointer is over `target` (0: none), which speaks `version`.
void dnd_move(Dnd* dnd, unsigned long target, int version, int x, int y, unsigned long time,
              DndMessages* out);

// The button is up.
void dnd_let_go(Dnd* dnd, unsigned long time, DndMessages* out);

// XdndStatus and XdndFinished of `target`; those of others do not count.
void dnd_status(Dnd* dnd, unsigned long target, bool accepts, DndMessages* out);
void dnd_finished(Dnd* dnd, unsigned long target);

// It ends without a drop.
void dnd_cancel(Dnd* dnd, DndMessages* out);

#endif
