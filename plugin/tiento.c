// The LV2 plugin: what the host calls outside the audio thread. run() is in run.c.
#include "plugin/kernel_choice.h"
#include "plugin/run.h"
#include "plugin/state.h"
#include "plugin/uris.h"

#include <lv2/core/lv2.h>
#include <lv2/core/lv2_util.h>
#include <lv2/worker/worker.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_STYLE "styles/hymns.safetensors"

static LV2_Handle instantiate(const LV2_Descriptor* descriptor, double rate,
                              const char* bundle_path, const LV2_Feature* const* features) {
  (void)descriptor;
  LV2_URID_Map* map = NULL;
  LV2_Worker_Schedule* schedule = NULL;
  const char* missing = lv2_features_query(features, LV2_URID__map, &map, true,
                                           LV2_WORKER__schedule, &schedule, false, NULL);
  Tiento* self = !missing && rate >= 1.0 && rate <= 1e6 ? calloc(1, sizeof *self) : NULL;
  if (!self) {
    return NULL;
  }
  char style[STYLE_PATH_BYTES];
  snprintf(style, sizeof style, "%s%s%s", bundle_path,
           bundle_path[0] && bundle_path[strlen(bundle_path) - 1] == '/' ? "" : "/", DEFAULT_STYLE);
  const TnKernel* kernel = kernel_choice();
  self->silent = tn_composer_new_silent(kernel);
  if (!self->silent || !style_slot_init(&self->slot, style, kernel)) {
    tn_composer_free(self->silent);
    free(self);
    return NULL;
  }
  kept_slot_init(&self->kept);
  urids_map(&self->urids, map);
  self->schedule = schedule;
  tn_engine_init(&self->engine, (uint32_t)(rate + 0.5));
  self->notifier.must_tell_message = self->slot.message[0] != '\0';
  return self;
}

static void connect_port(LV2_Handle handle, uint32_t port, void* data) {
  Tiento* self = handle;
  if (port < TN_PORT_COUNT) {
    self->ports[port] = data;
  }
}

// What sounded when the plugin was deactivated is released by the next run().
static void activate(LV2_Handle handle) {
  Tiento* self = handle;
  self->engine.must_release = true;
  self->engine.must_let_go = true;
  tn_ear_let_go(&self->engine.ear);
  self->thru.must_lift = true;
}

static void cleanup(LV2_Handle handle) {
  Tiento* self = handle;
  style_slot_free(&self->slot);
  tn_composer_free(self->silent);
  kept_slot_free(&self->kept);
  free(self);
}

static void run(LV2_Handle handle, uint32_t frames) {
  tiento_run(handle, frames);
}

static LV2_Worker_Status work(LV2_Handle handle, LV2_Worker_Respond_Function respond,
                              LV2_Worker_Respond_Handle respond_handle, uint32_t size,
                              const void* data) {
  (void)respond;
  (void)respond_handle;
  Tiento* self = handle;
  const WorkMessage* message = data;
  if (size == sizeof *message && message->instance == (uintptr_t)self) {
    style_slot_work(&self->slot);
  }
  return LV2_WORKER_SUCCESS;
}

static LV2_Worker_Status work_response(LV2_Handle handle, uint32_t size, const void* data) {
  (void)handle;
  (void)size;
  (void)data;
  return LV2_WORKER_SUCCESS; // the style comes through the slot
}

static LV2_State_Status save(LV2_Handle handle, LV2_State_Store_Function store,
                             LV2_State_Handle state, uint32_t flags,
                             const LV2_Feature* const* features) {
  (void)flags;
  Tiento* self = handle;
  const State parts = {&self->slot, &self->kept, &self->urids};
  return state_save(&parts, store, state, features);
}

// By the worker that the host has for that, or else here.
static void load_restored(Tiento* self, const LV2_Feature* const* features) {
  const LV2_Worker_Schedule* schedule = lv2_features_data(features, LV2_WORKER__schedule);
  const WorkMessage message = {(uintptr_t)self};
  if (!schedule ||
      schedule->schedule_work(schedule->handle, sizeof message, &message) != LV2_WORKER_SUCCESS) {
    style_slot_work(&self->slot);
  }
}

static LV2_State_Status restore(LV2_Handle handle, LV2_State_Retrieve_Function retrieve,
                                LV2_State_Handle state, uint32_t flags,
                                const LV2_Feature* const* features) {
  (void)flags;
  Tiento* self = handle;
  bool has_style;
  const State parts = {&self->slot, &self->kept, &self->urids};
  const LV2_State_Status status = state_restore(&parts, retrieve, state, features, &has_style);
  if (has_style) {
    load_restored(self, features);
  }
  return status;
}

static const void* extension_data(const char* uri) {
  static const LV2_Worker_Interface WORKER = {work, work_response, NULL};
  static const LV2_State_Interface STATE = {save, restore};
  if (strcmp(uri, LV2_WORKER__interface) == 0) {
    return &WORKER;
  }
  return strcmp(uri, LV2_STATE__interface) == 0 ? &STATE : NULL;
}

LV2_SYMBOL_EXPORT const LV2_Descriptor* lv2_descriptor(uint32_t index) {
  static const LV2_Descriptor DESCRIPTOR = {
      TN_URI_PLUGIN, instantiate, connect_port, activate, run, NULL, cleanup, extension_data};
  return index == 0 ? &DESCRIPTOR : NULL;
}
