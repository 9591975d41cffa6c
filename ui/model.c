#include "ui/model.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ui/text.h"

enum {
  DOUBLE_CLICK_TIME = 400, // milliseconds
  DOUBLE_CLICK_REACH = 4   // design units
};

const UiPort UI_KNOBS[UI_KNOB_COUNT] = {
    {.port = TN_PORT_TEMPERATURE,
     .name = "Temperature",
     .unit = "",
     .help =
         "How daring the choices are: 0 always takes the likeliest note, 1 is the style as learnt.",
     .minimum = 0.0F,
     .maximum = 2.0F,
     .default_value = 1.0F,
     .decimals = 2,
     .drag = 0.01F,
     .drag_fine = 0.001F,
     .wheel = 0.05F,
     .wheel_fine = 0.01F},
    {.port = TN_PORT_TOP_P,
     .name = "Top-P",
     .unit = "",
     .help =
         "Keeps only the likeliest notes that together have this probability; 1 keeps them all.",
     .minimum = 0.05F,
     .maximum = 1.0F,
     .default_value = 0.95F,
     .decimals = 2,
     .drag = 0.005F,
     .drag_fine = 0.0005F,
     .wheel = 0.05F,
     .wheel_fine = 0.01F},
    {.port = TN_PORT_LENGTH,
     .name = "Sequence Length",
     .unit = "bars",
     .help =
         "The length of a phrase: the music comes to a close and starts anew after so many bars.",
     .minimum = 1.0F,
     .maximum = 64.0F,
     .default_value = 8.0F,
     .decimals = 0,
     .drag = 0.32F,
     .drag_fine = 0.05F,
     .wheel = 1.0F,
     .wheel_fine = 1.0F},
    {.port = TN_PORT_SEED,
     .name = "Seed",
     .unit = "",
     .help = "Another seed, other music; the same seed and settings, the same notes.",
     .minimum = 0.0F,
     .maximum = 9999.0F,
     .default_value = 0.0F,
     .decimals = 0,
     .drag = 25.0F,
     .drag_fine = 0.25F,
     .wheel = 1.0F,
     .wheel_fine = 1.0F},
    {.port = TN_PORT_KEY,
     .name = "Key",
     .unit = "",
     .help = "The key to play in: auto is the one that the style uses most, m stands for minor.",
     .minimum = 0.0F,
     .maximum = 24.0F,
     .default_value = 0.0F,
     .decimals = 0,
     .drag = 0.16F,
     .drag_fine = 0.04F,
     .wheel = 1.0F,
     .wheel_fine = 1.0F},
    {.port = TN_PORT_TEMPO,
     .name = "Tempo",
     .unit = "BPM",
     .help = "The speed when Sync is Free; with Host the transport of the host leads.",
     .minimum = 20.0F,
     .maximum = 300.0F,
     .default_value = 120.0F,
     .decimals = 1,
     .drag = 1.0F,
     .drag_fine = 0.1F,
     .wheel = 1.0F,
     .wheel_fine = 0.1F},
};

const UiPort UI_SYNC = {.port = TN_PORT_SYNC,
                        .name = "Sync",
                        .unit = "",
                        .help =
                            "Host: play with the transport. Free: play on at the tempo beside it.",
                        .minimum = 0.0F,
                        .maximum = 1.0F,
                        .default_value = 0.0F};

const UiPort UI_ENABLED = {.port = TN_PORT_ENABLED,
                           .name = "Enabled",
                           .unit = "",
                           .help = "Off lets every sounding note go and plays no more.",
                           .minimum = 0.0F,
                           .maximum = 1.0F,
                           .default_value = 1.0F};

static const UiRect PART_RECTS[UI_PART_COUNT] = {
    // Columns of a card are 90 apart; a knob's rect has its values and name below it.
    [UI_PART_TEMPERATURE] = {30, 104, 90, 134}, [UI_PART_TOP_P] = {120, 104, 90, 134},
    [UI_PART_LENGTH] = {245, 104, 100, 134},    [UI_PART_SEED] = {345, 104, 80, 134},
    [UI_PART_KEY] = {435, 104, 80, 134},        [UI_PART_TEMPO] = {650, 104, 90, 134},
    [UI_PART_SYNC_HOST] = {566, 113, 78, 32},   [UI_PART_SYNC_FREE] = {566, 145, 78, 32},
    [UI_PART_ENABLED] = {644, 14, 110, 32},     [UI_PART_STYLE_PREVIOUS] = {168, 14, 36, 32},
    [UI_PART_STYLE_NEXT] = {566, 14, 36, 32},
};

static float limit(const UiPort* port, float value) {
  return fminf(fmaxf(value, port->minimum), port->maximum);
}

static float quantise(const UiPort* port, float value) {
  float limited = limit(port, value);
  return port->decimals == 0 ? rintf(limited) : limited;
}

static const UiPort* find_port(uint32_t index) {
  for (size_t i = 0; i < UI_KNOB_COUNT; i++) {
    if (UI_KNOBS[i].port == index) {
      return &UI_KNOBS[i];
    }
  }
  if (index == TN_PORT_SYNC) {
    return &UI_SYNC;
  }
  return index == TN_PORT_ENABLED ? &UI_ENABLED : NULL;
}

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
  const UiPort* known = find_port(port);
  if (!known || !isfinite(value)) {
    return;
  }
  // Hosts echo what was written a moment ago: under the user's hand the knob would tremble.
  if (ui_is_knob(model->held) && UI_KNOBS[model->held].port == port) {
    return;
  }
  float next = quantise(known, value);
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

static const char* key_name(float key) {
  static const char* const NAMES[] = {"auto", "C",   "C#", "D",   "Eb", "E",   "F",  "F#",  "G",
                                      "Ab",   "A",   "Bb", "B",   "Cm", "C#m", "Dm", "Ebm", "Em",
                                      "Fm",   "F#m", "Gm", "G#m", "Am", "Bbm", "Bm"};
  return NAMES[lrintf(key)];
}

// By hand, because the host's locale may have a decimal comma.
void ui_value_text(const UiModel* model, UiPart knob, char* text, size_t size) {
  const UiPort* port = &UI_KNOBS[knob];
  if (port->port == TN_PORT_KEY) {
    snprintf(text, size, "%s", key_name(model->values[TN_PORT_KEY]));
    return;
  }
  static const long powers[] = {1, 10, 100};
  long power = powers[port->decimals];
  long scaled = lrint((double)model->values[port->port] * (double)power);
  if (port->decimals == 0) {
    snprintf(text, size, "%ld", scaled);
  } else {
    snprintf(text, size, "%ld.%0*ld", scaled / power, port->decimals, scaled % power);
  }
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
  float next = quantise(port, value);
  if (!islessgreater(next, model->values[port->port])) {
    return;
  }
  model->values[port->port] = next;
  model->dirty = true;
  add_action(actions, (UiAction){.kind = UI_ACTION_SET, .port = port->port, .value = next});
}

// A change that is over at once: held and let go, so that the host can record it.
static void change(UiModel* model, const UiPort* port, float value, UiActions* actions) {
  if (!islessgreater(quantise(port, value), model->values[port->port])) {
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
  model->held_value = limit(port, model->held_value + speed * (float)units);
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
