#include "tests/ui/stage.h"

#include "plugin/uris.h"

#include <cairo-xlib.h>
#include <dlfcn.h>
#include <lv2/atom/atom.h>
#include <lv2/atom/util.h>
#include <lv2/options/options.h>
#include <lv2/patch/patch.h>
#include <lv2/ui/ui.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <X11/extensions/XTest.h>
#include <X11/keysym.h>
#include <X11/XKBlib.h>
#include <X11/Xlib.h>
#include <X11/Xutil.h>

enum { RATE = 48000, IDLES_A_SECOND = 30, BLOCK = 256, PORTS = TN_PORT_COUNT, MOST_ATOMS = 4096 };

struct UiStage {
  UiStageOptions options;
  Host* host;
  const char* symbols[PORTS]; // of the control ports, NULL: none
  HostPort ports[PORTS];
  float told[PORTS]; // values as the window knows them

  Display* display;
  Window parent;
  int width;
  int height;

  void* library;
  const LV2UI_Descriptor* descriptor;
  LV2UI_Handle ui;
  const LV2UI_Idle_Interface* idle;
  LV2_URID event_transfer;
  LV2_URID patch_get;
  LV2_Atom* atoms[MOST_ATOMS]; // for the window, owned
  int atom_count;
  int to_lose;
  double due; // blocks of music, in frames, that are owed

  LV2UI_Touch touching;
  LV2UI_Resize resizing;
  LV2UI_Request_Value requesting;
  unsigned touches;
  unsigned touch_count;
  unsigned requests;
  unsigned asks;
  int x; // of the parent
  int y;
  double idle_seconds;
  uint64_t idle_calls;
};

static uint64_t x_errors; // the handler of a process has no other place for them

static int count_error(Display* display, XErrorEvent* event) {
  char text[128];
  XGetErrorText(display, event->error_code, text, sizeof text);
  fprintf(stderr, "stage: X error: %s, request %d\n", text, event->request_code);
  x_errors++;
  return 0;
}

static void die(const char* format, ...) __attribute__((format(printf, 1, 2), noreturn));

static void die(const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vfprintf(stderr, format, arguments);
  va_end(arguments);
  fputc('\n', stderr);
  abort();
}

// ---- the host's side of the window ----

static void write_port(LV2UI_Controller controller, uint32_t port, uint32_t size, uint32_t format,
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
    die("stage: the window writes %u bytes of format %u to port %u", size, format, port);
  }
}

static void touch(LV2UI_Feature_Handle handle, uint32_t port, bool grabbed) {
  UiStage* stage = handle;
  (void)port;
  stage->touch_count += grabbed;
  stage->touches += grabbed ? 1U : -1U;
}

static LV2UI_Request_Value_Status request(LV2UI_Feature_Handle handle, LV2_URID key, LV2_URID type,
                                          const LV2_Feature* const* features) {
  (void)key;
  (void)type;
  (void)features;
  ((UiStage*)handle)->requests++;
  return LV2UI_REQUEST_VALUE_SUCCESS;
}

static int resize_parent(LV2UI_Feature_Handle handle, int width, int height) {
  UiStage* stage = handle;
  if (stage->options.width == 0) {
    XResizeWindow(stage->display, stage->parent, (unsigned)width, (unsigned)height);
    stage->width = width;
    stage->height = height;
  }
  return 0;
}

static void keep_atom(void* handle, const LV2_Atom* atom) {
  UiStage* stage = handle;
  if (!stage->ui) {
    return;
  }
  if (stage->to_lose > 0) {
    stage->to_lose--;
    return;
  }
  if (stage->atom_count == MOST_ATOMS) {
    die("stage: too many messages wait for the window");
  }
  const uint32_t size = lv2_atom_total_size(atom);
  LV2_Atom* copy = malloc(size);
  if (!copy) {
    die("stage: no memory");
  }
  memcpy(copy, atom, size);
  stage->atoms[stage->atom_count++] = copy;
}

// ---- opening ----

UiStage* ui_stage_open(UiStageOptions options) {
  UiStage* stage = calloc(1, sizeof *stage);
  if (!stage) {
    die("stage: no memory");
  }
  stage->options = options;
  stage->host = host_open(&(HostOptions){.positions = HOST_ON_CHANGE});
  stage->display = XOpenDisplay(NULL);
  if (!stage->host || !stage->display) {
    die("stage: no plugin or no display");
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
    die("stage: %s", dlerror());
  }
  LV2UI_DescriptorFunction describe = NULL;
  void* symbol = dlsym(stage->library, "lv2ui_descriptor");
  memcpy(&describe, &symbol, sizeof describe);
  stage->descriptor = describe(0);
  LV2_URID_Map* map = host_uri_map(stage->host);
  stage->event_transfer = map->map(map->handle, LV2_ATOM__eventTransfer);
  stage->patch_get = map->map(map->handle, LV2_PATCH__Get);
  host_watch(stage->host, keep_atom, stage);
  for (int i = 0; i < 4; i++) { // the style is loaded
    host_wait_worker(stage->host);
    host_run(stage->host, BLOCK);
  }
  return stage;
}

static void drop_atoms(UiStage* stage) {
  for (int i = 0; i < stage->atom_count; i++) {
    free(stage->atoms[i]);
  }
  stage->atom_count = 0;
}

void ui_stage_close(UiStage* stage) {
  ui_stage_hide(stage);
  drop_atoms(stage);
  host_watch(stage->host, NULL, NULL);
  host_close(stage->host);
  dlclose(stage->library);
  XCloseDisplay(stage->display);
  free(stage);
}

static void tell_ports(UiStage* stage, bool all) {
  for (uint32_t i = 0; i < PORTS; i++) {
    const float value = stage->symbols[i] ? host_get(stage->host, stage->symbols[i]) : 0.0F;
    if (stage->symbols[i] && (all || islessgreater(value, stage->told[i]))) {
      stage->told[i] = value;
      stage->descriptor->port_event(stage->ui, i, sizeof value, 0, &value);
    }
  }
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
  stage->touching = (LV2UI_Touch){stage, touch};
  stage->resizing = (LV2UI_Resize){stage, resize_parent};
  stage->requesting = (LV2UI_Request_Value){stage, request};
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
                                             host_bundle_path(stage->host), write_port, stage,
                                             &widget, list);
  if (!stage->ui || !widget) {
    die("stage: the window does not open");
  }
  stage->idle = stage->descriptor->extension_data(LV2_UI__idleInterface);
  if (stage->options.width) {
    const LV2UI_Resize* resize = stage->descriptor->extension_data(LV2_UI__resize);
    resize->ui_resize(stage->ui, stage->width, stage->height);
  }
  tell_ports(stage, true);
  ui_stage_run(stage, 0.2, false);
}

void ui_stage_hide(UiStage* stage) {
  if (stage->ui) {
    stage->descriptor->cleanup(stage->ui);
    stage->ui = NULL;
    drop_atoms(stage);
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
  drop_atoms(stage);
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

static double processor_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void idle(UiStage* stage) {
  const double before = processor_seconds();
  for (int i = 0; i < stage->atom_count; i++) {
    stage->descriptor->port_event(stage->ui, TN_PORT_NOTIFY, lv2_atom_total_size(stage->atoms[i]),
                                  stage->event_transfer, stage->atoms[i]);
  }
  drop_atoms(stage);
  tell_ports(stage, false);
  if (stage->idle->idle(stage->ui) != 0) {
    die("stage: the window has gone");
  }
  stage->idle_seconds += processor_seconds() - before;
  stage->idle_calls++;
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
      idle(stage);
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

// ---- hands ----

static double scale_of(const UiStage* stage) {
  const double base = stage->options.scale > 0 ? (double)stage->options.scale : 1.0;
  const double least =
      fmin((double)stage->width / UI_LEAST_WIDTH, (double)stage->height / UI_LEAST_HEIGHT);
  const double roomy =
      fmin((double)stage->width / UI_ROOMY_WIDTH, (double)stage->height / UI_ROOMY_HEIGHT);
  return fmin(fmax(base, roomy), least);
}

UiRect ui_stage_part(const UiStage* stage, UiPart part, UiMode mode, int page) {
  UiLayout layout;
  const double scale = scale_of(stage);
  ui_layout_make(&layout, stage->width / scale, stage->height / scale, mode, page,
                 stage->options.gives_files);
  return part == UI_PART_LIST   ? layout.list
         : part == UI_PART_ROLL ? layout.roll
                                : ui_layout_rect(&layout, part);
}

// The server has done what it was asked, and the window has seen it. A server answers before it
// hands out the input that it was given: the second answer comes after that.
static void settle(UiStage* stage) {
  for (int i = 0; i < 3; i++) {
    XSync(stage->display, False);
  }
  idle(stage);
  XSync(stage->display, False);
  idle(stage);
}

void ui_stage_point(UiStage* stage, double x, double y) {
  int root_x;
  int root_y;
  Window child;
  const double scale = scale_of(stage);
  XTranslateCoordinates(stage->display, stage->parent, DefaultRootWindow(stage->display),
                        (int)lrint(x * scale), (int)lrint(y * scale), &root_x, &root_y, &child);
  XTestFakeMotionEvent(stage->display, -1, root_x, root_y, CurrentTime);
  settle(stage);
}

void ui_stage_button(UiStage* stage, unsigned button, bool down) {
  XTestFakeButtonEvent(stage->display, button, down, CurrentTime);
  settle(stage);
}

void ui_stage_click(UiStage* stage, double x, double y) {
  ui_stage_point(stage, x, y);
  ui_stage_button(stage, 1, true);
  ui_stage_button(stage, 1, false);
}

void ui_stage_click_part(UiStage* stage, UiPart part, UiMode mode, int page) {
  const UiRect rect = ui_stage_part(stage, part, mode, page);
  if (rect.width <= 0) {
    die("stage: part %d is not there", (int)part);
  }
  ui_stage_click(stage, rect.x + rect.width / 2, rect.y + rect.height / 2);
}

void ui_stage_wheel(UiStage* stage, int notches) {
  for (int i = 0; i < abs(notches); i++) {
    ui_stage_button(stage, notches > 0 ? 4 : 5, true);
    ui_stage_button(stage, notches > 0 ? 4 : 5, false);
  }
}

static void press_symbol(UiStage* stage, KeySym symbol, bool shift, bool control) {
  const KeyCode code = XKeysymToKeycode(stage->display, symbol);
  const KeyCode shift_code = XKeysymToKeycode(stage->display, XK_Shift_L);
  const KeyCode control_code = XKeysymToKeycode(stage->display, XK_Control_L);
  // A symbol that is not on the key alone is there with Shift.
  const bool shifted = shift || XkbKeycodeToKeysym(stage->display, code, 0, 0) != symbol;
  if (code == 0) {
    die("stage: there is no key for %lx", symbol);
  }
  if (control) {
    XTestFakeKeyEvent(stage->display, control_code, True, CurrentTime);
  }
  if (shifted) {
    XTestFakeKeyEvent(stage->display, shift_code, True, CurrentTime);
  }
  XTestFakeKeyEvent(stage->display, code, True, CurrentTime);
  XTestFakeKeyEvent(stage->display, code, False, CurrentTime);
  if (shifted) {
    XTestFakeKeyEvent(stage->display, shift_code, False, CurrentTime);
  }
  if (control) {
    XTestFakeKeyEvent(stage->display, control_code, False, CurrentTime);
  }
  settle(stage);
}

void ui_stage_key(UiStage* stage, const char* name) {
  bool shift = false;
  bool control = false;
  for (;;) {
    if (strncmp(name, "ctrl+", 5) == 0) {
      control = true;
      name += 5;
    } else if (strncmp(name, "shift+", 6) == 0) {
      shift = true;
      name += 6;
    } else {
      break;
    }
  }
  const KeySym symbol = XStringToKeysym(name);
  if (symbol == NoSymbol) {
    die("stage: there is no key %s", name);
  }
  press_symbol(stage, symbol, shift, control);
}

void ui_stage_type(UiStage* stage, const char* text) {
  for (; *text; text++) {
    press_symbol(stage, (KeySym)(unsigned char)*text, false, false); // Latin-1 as it is
  }
}

void ui_stage_resize(UiStage* stage, int width, int height) {
  const LV2UI_Resize* resize = stage->descriptor->extension_data(LV2_UI__resize);
  XResizeWindow(stage->display, stage->parent, (unsigned)width, (unsigned)height);
  resize->ui_resize(stage->ui, width, height);
  stage->width = width;
  stage->height = height;
  settle(stage);
  settle(stage);
}

// ---- eyes ----

static cairo_surface_t* look(UiStage* stage) {
  XSync(stage->display, False);
  XImage* image = XGetImage(stage->display, stage->parent, 0, 0, (unsigned)stage->width,
                            (unsigned)stage->height, AllPlanes, ZPixmap);
  if (!image || image->bits_per_pixel != 32) {
    die("stage: the screen cannot be read");
  }
  cairo_surface_t* surface =
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, stage->width, stage->height);
  unsigned char* data = cairo_image_surface_get_data(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  for (int y = 0; y < stage->height; y++) {
    memcpy(data + (ptrdiff_t)y * stride, image->data + (ptrdiff_t)y * image->bytes_per_line,
           (size_t)stage->width * 4);
  }
  cairo_surface_mark_dirty(surface);
  XDestroyImage(image);
  return surface;
}

bool ui_stage_picture(UiStage* stage, const char* path) {
  cairo_surface_t* surface = look(stage);
  const bool written = cairo_surface_write_to_png(surface, path) == CAIRO_STATUS_SUCCESS;
  cairo_surface_destroy(surface);
  return written;
}

uint32_t ui_stage_pixel(UiStage* stage, double x, double y) {
  const double scale = scale_of(stage);
  cairo_surface_t* surface = look(stage);
  const unsigned char* row = cairo_image_surface_get_data(surface) +
                             (ptrdiff_t)(y * scale) * cairo_image_surface_get_stride(surface);
  uint32_t value;
  memcpy(&value, row + 4 * (ptrdiff_t)(x * scale), sizeof value);
  cairo_surface_destroy(surface);
  return value & 0xffffff;
}

uint64_t ui_stage_print(UiStage* stage) {
  cairo_surface_t* surface = look(stage);
  const unsigned char* data = cairo_image_surface_get_data(surface);
  const size_t size =
      (size_t)cairo_image_surface_get_stride(surface) * (size_t)stage->height / sizeof(uint64_t);
  uint64_t hash = 14695981039346656037U; // FNV-1a, of 8 bytes at a time
  for (size_t i = 0; i < size; i++) {
    uint64_t part;
    memcpy(&part, data + i * sizeof part, sizeof part);
    hash = (hash ^ part) * 1099511628211U;
  }
  cairo_surface_destroy(surface);
  return hash;
}
