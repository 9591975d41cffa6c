// The LV2 glue of the window: turns host calls into changes of the model, and what the user does
// into port writes and patch messages. Everything runs in the host's UI thread.

#include <lv2/core/lv2.h>
#include <lv2/ui/ui.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "plugin/ports.h"
#include "plugin/uris.h"
#include "ui/drag.h"
#include "ui/features.h"
#include "ui/keep.h"
#include "ui/library.h"
#include "ui/model.h"
#include "ui/picture.h"
#include "ui/talk.h"
#include "ui/window.h"

enum { HEADERS_AN_IDLE = 2 }; // of style files that are read

typedef struct {
  UiModel model;
  UiWindow* window;
  UiPicture picture;
  Drag drag;
  Talk talk;
  Library library;
  Keep keep;
  Features features;
  double scale;      // pixels a unit that the host wants
  bool told_message; // what stands in the message line is the plugin's
  bool tries;        // an audition is to begin when the style is there
} TientoUi;

static double now_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

// Where nothing plays anyway, the style that was chosen is heard for a moment.
static void try_style(TientoUi* ui) {
  if (ui->tries && !ui_roll_is_rolling(&ui->model.roll)) {
    talk_send_number(&ui->talk, MESSAGES_AUDITION, UI_AUDITION_BARS);
  }
  ui->tries = false;
}

// ---- from the plugin

static void on_style(TientoUi* ui, const char* path) {
  const bool awaited = ui->library.wanted[0] != '\0';
  library_has(&ui->library, &ui->model, path);
  if (awaited) {
    try_style(ui);
  }
}

// A complaint while a style is on its way means that it could not be loaded: the old one plays on.
static void on_complaint(TientoUi* ui, const char* message) {
  if (message[0]) {
    ui_set_message(&ui->model, message, true);
    ui->told_message = true;
    ui->tries = false;
    if (ui->library.wanted[0]) {
      library_refuse(&ui->library, &ui->model);
    }
  } else if (ui->told_message) {
    ui_set_message(&ui->model, "", false);
    ui->told_message = false;
  }
}

static void on_atom(TientoUi* ui, const void* atom, uint32_t size) {
  Talk* talk = &ui->talk;
  switch (talk_hear(talk, atom, size, &ui->model.roll, now_seconds())) {
  case MESSAGES_NOTHING:
    return;
  case MESSAGES_STYLE:
    on_style(ui, talk->news.text);
    break;
  case MESSAGES_COMPLAINT:
    on_complaint(ui, talk->news.text);
    break;
  default:
    break;
  }
  ui_roll_changed(&ui->model);
}

// ---- from the user

// The style that is selected in the browser; it may play already.
static void choose_style(TientoUi* ui) {
  const char* path = library_select(&ui->library, &ui->model);
  ui->tries = true;
  if (path == ui->library.wanted) {
    talk_send_style(&ui->talk, path);
  } else if (path) {
    try_style(ui);
  }
}

static void request_file(TientoUi* ui) {
  if (!features_request_path(&ui->features, TN_URI_STYLE)) {
    ui_set_message(&ui->model, "This host does not let you look for a file.", true);
  }
}

static void drag(TientoUi* ui) {
  char uri[3 * KEEP_PATH];
  if (keep_for_drag(&ui->keep, &ui->model, uri, sizeof uri)) {
    drag_begin(&ui->drag, uri);
  }
}

static void begin_saving(TientoUi* ui) {
  char path[UI_ENTRY_SIZE];
  keep_propose(&ui->model, path);
  ui->keep.asked[0] = '\0';
  ui_set_path(&ui->model, path);
}

static void apply_action(TientoUi* ui, const UiAction* action) {
  switch (action->kind) {
  case UI_ACTION_TOUCH:
  case UI_ACTION_RELEASE:
    features_touch(&ui->features, action->port, action->kind == UI_ACTION_TOUCH);
    break;
  case UI_ACTION_SET:
    talk_set(&ui->talk, action->port, action->value);
    break;
  case UI_ACTION_STYLE_STEP:
    talk_send_style(&ui->talk, library_step(&ui->library, &ui->model, action->number));
    break;
  case UI_ACTION_STYLE:
    choose_style(ui);
    break;
  case UI_ACTION_BROWSE:
    library_scan(&ui->library, &ui->model);
    break;
  case UI_ACTION_FAVOURITE:
    library_toggle(&ui->library, &ui->model, (size_t)action->number);
    break;
  case UI_ACTION_FILE:
    request_file(ui);
    break;
  case UI_ACTION_STOP_TRYING:
    ui->tries = false;
    talk_send_number(&ui->talk, MESSAGES_AUDITION, 0);
    break;
  case UI_ACTION_UNDO:
    talk_send_number(&ui->talk, MESSAGES_UNDO, 0);
    break;
  case UI_ACTION_REDO:
    talk_send_number(&ui->talk, MESSAGES_REDO, 0);
    break;
  case UI_ACTION_LOCK:
    talk_send_number(&ui->talk, MESSAGES_LOCK, action->number);
    break;
  case UI_ACTION_UNLOCK:
    talk_send_number(&ui->talk, MESSAGES_UNLOCK, action->number);
    break;
  case UI_ACTION_REROLL:
    talk_send_number(&ui->talk, MESSAGES_REROLL, action->number);
    break;
  case UI_ACTION_SAVE_BEGIN:
    begin_saving(ui);
    break;
  case UI_ACTION_SAVE:
    ui->told_message = false;
    if (keep_save(&ui->keep, &ui->model)) {
      ui_set_mode(&ui->model, UI_MAIN);
    }
    break;
  case UI_ACTION_DRAG:
    drag(ui);
    break;
  case UI_ACTION_FOCUS:
    window_take_focus(ui->window);
    break;
  case UI_ACTION_PASS_KEY:
    window_pass_key(ui->window);
    break;
  }
}

static void apply_actions(TientoUi* ui, const UiActions* actions) {
  for (size_t i = 0; i < actions->count; i++) {
    apply_action(ui, &actions->items[i]);
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
  case WINDOW_KEY:
    ui_key(model, &event->key, &actions);
    break;
  case WINDOW_LEAVE:
    ui_leave(model);
    break;
  case WINDOW_RESIZE:
    ui_resize(model, event->width, event->height, ui->scale);
    break;
  case WINDOW_HIDE:
    ui_cancel(model, &actions);
    break;
  case WINDOW_MESSAGE: // drag.c's
  case WINDOW_REQUEST:
    break;
  }
  apply_actions(ui, &actions);
}

// ---- called by the host

static void cleanup(LV2UI_Handle handle) {
  TientoUi* ui = handle;
  drag_free(&ui->drag);
  picture_free(&ui->picture);
  window_close(ui->window);
  keep_tidy(&ui->keep);
  library_free(&ui->library);
  ui_free(&ui->model);
  free(ui);
}

static bool open_window(TientoUi* ui) {
  ui->scale = features_scale(&ui->features);
  const int width = (int)lrint(UI_WIDTH * ui->scale);
  const int height = (int)lrint(UI_HEIGHT * ui->scale);
  ui_resize(&ui->model, width, height, ui->scale);
  ui->window = window_open(ui->features.parent, width, height);
  if (!ui->window) {
    return false;
  }
  drag_init(&ui->drag, ui->window);
  features_resize(&ui->features, width, height);
  return true;
}

static LV2UI_Handle instantiate(const LV2UI_Descriptor* descriptor, const char* plugin_uri,
                                const char* bundle_path, LV2UI_Write_Function write,
                                LV2UI_Controller controller, LV2UI_Widget* widget,
                                const LV2_Feature* const* features) {
  (void)descriptor;
  const Features found = features_read(features);
  if (strcmp(plugin_uri, TN_URI_PLUGIN) != 0 || !found.map) {
    return NULL;
  }
  TientoUi* ui = calloc(1, sizeof *ui);
  if (!ui) {
    return NULL;
  }
  ui->features = found;
  talk_init(&ui->talk, found.map, write, controller);
  library_init(&ui->library, bundle_path);
  ui_init(&ui->model);
  ui->model.offers_file = found.request != NULL;
  if (!open_window(ui)) {
    cleanup(ui);
    return NULL;
  }
  library_scan(&ui->library, &ui->model);
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
  } else if (format == ui->talk.messages.event_transfer && port == TN_PORT_NOTIFY) {
    on_atom(ui, buffer, size);
  }
}

static int idle(LV2UI_Handle handle) {
  TientoUi* ui = handle;
  const double now = now_seconds();
  UiActions actions;
  // Not from instantiate(): there, some hosts are not ready to pass it on.
  talk_ask_where_due(&ui->talk, &ui->model.roll, now);
  WindowEvent event;
  while (window_next(ui->window, &event)) {
    if (!drag_take(&ui->drag, &event)) {
      on_input(ui, &event);
    }
  }
  ui_tick(&ui->model, now, &actions);
  apply_actions(ui, &actions);
  if (ui->model.mode == UI_BROWSE && ui_browser_read(&ui->model.browser, HEADERS_AN_IDLE)) {
    ui_browser_changed(&ui->model);
  }
  picture_show(&ui->picture, ui->window, &ui->model);
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
