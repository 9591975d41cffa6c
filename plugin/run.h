// An instance of the plugin, and its run().
#ifndef TN_RUN_H
#define TN_RUN_H

#include "plugin/engine/engine.h"
#include "plugin/kept_slot.h"
#include "plugin/notifier.h"
#include "plugin/ports.h"
#include "plugin/style_slot.h"
#include "plugin/thru.h"
#include "plugin/urids.h"

#include <lv2/worker/worker.h>

typedef struct {
  void* ports[TN_PORT_COUNT];
  Urids urids;
  LV2_Worker_Schedule* schedule; // NULL where the host has no worker
  StyleSlot slot;
  TnComposer* silent; // plays where there is no style
  KeptSlot kept;
  TnEngine engine;
  int32_t locks[TN_MAX_LOCKS]; // the bars that are locked, of engine.edits as of `locks_version`
  uint64_t locks_version;
  TnOdds odds; // of what the engine draws, once a window has asked
  Thru thru;
  Notifier notifier;
} Tiento;

// A message to the worker: look at your slot. Some hosts hand it to every instance, so it says
// whose it is.
typedef struct {
  uintptr_t instance;
} WorkMessage;

// LV2's run(): one block of `frames` frames. The audio thread; nothing here takes memory, locks,
// waits or asks the system for anything.
void tiento_run(Tiento* self, uint32_t frames);

#endif
