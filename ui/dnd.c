#include "ui/dnd.h"

static void say(const Dnd* dnd, DndKind kind, DndMessages* out) {
  if (out->count < DND_MESSAGES && dnd->target != 0) {
    out->items[out->count++] = (DndMessage){.kind = kind,
                                            .target = dnd->target,
                                            .version = dnd->version,
                                            .x = dnd->x,
                                            .y = dnd->y,
                                            .time = dnd->time};
  }
}

static void ask(Dnd* dnd, DndMessages* out) {
  if (dnd->waits) {
    dnd->has_next = true;
    return;
  }
  say(dnd, DND_POSITION, out);
  dnd->waits = dnd->target != 0;
  dnd->has_next = false;
}

void dnd_begin(Dnd* dnd) {
  *dnd = (Dnd){.drags = true};
}

void dnd_move(Dnd* dnd, unsigned long target, int version, int x, int y, unsigned long time,
              DndMessages* out) {
  out->count = 0;
  if (!dnd->drags || dnd->lets_go) {
    return;
  }
  if (version < DND_OLDEST_VERSION) {
    target = 0;
  }
  dnd->x = x;
  dnd->y = y;
  dnd->time = time;
  if (target != dnd->target) {
    say(dnd, DND_LEAVE, out);
    dnd->target = target;
    dnd->version = version < DND_VERSION ? version : DND_VERSION;
    dnd->accepts = false;
    dnd->waits = false;
    say(dnd, DND_ENTER, out);
  }
  ask(dnd, out);
}

static void finish(Dnd* dnd, DndMessages* out) {
  say(dnd, dnd->accepts ? DND_DROP : DND_LEAVE, out);
  dnd->drags = false;
  dnd->lets_go = false;
  dnd->dropped = dnd->accepts && dnd->target != 0;
}

void dnd_let_go(Dnd* dnd, unsigned long time, DndMessages* out) {
  out->count = 0;
  if (!dnd->drags || dnd->lets_go) {
    return;
  }
  dnd->time = time;
  if (dnd->waits) {
    dnd->lets_go = true;
    return;
  }
  finish(dnd, out);
}

void dnd_status(Dnd* dnd, unsigned long target, bool accepts, DndMessages* out) {
  out->count = 0;
  if (!dnd->drags || target != dnd->target) {
    return;
  }
  dnd->waits = false;
  dnd->accepts = accepts;
  if (dnd->has_next) {
    ask(dnd, out);
  } else if (dnd->lets_go) {
    finish(dnd, out);
  }
}

void dnd_finished(Dnd* dnd, unsigned long target) {
  if (dnd->dropped && target == dnd->target) {
    *dnd = (Dnd){.drags = false};
  }
}

void dnd_cancel(Dnd* dnd, DndMessages* out) {
  out->count = 0;
  if (dnd->drags) {
    say(dnd, DND_LEAVE, out);
  }
  *dnd = (Dnd){.drags = false};
}
