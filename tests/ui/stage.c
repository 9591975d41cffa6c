#include "tests/ui/stage.h"

#include "plugin/uris.h"
#include "tests/ui/last_client.h"
#include "tests/ui/stage_internal.h"

#include <dlfcn.h>
#include <lv2/options/options.h>
#include <lv2/patch/patch.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RATE = 48000, IDLES_A_SECOND = 30, BLOCK = 256 };

static uint64_t x_errors; // the handler of a process has no other place for them

static int count_error(Display* display, XErrorEvent* event) {
  char text[128];
  XGetErrorText(display, event->error_code, text, sizeof text);
  fprintf(stderr, "stage: X error: %s, request %d\n", text, event->request_code);
  x_errors++;
  return 0;
}

void ui_stage_die(const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
  abort();
}

UiStage* ui_stage_open(UiStageOptions options) {
  UiStage* stage = calloc(1, sizeof *stage);
  if (!stage) {
    ui_stage_die("stage: no memory");
  }
  stage->options = options;
  stage->host = host_open(&(HostOptions){.positions = HOST_ON_CHANGE});
  stage->display = XOpenDisplay(NULL);
  stage->last_client = last_client_open();
  if (!stage->host || !stage->display || !stage->last_client) {
    ui_stage_die("stage: no plugin or no display");
  }
  XSetErrorHandler(count_error);
  for (uint32_t i = 0; i < PORTS; i++) {
    host_port(stage->host, i, &stage->ports[i]);
    stage->symbols[i] = stage->ports[i].control ? stage->ports[i].symbol : NULL;
  }
  char path[4200];
  snprintf(path, sizeof path, "%stiento_ui.so", host_bundle_path(stage->host));
  stage->library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!stage->library) {
    ui_stage_die("stage: %s", dlerror());
  }
  LV2UI_DescriptorFunction describe = NULL;
  void* symbol = dlsym(stage->library, "lv2ui_descriptor");
  memcpy(&describe, &symbol, sizeof describe);
  stage->descriptor = describe(0);
  LV2_URID_Map* map = host_uri_map(stage->host);
  stage->event_transfer = map->map(map->handle, LV2_ATOM__eventTransfer);
  stage->patch_get = map->map(map->handle, LV2_PATCH__Get);
  host_watch(stage->host, ui_stage_keep_atom, stage);
  for (int i = 0; i < 4; i++) { // the style is loaded
    host_wait_worker(stage->host);
    host_run(stage->host, BLOCK);
  }
  return stage;
}

void ui_stage_close(UiStage* stage) {
  ui_stage_hide(stage);
  ui_stage_drop_atoms(stage);
  host_watch(stage->host, NULL, NULL);
  host_close(stage->host);
  dlclose(stage->library);
  XCloseDisplay(stage->last_client);
  XCloseDisplay(stage->display);
  free(stage);
}

static void make_parent(UiStage* stage) {
  stage->width = stage->options.width ? stage->options.width : 200;
  stage->height = stage->options.height ? stage->options.height : 200;
  stage->parent =
      XCreateSimpleWindow(stage->display, DefaultRootWindow(stage->display), stage->x, stage->y,
                          (unsigned)stage->width, (unsigned)stage->height, 0, 0, 0x404040);
  XMapWindow(stage->display, stage->parent);
  XSync(stage->display, False);
}

void ui_stage_show(UiStage* stage) {
  LV2_URID_Map* map = host_uri_map(stage->host);
  make_parent(stage);
  float scale = stage->options.scale;
  const LV2_Options_Option options[] = {
      {LV2_OPTIONS_INSTANCE, 0,
       scale > 0 ? map->map(map->handle, LV2_UI__scaleFactor) : map->map(map->handle, "urn:none"),
       sizeof scale, map->map(map->handle, LV2_ATOM__Float), &scale},
      {LV2_OPTIONS_INSTANCE, 0, 0, 0, 0, NULL}};
  // The window may use these as long as it is open.
  stage->touching = (LV2UI_Touch){stage, ui_stage_touch};
  stage->resizing = (LV2UI_Resize){stage, ui_stage_resize_parent};
  stage->requesting = (LV2UI_Request_Value){stage, ui_stage_request};
  const LV2_Feature features[] = {
      {LV2_URID__map, map},
      {LV2_UI__parent, (void*)stage->parent}, // NOLINT(performance-no-int-to-ptr)
      {LV2_UI__touch, &stage->touching},
      {LV2_UI__resize, &stage->resizing},
      {LV2_OPTIONS__options, (void*)(uintptr_t)options},
      {LV2_UI__requestValue, &stage->requesting},
  };
  const LV2_Feature* list[7] = {NULL};
  for (int i = 0; i < (stage->options.gives_files ? 6 : 5); i++) {
    list[i] = &features[i];
  }
  LV2UI_Widget widget = NULL;
  stage->ui = stage->descriptor->instantiate(stage->descriptor, TN_URI_PLUGIN,
                                             host_bundle_path(stage->host), ui_stage_write_port,
                                             stage, &widget, list);
  if (!stage->ui || !widget) {
    ui_stage_die("stage: the window does not open");
  }
  stage->idle = stage->descriptor->extension_data(LV2_UI__idleInterface);
  if (stage->options.width) {
    const LV2UI_Resize* resize = stage->descriptor->extension_data(LV2_UI__resize);
    resize->ui_resize(stage->ui, stage->width, stage->height);
  }
  ui_stage_tell_ports(stage, true);
  ui_stage_run(stage, 0.2, false);
}

void ui_stage_hide(UiStage* stage) {
  if (stage->ui) {
    stage->descriptor->cleanup(stage->ui);
    stage->ui = NULL;
    ui_stage_drop_atoms(stage);
    XDestroyWindow(stage->display, stage->parent);
    XSync(stage->display, False);
  }
}

bool ui_stage_destroy(UiStage* stage) {
  XDestroyWindow(stage->display, stage->parent);
  XSync(stage->display, False);
  bool gone = false;
  for (int i = 0; i < 10 && !gone; i++) {
    gone = stage->idle->idle(stage->ui) != 0;
  }
  stage->descriptor->cleanup(stage->ui);
  stage->ui = NULL;
  ui_stage_drop_atoms(stage);
  return gone;
}

void ui_stage_move(UiStage* stage, int x, int y) {
  stage->x = x;
  stage->y = y;
}

Host* ui_stage_host(UiStage* stage) {
  return stage->host;
}

// ---- running ----

void ui_stage_sync(UiStage* stage) {
  XFlush(stage->display);
  last_client_sync(stage->last_client);
}

void ui_stage_run(UiStage* stage, double seconds, bool in_time) {
  const int idles = (int)ceil(seconds * IDLES_A_SECOND);
  struct timespec next;
  clock_gettime(CLOCK_MONOTONIC, &next);
  for (int i = 0; i < idles; i++) {
    stage->due += (double)RATE / IDLES_A_SECOND;
    for (; stage->due >= BLOCK; stage->due -= BLOCK) {
      host_run(stage->host, BLOCK);
    }
    if (stage->ui) {
      ui_stage_idle(stage);
    }
    next.tv_nsec += 1000000000 / IDLES_A_SECOND;
    next.tv_sec += next.tv_nsec / 1000000000;
    next.tv_nsec %= 1000000000;
    if (in_time) {
      clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
    }
  }
}

unsigned ui_stage_touches(const UiStage* stage) {
  return stage->touches;
}

unsigned ui_stage_touch_count(const UiStage* stage) {
  return stage->touch_count;
}

unsigned ui_stage_requests(const UiStage* stage) {
  return stage->requests;
}

unsigned ui_stage_asks(const UiStage* stage) {
  return stage->asks;
}

uint64_t ui_stage_x_errors(const UiStage* stage) {
  (void)stage;
  return x_errors;
}

double ui_stage_idle_seconds(const UiStage* stage) {
  return stage->idle_seconds;
}

uint64_t ui_stage_idle_calls(const UiStage* stage) {
  return stage->idle_calls;
}

void ui_stage_lose(UiStage* stage, int count) {
  stage->to_lose = count;
}
