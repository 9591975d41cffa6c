// The style that plays, and how another one takes its place without the audio thread waiting.
//
// Three threads meet here: the audio thread, the host's worker, and the thread that saves and
// restores. Loading and freeing happen on the latter two. A loaded style waits in `incoming` until
// run() takes it; the one it replaces waits in `outgoing` until one of the others frees it. Either
// side only ever exchanges a pointer. A message to the worker carries no pointer and no path.
//
// From the moment on when a state names a style, no other plays: run() is silent until that one is
// there. Restores are counted, and every delivery tells which it is after.
#ifndef TN_STYLE_SLOT_H
#define TN_STYLE_SLOT_H

#include "plugin/engine/composer.h"

#include <pthread.h>
#include <stdatomic.h>

enum { STYLE_PATH_BYTES = 4096, STYLE_MESSAGE_BYTES = 256 };

// What the loader has for run(): a style, or the news that there is none.
typedef struct {
  bool replaces;        // take the place of the present style; else only tell the message
  unsigned restore;     // number of the last restore before it
  TnMeter meter;        // of the style
  uint64_t content;     // hash of its file, 0 where it could not be used
  TnComposer* composer; // NULL where the file could not be used
  char path[STYLE_PATH_BYTES];
  char message[STYLE_MESSAGE_BYTES]; // why not, or what else there is to say, or ""
} StyleDelivery;

// A style as a state names it.
typedef struct {
  char path[STYLE_PATH_BYTES];
  uint64_t content; // hash of its file, 0 unknown
} SavedStyle;

typedef struct {
  // Any thread.
  _Atomic(StyleDelivery*) incoming;
  _Atomic(StyleDelivery*) outgoing;
  atomic_uint restores;      // how many there were
  atomic_bool restore_waits; // for style_slot_work()

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
  char folder[STYLE_PATH_BYTES]; // of the first style: a lost one may be here; ends with a slash

  // The worker and the state; never the audio thread.
  pthread_mutex_t lock;
  SavedStyle saved;                     // belongs into a state
  unsigned restored;                    // number of the restore whose style was delivered last
  char remark[STYLE_MESSAGE_BYTES / 2]; // on the rest of the state, to be told with its style
} StyleSlot;

// Loads the style at `path`: the plugin's first. `kernel` computes its network and those that come
// after. Takes memory and reads files, as do all of these
// up to the next heading. False where memory is short; a style that cannot be read is silence and a
// message.
bool style_slot_init(StyleSlot* slot, const char* path, const TnKernel* kernel);
void style_slot_free(StyleSlot* slot);

// Loads the style that a restore or run() asked for, if one did, and frees what run() has done
// with. A file that run() asked for and that cannot be used leaves the present style in place.
void style_slot_work(StyleSlot* slot);

// A state with a style is being restored: no other plays from now on. style_slot_restore() is next.
void style_slot_expect(StyleSlot* slot);

// Asks for the style of a state, which style_slot_work() then loads; `remark` is told with it. A
// file that is not there is looked for by its name beside the plugin's first style. One that cannot
// be used means silence; its path is kept. One with other content than `saved` names is told of.
void style_slot_restore(StyleSlot* slot, const SavedStyle* saved, const char* remark);

// Tells a message without a style.
void style_slot_tell(StyleSlot* slot, const char* message);

// Copies what belongs into a state.
void style_slot_saved(StyleSlot* slot, SavedStyle* saved);

// ---- for the audio thread: style_handover.c ----

// Asks for another style; `length` bytes of path, without an end mark. False where it is too long.
bool style_slot_request(StyleSlot* slot, const char* path, size_t length);

// Whether the style of a state is still to come: no other may play.
bool style_slot_is_silent(const StyleSlot* slot);

// Takes what was delivered. Returns whether there was something: then present and message are new.
bool style_slot_receive(StyleSlot* slot);

// Whether the worker is to be woken; hands it the request. Ask again in the next block.
bool style_slot_needs_work(StyleSlot* slot);

#endif
