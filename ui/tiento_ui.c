// The LV2 glue of the window: turns host calls into changes of the model, and what the user does
// into port writes and patch messages. Everything runs in the host's UI thread.

#include <lv2/atom/atom.h>
#include <lv2/atom/util.h>
#include <lv2/core/lv2.h>
#include <lv2/options/options.h>
#include <lv2/ui/ui.h>
#include <lv2/urid/urid.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/ports.h"
#include "plugin/uris.h"
#include "ui/draw.h"
#include "ui/messages.h"
#include "ui/model.h"
#include "ui/styles.h"
#include "ui/window.h"

enum {
  PATH_SIZE = 4096, // bytes of a path, with its end
  LARGEST_SCALE = 4
};

// What the host offers; the optional ones may be NULL.
typedef struct {
  LV2_URID_Map* map;
  const LV2_Options_Option* options;
  const LV2UI_Resize* resize;
  const LV2UI_Touch* touch;
  uintptr_t parent;
} Features;

typedef struct {
  UiModel model;
  UiWindow* window;
  Messages messages;
  Features features;
  LV2UI_Write_Function write;
  LV2UI_Controller controller;
  StyleList styles;
  char bundled[PATH_SIZE];   // the folder of the styles that ship with the plugin
  char installed[PATH_SIZE]; // the folder of the bundles of the user's installed styles
  char loaded[PATH_SIZE];    // the style the plugin has, or ""
  char wanted[PATH_SIZE];    // the style it has been asked for and has not confirmed, or ""
  bool asked;                // the plugin has been asked what it has
} TientoUi;

static Features read_features(const LV2_Feature* const* list) {
  Features found = {0};
  for (; list && *list; list++) {
    const char* uri = (*list)->URI;
    void* data = (*list)->data;
    if (strcmp(uri, LV2_URID__map) == 0) {
      found.map = data;
    } else if (strcmp(uri, LV2_OPTIONS__options) == 0) {
      found.options = data;
    } else if (strcmp(uri, LV2_UI__resize) == 0) {
      found.resize = data;
    } else if (strcmp(uri, LV2_UI__touch) == 0) {
      found.touch = data;
    } else if (strcmp(uri, LV2_UI__parent) == 0) {
      found.parent = (uintptr_t)data;
    }
  }
  return found;
}

// Pixels a design unit at opening: the host's factor where it names a sensible one, else 1.
static double read_scale(const Features* features) {
  LV2_URID_Map* map = features->map;
  LV2_URID scale_factor = map->map(map->handle, LV2_UI__scaleFactor);
  LV2_URID number = map->map(map->handle, LV2_ATOM__Float);
  const LV2_Options_Option* option = features->options;
  for (; option && option->key; option++) {
    if (option->key == scale_factor && option->type == number && option->value) {
      double scale = (double)*(const float*)option->value;
      return isfinite(scale) && scale >= 0.5 ? fmin(scale, LARGEST_SCALE) : 1.0;
    }
  }
  return 1.0;
}

static void send_atom(TientoUi* ui, const LV2_Atom* atom) {
  if (atom) {
    ui->write(ui->controller, TN_PORT_CONTROL, lv2_atom_total_size(atom),
              ui->messages.event_transfer, atom);
  }
}

// ---- styles

static const char* present_style(const TientoUi* ui) {
  return ui->wanted[0] ? ui->wanted : ui->loaded;
}

// Reads the folders anew, so that a style trained a moment ago is there.
static void scan_styles(TientoUi* ui) {
  char beside[PATH_SIZE];
  styles_folder(present_style(ui), beside, sizeof beside);
  const char* folders[] = {ui->bundled, beside};
  styles_scan(&ui->styles, folders, 2, ui->installed);
}

static void show_style(TientoUi* ui) {
  char name[PATH_SIZE];
  const char* path = present_style(ui);
  styles_name(path, name, sizeof name);
  ui_set_style(&ui->model, name, ui->wanted[0] != '\0');
  size_t place = styles_find(&ui->styles, path);
  bool listed = place < ui->styles.count;
  ui_set_place(&ui->model, listed ? place + 1 : 0, ui->styles.count);
}

static void step_style(TientoUi* ui, int step) {
  scan_styles(ui);
  const char* path = styles_step(&ui->styles, present_style(ui), step);
  if (path && strlen(path) < sizeof ui->wanted) {
    snprintf(ui->wanted, sizeof ui->wanted, "%s", path);
    MessagesBuffer buffer;
    send_atom(ui, messages_write_style(&ui->messages, path, &buffer));
  }
  show_style(ui);
}

// ---- from the plugin

static void on_style(TientoUi* ui, const char* path) {
  snprintf(ui->loaded, sizeof ui->loaded, "%s", path);
  ui->wanted[0] = '\0';
  scan_styles(ui);
  show_style(ui);
}

// A complaint while a style is on its way means that it could not be loaded: the old one plays on.
static void on_complaint(TientoUi* ui, const char* message) {
  ui_set_message(&ui->model, message);
  if (message[0] && ui->wanted[0]) {
    ui->wanted[0] = '\0';
    show_style(ui);
  }
}

static void on_atom(TientoUi* ui, const void* atom, uint32_t size) {
  char text[PATH_SIZE];
  switch (messages_read(&ui->messages, atom, size, text, sizeof text)) {
  case MESSAGES_STYLE:
    on_style(ui, text);
    break;
  case MESSAGES_COMPLAINT:
    on_complaint(ui, text);
    break;
  case MESSAGES_NOTHING:
    break;
  }
}

// ---- from the user

static void apply_touch(TientoUi* ui, TnPort port, bool grabbed) {
  const LV2UI_Touch* touch = ui->features.touch;
  if (touch && touch->touch) {
    touch->touch(touch->handle, port, grabbed);
  }
}

static void apply_actions(TientoUi* ui, const UiActions* actions) {
  for (size_t i = 0; i < actions->count; i++) {
    const UiAction* action = &actions->items[i];
    switch (action->kind) {
    case UI_ACTION_TOUCH:
      apply_touch(ui, action->port, true);
      break;
    case UI_ACTION_SET:
      ui->write(ui->controller, action->port, sizeof(float), 0, &action->value);
      break;
    case UI_ACTION_RELEASE:
      apply_touch(ui, action->port, false);
      break;
    case UI_ACTION_STYLE:
      step_style(ui, action->step);
      break;
    }
  }
}

static void on_input(TientoUi* ui, const WindowEvent* event) {
  UiModel* model = &ui->model;
  UiActions actions = {.count = 0};
  switch (event->kind) {
  case WINDOW_PRESS:
    ui_press(model, &event->pointer, &actions);
    break;
  case WINDOW_RELEASE:
    ui_release(model, &event->pointer, &actions);
    break;
  case WINDOW_MOTION:
    ui_motion(model, &event->pointer, &actions);
    break;
  case WINDOW_WHEEL:
    ui_wheel(model, &event->pointer, event->notches, &actions);
    break;
  case WINDOW_LEAVE:
    ui_leave(model);
    break;
  case WINDOW_RESIZE:
    ui_resize(model, event->width, event->height);
    break;
  case WINDOW_HIDE:
    ui_cancel(model, &actions);
    break;
  }
  apply_actions(ui, &actions);
}

static void redraw(TientoUi* ui) {
  if (!ui->model.dirty) {
    window_refresh(ui->window);
    return;
  }
  cairo_t* cr = window_begin(ui->window);
  if (cr) {
    draw_model(cr, &ui->model);
    window_end(ui->window, cr);
    ui_clean(&ui->model);
  }
}

// ---- called by the host

static void cleanup(LV2UI_Handle handle) {
  TientoUi* ui = handle;
  window_close(ui->window);
  styles_free(&ui->styles);
  free(ui);
}

static bool open_window(TientoUi* ui) {
  double scale = read_scale(&ui->features);
  int width = (int)lrint(UI_WIDTH * scale);
  int height = (int)lrint(UI_HEIGHT * scale);
  ui_init(&ui->model);
  ui_resize(&ui->model, width, height);
  ui->window = window_open(ui->features.parent, width, height);
  const LV2UI_Resize* resize = ui->features.resize;
  if (ui->window && resize && resize->ui_resize) {
    resize->ui_resize(resize->handle, width, height);
  }
  return ui->window != NULL;
}

// Hosts that do not merge bundles, such as Reaper, do not show the presets of installed styles. The
// path of a bundle ends in a slash.
static void find_folders(TientoUi* ui, const char* bundle_path) {
  size_t length = strlen(bundle_path);
  const char* gap = length > 0 && bundle_path[length - 1] == '/' ? "" : "/";
  snprintf(ui->bundled, sizeof ui->bundled, "%s%sstyles", bundle_path, gap);
  const char* home = getenv("HOME");
  if (home && *home) {
    snprintf(ui->installed, sizeof ui->installed, "%s/.lv2", home);
  }
}

static LV2UI_Handle instantiate(const LV2UI_Descriptor* descriptor, const char* plugin_uri,
                                const char* bundle_path, LV2UI_Write_Function write,
                                LV2UI_Controller controller, LV2UI_Widget* widget,
                                const LV2_Feature* const* features) {
  (void)descriptor;
  Features found = read_features(features);
  if (strcmp(plugin_uri, TN_URI_PLUGIN) != 0 || !found.map) {
    return NULL;
  }
  TientoUi* ui = calloc(1, sizeof *ui);
  if (!ui) {
    return NULL;
  }
  ui->features = found;
  ui->write = write;
  ui->controller = controller;
  messages_init(&ui->messages, found.map);
  find_folders(ui, bundle_path);
  if (!open_window(ui)) {
    cleanup(ui);
    return NULL;
  }
  scan_styles(ui);
  show_style(ui);
  // An X11UI's widget is the number of its window: LV2 asks for this cast.
  *widget = (LV2UI_Widget)window_id(ui->window); // NOLINT(performance-no-int-to-ptr)
  return ui;
}

static void port_event(LV2UI_Handle handle, uint32_t port, uint32_t size, uint32_t format,
                       const void* buffer) {
  TientoUi* ui = handle;
  if (format == 0 && size == sizeof(float)) {
    float value;
    memcpy(&value, buffer, sizeof value);
    ui_set_value(&ui->model, port, value);
  } else if (format == ui->messages.event_transfer && port == TN_PORT_NOTIFY) {
    on_atom(ui, buffer, size);
  }
}

static int idle(LV2UI_Handle handle) {
  TientoUi* ui = handle;
  if (!ui->asked) {
    ui->asked = true; // not from instantiate(): there, some hosts are not ready to pass it on
    MessagesBuffer buffer;
    send_atom(ui, messages_write_get(&ui->messages, &buffer));
  }
  WindowEvent event;
  while (window_next(ui->window, &event)) {
    on_input(ui, &event);
  }
  redraw(ui);
  return window_is_gone(ui->window);
}

static int resize_window(LV2UI_Feature_Handle handle, int width, int height) {
  window_resize(((TientoUi*)handle)->window, width, height);
  return 0;
}

static const void* extension_data(const char* uri) {
  static const LV2UI_Idle_Interface idle_interface = {idle};
  static const LV2UI_Resize resize_interface = {NULL, resize_window};
  if (strcmp(uri, LV2_UI__idleInterface) == 0) {
    return &idle_interface;
  }
  return strcmp(uri, LV2_UI__resize) == 0 ? &resize_interface : NULL;
}

LV2_SYMBOL_EXPORT const LV2UI_Descriptor* lv2ui_descriptor(uint32_t index) {
  static const LV2UI_Descriptor descriptor = {TN_URI_UI, instantiate, cleanup, port_event,
                                              extension_data};
  return index == 0 ? &descriptor : NULL;
}
