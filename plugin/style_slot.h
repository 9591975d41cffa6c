// The style that plays, and how another one takes its place without the audio thread waiting.
//
// Three threads meet here: the audio thread, the host's worker, and the thread that saves and
// restores. Loading and freeing happen on the latter two. A loaded style waits in `incoming` until
// run() takes it; the one it replaces waits in `outgoing` until one of the others frees it. Either
// side only ever exchanges a pointer. A message to the worker carries no pointer and no path.
#ifndef TN_STYLE_SLOT_H
#define TN_STYLE_SLOT_H

#include "plugin/engine/composer.h"

#include <pthread.h>
#include <stdatomic.h>

enum { STYLE_PATH_BYTES = 4096, STYLE_MESSAGE_BYTES = 256 };

// What the loader has for run(): a style, or the news that there is none.
typedef struct {
  bool replaces;        // take the place of the present style; else only tell the message
  TnMeter meter;        // of the style
  TnComposer* composer; // NULL where the file could not be used
  char path[STYLE_PATH_BYTES];
  char message[STYLE_MESSAGE_BYTES]; // why not, or ""
} StyleDelivery;

typedef struct {
  // Any thread.
  _Atomic(StyleDelivery*) incoming;
  _Atomic(StyleDelivery*) outgoing;

  // The audio thread only.
  StyleDelivery* present;            // never NULL after style_slot_init()
  char message[STYLE_MESSAGE_BYTES]; // the last one
  bool has_request;                  // in `wanted`, not yet handed to the worker
  char wanted[STYLE_PATH_BYTES];

  // From the audio thread to the worker: the path to load, valid while `requested` is set.
  atomic_bool requested;
  char request[STYLE_PATH_BYTES];

  // Set once.
  const TnKernel* kernel;

  // The worker and the state; never the audio thread.
  pthread_mutex_t lock;
  char saved[STYLE_PATH_BYTES]; // the path that belongs into a state
} StyleSlot;

// Loads the style at `path`: the plugin's first. `kernel` computes its network and those that come
// after. Takes memory and reads files, as do all of these
// up to the next heading. False where memory is short; a style that cannot be read is silence and a
// message.
bool style_slot_init(StyleSlot* slot, const char* path, const TnKernel* kernel);
void style_slot_free(StyleSlot* slot);

// Loads the style that run() asked for, if it did, and frees what it has done with. A file that
// cannot be used leaves the present style in place.
void style_slot_work(StyleSlot* slot);

// Loads the style of a state. A file that cannot be used means silence; its path is kept.
void style_slot_restore(StyleSlot* slot, const char* path);

// Copies the path that belongs into a state.
void style_slot_saved_path(StyleSlot* slot, char path[STYLE_PATH_BYTES]);

// ---- for the audio thread: style_handover.c ----

// Asks for another style; `length` bytes of path, without an end mark. False where it is too long.
bool style_slot_request(StyleSlot* slot, const char* path, size_t length);

// Takes what was delivered. Returns whether there was something: then present and message are new.
bool style_slot_receive(StyleSlot* slot);

// Whether the worker is to be woken; hands it the request. Ask again in the next block.
bool style_slot_needs_work(StyleSlot* slot);

#endif
