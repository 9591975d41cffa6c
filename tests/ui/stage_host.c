#include "plugin/uris.h"
#include "tests/ui/stage_internal.h"

#include <lv2/atom/util.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void ui_stage_write_port(LV2UI_Controller controller, uint32_t port, uint32_t size, uint32_t format,
                         const void* buffer) {
  UiStage* stage = controller;
  if (format == 0 && size == sizeof(float) && port < PORTS && stage->symbols[port]) {
    host_set(stage->host, stage->symbols[port], *(const float*)buffer);
    stage->told[port] = *(const float*)buffer;
  } else if (format == stage->event_transfer && port == TN_PORT_CONTROL) {
    const LV2_Atom_Object* object = buffer;
    stage->asks += object->body.otype == stage->patch_get;
    host_send_atom(stage->host, buffer);
  } else {
    ui_stage_die("stage: the window writes %u bytes of format %u to port %u", size, format, port);
  }
}

void ui_stage_touch(LV2UI_Feature_Handle handle, uint32_t port, bool grabbed) {
  UiStage* stage = handle;
  (void)port;
  stage->touch_count += grabbed;
  stage->touches += grabbed ? 1U : -1U;
}

LV2UI_Request_Value_Status ui_stage_request(LV2UI_Feature_Handle handle, LV2_URID key,
                                            LV2_URID type, const LV2_Feature* const* features) {
  (void)key;
  (void)type;
  (void)features;
  ((UiStage*)handle)->requests++;
  return LV2UI_REQUEST_VALUE_SUCCESS;
}

int ui_stage_resize_parent(LV2UI_Feature_Handle handle, int width, int height) {
  UiStage* stage = handle;
  if (stage->options.width == 0) {
    XResizeWindow(stage->display, stage->parent, (unsigned)width, (unsigned)height);
    stage->width = width;
    stage->height = height;
  }
  return 0;
}

void ui_stage_keep_atom(void* handle, const LV2_Atom* atom) {
  UiStage* stage = handle;
  if (!stage->ui) {
    return;
  }
  if (stage->to_lose > 0) {
    stage->to_lose--;
    return;
  }
  if (stage->atom_count == MOST_ATOMS) {
    ui_stage_die("stage: too many messages wait for the window");
  }
  const uint32_t size = lv2_atom_total_size(atom);
  LV2_Atom* copy = malloc(size);
  if (!copy) {
    ui_stage_die("stage: no memory");
  }
  memcpy(copy, atom, size);
  stage->atoms[stage->atom_count++] = copy;
}

void ui_stage_drop_atoms(UiStage* stage) {
  for (int i = 0; i < stage->atom_count; i++) {
    free(stage->atoms[i]);
  }
  stage->atom_count = 0;
}

void ui_stage_tell_ports(UiStage* stage, bool all) {
  for (uint32_t i = 0; i < PORTS; i++) {
    const float value = stage->symbols[i] ? host_get(stage->host, stage->symbols[i]) : 0.0F;
    if (stage->symbols[i] && (all || islessgreater(value, stage->told[i]))) {
      stage->told[i] = value;
      stage->descriptor->port_event(stage->ui, i, sizeof value, 0, &value);
    }
  }
}

static double processor_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

void ui_stage_idle(UiStage* stage) {
  const double before = processor_seconds();
  for (int i = 0; i < stage->atom_count; i++) {
    stage->descriptor->port_event(stage->ui, TN_PORT_NOTIFY, lv2_atom_total_size(stage->atoms[i]),
                                  stage->event_transfer, stage->atoms[i]);
  }
  ui_stage_drop_atoms(stage);
  ui_stage_tell_ports(stage, false);
  if (stage->idle->idle(stage->ui) != 0) {
    ui_stage_die("stage: the window has gone");
  }
  stage->idle_seconds += processor_seconds() - before;
  stage->idle_calls++;
}
