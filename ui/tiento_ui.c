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
#include <time.h>

#include "plugin/ports.h"
#include "plugin/uris.h"
#include "ui/draw.h"
#include "ui/keep.h"
#include "ui/library.h"
#include "ui/messages.h"
#include "ui/model.h"
#include "ui/window.h"

enum {
  LARGEST_SCALE = 4,
  HEADERS_AN_IDLE = 2 // of style files that are read
};

#define ASK_AGAIN_SECONDS 1.0 // where the plugin has not answered, or something was missed

// What the host offers; the optional ones may be NULL.
typedef struct {
  LV2_URID_Map* map;
  const LV2_Options_Option* options;
  const LV2UI_Resize* resize;
  const LV2UI_Touch* touch;
  const LV2UI_Request_Value* request;
  uintptr_t parent;
} Features;

typedef struct {
  UiModel model;
  UiWindow* window;
  Messages messages;
  MessagesNews news; // that were read last
  Library library;
  Keep keep;
  Features features;
  LV2UI_Write_Function write;
  LV2UI_Controller controller;
  double scale; // pixels a unit that the host wants

  double asked_at;     // seconds; 0: never
  bool answered;       // by the plugin
  bool missed;         // something: it is to be asked again
  int64_t next_number; // of the messages but those of notes; -1: any
  bool told_message;   // what stands in the message line is the plugin's
  bool tries;          // an audition is to begin when the style is there
} TientoUi;

static double now_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

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
    } else if (strcmp(uri, LV2_UI__requestValue) == 0) {
      found.request = data;
    } else if (strcmp(uri, LV2_UI__parent) == 0) {
      found.parent = (uintptr_t)data;
    }
  }
  return found;
}

static double sensible_scale(double scale, double otherwise) {
  return isfinite(scale) && scale >= 0.5 ? fmin(scale, LARGEST_SCALE) : otherwise;
}

// Many hosts name no factor: the user may.
static double own_scale(void) {
  const char* text = getenv("TIENTO_SCALE");
  return text ? sensible_scale(strtod(text, NULL), 1.0) : 1.0;
}

// Pixels a design unit: the host's factor where it names a sensible one.
static double read_scale(const Features* features) {
  LV2_URID_Map* map = features->map;
  LV2_URID scale_factor = map->map(map->handle, LV2_UI__scaleFactor);
  LV2_URID number = map->map(map->handle, LV2_ATOM__Float);
  const LV2_Options_Option* option = features->options;
  for (; option && option->key; option++) {
    if (option->key == scale_factor && option->type == number && option->value) {
      return sensible_scale((double)*(const float*)option->value, own_scale());
    }
  }
  return own_scale();
}

// ---- to the plugin

static void send_atom(TientoUi* ui, const LV2_Atom* atom) {
  if (atom) {
    ui->write(ui->controller, TN_PORT_CONTROL, lv2_atom_total_size(atom),
              ui->messages.event_transfer, atom);
  }
}

static void send_number(TientoUi* ui, MessagesKind kind, int32_t number) {
  MessagesBuffer buffer;
  send_atom(ui, messages_write_number(&ui->messages, kind, number, &buffer));
}

static void send_style(TientoUi* ui, const char* path) {
  MessagesBuffer buffer;
  if (path) {
    send_atom(ui, messages_write_style(&ui->messages, path, &buffer));
  }
}

// For all there is, and for the notes that are not known yet.
static void ask(TientoUi* ui, double now) {
  MessagesBuffer buffer;
  const int64_t next = ui->model.roll.next_number;
  ui->asked_at = now;
  ui->missed = false;
  ui->next_number = -1;
  send_atom(ui, messages_write_get(&ui->messages, next > 0 ? next : 0, &buffer));
}

static void ask_where_due(TientoUi* ui, double now) {
  const bool first = !(ui->asked_at > 0);
  if (first || ((!ui->answered || ui->missed) && now - ui->asked_at > ASK_AGAIN_SECONDS)) {
    ask(ui, now);
  }
}

// Where nothing plays anyway, the style that was chosen is heard for a moment.
static void try_style(TientoUi* ui) {
  if (ui->tries && !ui_roll_is_rolling(&ui->model.roll)) {
    send_number(ui, MESSAGES_AUDITION, UI_AUDITION_BARS);
  }
  ui->tries = false;
}

// ---- from the plugin

static void on_style(TientoUi* ui, const char* path) {
  const bool awaited = ui->library.wanted[0] != '\0';
  ui->answered = true;
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

static void count_message(TientoUi* ui, MessagesKind kind, int64_t number) {
  if (kind == MESSAGES_NOTES || number < 0) {
    return;
  }
  ui->missed = ui->missed || (ui->next_number >= 0 && number != ui->next_number);
  ui->next_number = number + 1;
}

static void on_atom(TientoUi* ui, const void* atom, uint32_t size) {
  MessagesNews* news = &ui->news;
  UiRoll* roll = &ui->model.roll;
  const MessagesKind kind = messages_read(&ui->messages, atom, size, news);
  if (kind == MESSAGES_NOTHING) {
    return;
  }
  count_message(ui, kind, news->number);
  switch (kind) {
  case MESSAGES_STYLE:
    on_style(ui, news->text);
    break;
  case MESSAGES_COMPLAINT:
    on_complaint(ui, news->text);
    break;
  case MESSAGES_NOTES:
    if (!ui_roll_take_notes(roll, news->number, news->ints, news->count, now_seconds())) {
      ui->missed = true;
      ui->asked_at = 1; // at once
    }
    break;
  case MESSAGES_PLAYHEAD:
    ui_roll_take_playhead(roll, news->ints, news->count, now_seconds());
    break;
  case MESSAGES_LOCKS:
    ui_roll_take_locks(roll, news->ints, news->count);
    break;
  case MESSAGES_KEPT:
    ui_roll_take_kept(roll, news->ints, news->count);
    break;
  case MESSAGES_QUEUED:
    ui_roll_take_queued(roll, news->ints, news->count);
    break;
  case MESSAGES_ODDS:
    ui_roll_take_odds(roll, news->ints, news->count);
    break;
  default:
    break;
  }
  ui_roll_changed(&ui->model);
}

// ---- from the user

static void apply_touch(TientoUi* ui, TnPort port, bool grabbed) {
  const LV2UI_Touch* touch = ui->features.touch;
  if (touch && touch->touch) {
    touch->touch(touch->handle, port, grabbed);
  }
}

// The style that is selected in the browser; it may play already.
static void choose_style(TientoUi* ui) {
  const char* path = library_select(&ui->library, &ui->model);
  ui->tries = true;
  if (path == ui->library.wanted) {
    send_style(ui, path);
  } else if (path) {
    try_style(ui);
  }
}

static void request_file(TientoUi* ui) {
  const LV2UI_Request_Value* request = ui->features.request;
  LV2_URID_Map* map = ui->features.map;
  if (request && request->request &&
      request->request(request->handle, map->map(map->handle, TN_URI_STYLE),
                       ui->messages.forge.Path, NULL) > LV2UI_REQUEST_VALUE_BUSY) {
    ui_set_message(&ui->model, "This host does not let you look for a file.", true);
  }
}

static void drag(TientoUi* ui) {
  char uri[3 * KEEP_PATH];
  if (keep_for_drag(&ui->keep, &ui->model, uri, sizeof uri)) {
    window_drag(ui->window, uri);
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
    apply_touch(ui, action->port, action->kind == UI_ACTION_TOUCH);
    break;
  case UI_ACTION_SET:
    ui->write(ui->controller, action->port, sizeof(float), 0, &action->value);
    break;
  case UI_ACTION_STYLE_STEP:
    send_style(ui, library_step(&ui->library, &ui->model, action->number));
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
    send_number(ui, MESSAGES_AUDITION, 0);
    break;
  case UI_ACTION_UNDO:
    send_number(ui, MESSAGES_UNDO, 0);
    break;
  case UI_ACTION_REDO:
    send_number(ui, MESSAGES_REDO, 0);
    break;
  case UI_ACTION_LOCK:
    send_number(ui, MESSAGES_LOCK, action->number);
    break;
  case UI_ACTION_UNLOCK:
    send_number(ui, MESSAGES_UNLOCK, action->number);
    break;
  case UI_ACTION_REROLL:
    send_number(ui, MESSAGES_REROLL, action->number);
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
  }
  apply_actions(ui, &actions);
}

// The pixels of the roll and all below it: the foot is told with it.
static UiRect moving_pixels(const UiModel* model) {
  const UiRect rect = draw_roll_rect(model);
  return (UiRect){0, rect.y * model->scale, model->width, rect.height * model->scale};
}

static UiRect foot_pixels(const UiModel* model) {
  const UiRect foot = model->layout.foot;
  return (UiRect){0, foot.y * model->scale, model->width, foot.height * model->scale};
}

static void redraw(TientoUi* ui) {
  UiModel* model = &ui->model;
  bool whole;
  if (!model->dirty && !(model->roll_dirty && model->mode != UI_BROWSE)) {
    window_refresh(ui->window);
    return;
  }
  cairo_t* cr = window_begin(ui->window, &whole);
  if (!cr) {
    return;
  }
  const bool partly = !whole && !model->dirty && draw_may_be_partial(model);
  draw_model(cr, model, partly);
  if (partly) {
    const UiRect roll = moving_pixels(model);
    const UiRect foot = foot_pixels(model);
    cairo_reference(cr);
    window_end(ui->window, cr, &roll);
    window_end(ui->window, cr, &foot);
  } else {
    window_end(ui->window, cr, NULL);
  }
  ui_clean(model);
}

// ---- called by the host

static void cleanup(LV2UI_Handle handle) {
  TientoUi* ui = handle;
  window_close(ui->window);
  keep_tidy(&ui->keep);
  library_free(&ui->library);
  ui_free(&ui->model);
  free(ui);
}

static bool open_window(TientoUi* ui) {
  ui->scale = read_scale(&ui->features);
  const int width = (int)lrint(UI_WIDTH * ui->scale);
  const int height = (int)lrint(UI_HEIGHT * ui->scale);
  ui_resize(&ui->model, width, height, ui->scale);
  ui->window = window_open(ui->features.parent, width, height);
  const LV2UI_Resize* resize = ui->features.resize;
  if (ui->window && resize && resize->ui_resize) {
    resize->ui_resize(resize->handle, width, height);
  }
  return ui->window != NULL;
}

static LV2UI_Handle instantiate(const LV2UI_Descriptor* descriptor, const char* plugin_uri,
                                const char* bundle_path, LV2UI_Write_Function write,
                                LV2UI_Controller controller, LV2UI_Widget* widget,
                                const LV2_Feature* const* features) {
  (void)descriptor;
  const Features found = read_features(features);
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
  ui->next_number = -1;
  messages_init(&ui->messages, found.map);
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
  } else if (format == ui->messages.event_transfer && port == TN_PORT_NOTIFY) {
    on_atom(ui, buffer, size);
  }
}

static int idle(LV2UI_Handle handle) {
  TientoUi* ui = handle;
  const double now = now_seconds();
  UiActions actions;
  ask_where_due(ui, now); // not from instantiate(): there, some hosts are not ready to pass it on
  WindowEvent event;
  while (window_next(ui->window, &event)) {
    on_input(ui, &event);
  }
  ui_tick(&ui->model, now, &actions);
  apply_actions(ui, &actions);
  if (ui->model.mode == UI_BROWSE && ui_browser_read(&ui->model.browser, HEADERS_AN_IDLE)) {
    ui_browser_changed(&ui->model);
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
