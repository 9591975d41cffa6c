#include "ui/model.h"

#include <math.h>
#include <string.h>

#include "ui/text.h"

enum {
  DOUBLE_CLICK_TIME = 400, // milliseconds
  DOUBLE_CLICK_REACH = 4   // design units
};

static const UiRect PART_RECTS[UI_PART_COUNT] = {
    // Columns of a card are 90 apart; a knob's rect has its values and name below it.
    [UI_PART_TEMPERATURE] = {30, 104, 90, 134}, [UI_PART_TOP_P] = {120, 104, 90, 134},
    [UI_PART_LENGTH] = {245, 104, 100, 134},    [UI_PART_SEED] = {345, 104, 80, 134},
    [UI_PART_KEY] = {435, 104, 80, 134},        [UI_PART_TEMPO] = {650, 104, 90, 134},
    [UI_PART_SYNC_HOST] = {566, 113, 78, 32},   [UI_PART_SYNC_FREE] = {566, 145, 78, 32},
    [UI_PART_ENABLED] = {644, 14, 110, 32},     [UI_PART_STYLE_PREVIOUS] = {168, 14, 36, 32},
    [UI_PART_STYLE_NEXT] = {566, 14, 36, 32},
};

// The port that a part of the window changes, or NULL.
static const UiPort* part_port(UiPart part) {
  if (ui_is_knob(part)) {
    return &UI_KNOBS[part];
  }
  if (part == UI_PART_SYNC_HOST || part == UI_PART_SYNC_FREE) {
    return &UI_SYNC;
  }
  return part == UI_PART_ENABLED ? &UI_ENABLED : NULL;
}

void ui_init(UiModel* model) {
  memset(model, 0, sizeof *model);
  for (size_t i = 0; i < UI_KNOB_COUNT; i++) {
    model->values[UI_KNOBS[i].port] = UI_KNOBS[i].default_value;
  }
  model->values[TN_PORT_SYNC] = UI_SYNC.default_value;
  model->values[TN_PORT_ENABLED] = UI_ENABLED.default_value;
  model->hover = UI_PART_NONE;
  model->held = UI_PART_NONE;
  model->clicked = UI_PART_NONE;
  ui_resize(model, UI_WIDTH, UI_HEIGHT);
  model->dirty = true;
}

void ui_resize(UiModel* model, int width, int height) {
  int w = width < 1 ? 1 : width;
  int h = height < 1 ? 1 : height;
  if (w == model->width && h == model->height) {
    return;
  }
  model->width = w;
  model->height = h;
  model->scale = fmin((double)w / UI_WIDTH, (double)h / UI_HEIGHT);
  // Whole pixels, so that lines at whole design units stay crisp at whole scales.
  model->offset_x = floor((w - UI_WIDTH * model->scale) / 2.0);
  model->offset_y = floor((h - UI_HEIGHT * model->scale) / 2.0);
  model->dirty = true;
}

void ui_set_value(UiModel* model, uint32_t port, float value) {
  const UiPort* known = ui_port_find(port);
  if (!known || !isfinite(value)) {
    return;
  }
  // Hosts echo what was written a moment ago: under the user's hand the knob would tremble.
  if (ui_is_knob(model->held) && UI_KNOBS[model->held].port == port) {
    return;
  }
  float next = ui_port_quantise(known, value);
  if (islessgreater(next, model->values[port])) {
    model->values[port] = next;
    model->dirty = true;
  }
}

static void set_text(UiModel* model, char* text, const char* next) {
  char clean[UI_TEXT_SIZE];
  text_clean(clean, sizeof clean, next);
  if (strcmp(clean, text) != 0) {
    memcpy(text, clean, sizeof clean);
    model->dirty = true;
  }
}

void ui_set_style(UiModel* model, const char* name, bool loading) {
  set_text(model, model->style, name);
  model->dirty = model->dirty || loading != model->style_loading;
  model->style_loading = loading;
}

void ui_set_message(UiModel* model, const char* message) {
  set_text(model, model->message, message);
}

void ui_set_place(UiModel* model, size_t place, size_t count) {
  model->dirty = model->dirty || place != model->style_place || count != model->style_count;
  model->style_place = place;
  model->style_count = count;
}

void ui_clean(UiModel* model) {
  model->dirty = false;
}

bool ui_is_knob(UiPart part) {
  return part < (UiPart)UI_KNOB_COUNT;
}

UiRect ui_part_rect(UiPart part) {
  static const UiRect nowhere = {0, 0, 0, 0};
  return part < UI_PART_COUNT ? PART_RECTS[part] : nowhere;
}

UiPart ui_hit(const UiModel* model, double x, double y) {
  double unit_x = (x - model->offset_x) / model->scale;
  double unit_y = (y - model->offset_y) / model->scale;
  for (UiPart part = 0; part < UI_PART_COUNT; part++) {
    const UiRect* rect = &PART_RECTS[part];
    if (unit_x >= rect->x && unit_x < rect->x + rect->width && unit_y >= rect->y &&
        unit_y < rect->y + rect->height) {
      return part;
    }
  }
  return UI_PART_NONE;
}

bool ui_style_steps(const UiModel* model) {
  return model->style_count > (model->style_place ? 1U : 0U);
}

bool ui_part_active(const UiModel* model, UiPart part) {
  if (part == UI_PART_STYLE_PREVIOUS || part == UI_PART_STYLE_NEXT) {
    return ui_style_steps(model);
  }
  if (part == UI_PART_ENABLED) {
    return true;
  }
  bool enabled = model->values[TN_PORT_ENABLED] > 0.5F;
  bool free_running = model->values[TN_PORT_SYNC] > 0.5F;
  return enabled && (part != UI_PART_TEMPO || free_running);
}

double ui_position(const UiModel* model, UiPart knob) {
  const UiPort* port = &UI_KNOBS[knob];
  double range = (double)port->maximum - (double)port->minimum;
  return ((double)model->values[port->port] - (double)port->minimum) / range;
}

void ui_value_text(const UiModel* model, UiPart knob, char* text, size_t size) {
  const UiPort* port = &UI_KNOBS[knob];
  ui_port_text(port, model->values[port->port], text, size);
}

const char* ui_unit(const UiModel* model, UiPart knob) {
  const UiPort* port = &UI_KNOBS[knob];
  bool one_bar = port->port == TN_PORT_LENGTH && model->values[TN_PORT_LENGTH] < 1.5F;
  return one_bar ? "bar" : port->unit;
}

const char* ui_help(const UiModel* model) {
  UiPart part = model->held != UI_PART_NONE ? model->held : model->hover;
  const UiPort* port = part_port(part);
  if (port) {
    return port->help;
  }
  if (part == UI_PART_NONE) {
    return "";
  }
  if (!ui_style_steps(model)) {
    return "There is no other style in the folder.";
  }
  return part == UI_PART_STYLE_PREVIOUS ? "Previous style" : "Next style";
}

static void add_action(UiActions* actions, UiAction action) {
  if (actions->count < UI_ACTION_MAX) {
    actions->items[actions->count++] = action;
  }
}

static void add_value(UiModel* model, const UiPort* port, float value, UiActions* actions) {
  float next = ui_port_quantise(port, value);
  if (!islessgreater(next, model->values[port->port])) {
    return;
  }
  model->values[port->port] = next;
  model->dirty = true;
  add_action(actions, (UiAction){.kind = UI_ACTION_SET, .port = port->port, .value = next});
}

// A change that is over at once: held and let go, so that the host can record it.
static void change(UiModel* model, const UiPort* port, float value, UiActions* actions) {
  if (!islessgreater(ui_port_quantise(port, value), model->values[port->port])) {
    return;
  }
  add_action(actions, (UiAction){.kind = UI_ACTION_TOUCH, .port = port->port});
  add_value(model, port, value, actions);
  add_action(actions, (UiAction){.kind = UI_ACTION_RELEASE, .port = port->port});
}

static void set_hover(UiModel* model, UiPart part) {
  model->dirty = model->dirty || part != model->hover;
  model->hover = part;
}

static bool is_double_click(const UiModel* model, UiPart part, const UiPointer* pointer) {
  double reach = DOUBLE_CLICK_REACH * model->scale;
  return part == model->clicked && pointer->time - model->last_click.time < DOUBLE_CLICK_TIME &&
         fabs(pointer->x - model->last_click.x) <= reach &&
         fabs(pointer->y - model->last_click.y) <= reach;
}

static void press_knob(UiModel* model, UiPart part, const UiPointer* pointer, UiActions* actions) {
  const UiPort* port = &UI_KNOBS[part];
  if (pointer->control || is_double_click(model, part, pointer)) {
    model->clicked = UI_PART_NONE; // a third click is a first one again
    change(model, port, port->default_value, actions);
    return;
  }
  model->clicked = part;
  model->last_click = *pointer;
  model->held = part;
  model->held_value = model->values[port->port];
  model->held_y = pointer->y;
  model->dirty = true;
  add_action(actions, (UiAction){.kind = UI_ACTION_TOUCH, .port = port->port});
}

void ui_press(UiModel* model, const UiPointer* pointer, UiActions* actions) {
  actions->count = 0;
  if (model->held != UI_PART_NONE) {
    return;
  }
  UiPart part = ui_hit(model, pointer->x, pointer->y);
  set_hover(model, part);
  if (ui_is_knob(part)) {
    press_knob(model, part, pointer, actions);
    return;
  }
  model->clicked = UI_PART_NONE;
  if (part == UI_PART_SYNC_HOST || part == UI_PART_SYNC_FREE) {
    change(model, &UI_SYNC, part == UI_PART_SYNC_FREE ? 1.0F : 0.0F, actions);
  } else if (part == UI_PART_ENABLED) {
    change(model, &UI_ENABLED, model->values[TN_PORT_ENABLED] > 0.5F ? 0.0F : 1.0F, actions);
  } else if (part != UI_PART_NONE && ui_style_steps(model)) {
    int step = part == UI_PART_STYLE_NEXT ? 1 : -1;
    add_action(actions, (UiAction){.kind = UI_ACTION_STYLE, .step = step});
  }
}

void ui_motion(UiModel* model, const UiPointer* pointer, UiActions* actions) {
  actions->count = 0;
  if (model->held == UI_PART_NONE) {
    set_hover(model, ui_hit(model, pointer->x, pointer->y));
    return;
  }
  const UiPort* port = &UI_KNOBS[model->held];
  float speed = pointer->shift ? port->drag_fine : port->drag;
  double units = (model->held_y - pointer->y) / model->scale; // up is more
  model->held_y = pointer->y;
  // Limited here too: turning back answers at once, however far the hand went beyond the end.
  model->held_value = ui_port_limit(port, model->held_value + speed * (float)units);
  add_value(model, port, model->held_value, actions);
}

void ui_cancel(UiModel* model, UiActions* actions) {
  actions->count = 0;
  if (model->held == UI_PART_NONE) {
    return;
  }
  TnPort port = UI_KNOBS[model->held].port;
  model->held = UI_PART_NONE;
  model->dirty = true;
  add_action(actions, (UiAction){.kind = UI_ACTION_RELEASE, .port = port});
}

void ui_release(UiModel* model, const UiPointer* pointer, UiActions* actions) {
  ui_cancel(model, actions);
  set_hover(model, ui_hit(model, pointer->x, pointer->y));
}

void ui_wheel(UiModel* model, const UiPointer* pointer, int notches, UiActions* actions) {
  actions->count = 0;
  UiPart part = ui_hit(model, pointer->x, pointer->y);
  if (!ui_is_knob(part) || model->held != UI_PART_NONE) {
    return;
  }
  const UiPort* port = &UI_KNOBS[part];
  float step = pointer->shift ? port->wheel_fine : port->wheel;
  change(model, port, model->values[port->port] + step * (float)notches, actions);
}

void ui_leave(UiModel* model) {
  set_hover(model, UI_PART_NONE);
}
