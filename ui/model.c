#include "ui/model.h"

#include <math.h>
#include <string.h>

#include "ui/text.h"

#define PULSE_SECONDS 0.12 // for which a trigger stays up: longer than any block
#define TIP_SECONDS   0.7

static const int SAVE_BARS[UI_SAVE_CHOICES] = {4, 8, 16, 32, 64, 0};

void ui_init(UiModel* model) {
  memset(model, 0, sizeof *model);
  for (uint32_t port = 0; port < TN_PORT_COUNT; port++) {
    const UiPort* known = ui_port_find(port);
    model->values[port] = known ? known->default_value : 0.0F;
  }
  ui_roll_init(&model->roll);
  ui_view_init(&model->view);
  model->base_scale = 1;
  model->save_choice = 1;
  ui_resize(model, UI_WIDTH, UI_HEIGHT, 1);
  model->dirty = true;
}

void ui_free(UiModel* model) {
  ui_browser_free(&model->browser);
}

int ui_save_bars(int choice) {
  return SAVE_BARS[choice];
}

// To whole pixels: what is drawn again and again must not leave seams.
static void snap(UiRect* rect, double scale) {
  const double right = round((rect->x + rect->width) * scale) / scale;
  const double bottom = round((rect->y + rect->height) * scale) / scale;
  rect->x = round(rect->x * scale) / scale;
  rect->y = round(rect->y * scale) / scale;
  rect->width = right - rect->x;
  rect->height = bottom - rect->y;
}

void ui_lay_out(UiModel* model) {
  ui_layout_make(&model->layout, model->width / model->scale, model->height / model->scale,
                 model->mode, model->page, model->offers_file);
  UiLayout* l = &model->layout;
  UiRect* moving[] = {&l->toolbar, &l->place, &l->ruler, &l->keys, &l->roll, &l->odds, &l->foot};
  for (size_t i = 0; i < sizeof moving / sizeof *moving; i++) {
    snap(moving[i], model->scale);
  }
  model->page = model->layout.page;
  model->menu.port = NULL;
  model->dirty = true;
}

// A window has the size that the host wants its parts to have; a small one makes them smaller, so
// that all have room, and a large one larger.
void ui_resize(UiModel* model, int width, int height, double base_scale) {
  const int w = width < 1 ? 1 : width;
  const int h = height < 1 ? 1 : height;
  const double least = fmin((double)w / UI_LEAST_WIDTH, (double)h / UI_LEAST_HEIGHT);
  const double roomy = fmin((double)w / UI_ROOMY_WIDTH, (double)h / UI_ROOMY_HEIGHT);
  const double scale = fmin(fmax(base_scale, roomy), least);
  model->dirty = model->dirty || w != model->width || h != model->height;
  model->width = w;
  model->height = h;
  model->base_scale = base_scale;
  model->scale = scale;
  ui_lay_out(model);
}

void ui_set_value(UiModel* model, uint32_t port, float value) {
  const UiPort* known = ui_port_find(port);
  const bool is_meter = port == TN_PORT_LATE || (port >= TN_PORT_BAR && port < TN_PORT_COUNT);
  if ((!known && !is_meter) || !isfinite(value)) {
    return;
  }
  // Hosts echo what was written a moment ago: under the user's hand the knob would tremble.
  if (known && model->held == ui_part_of_port(known->port)) {
    return;
  }
  float next = known ? ui_port_quantise(known, value) : value;
  if (islessgreater(next, model->values[port])) {
    model->values[port] = next;
    model->dirty = model->dirty || known;
    model->roll_dirty = true;
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

void ui_set_message(UiModel* model, const char* message, bool complains) {
  set_text(model, model->message, message);
  model->dirty = model->dirty || complains != model->complains;
  model->complains = complains;
}

void ui_set_mode(UiModel* model, UiMode mode) {
  if (model->typing != UI_PART_NONE) {
    UiActions none = {.count = 0};
    ui_finish_typing(model, false, &none);
  }
  model->mode = mode;
  model->hover = UI_PART_NONE;
  model->focus = UI_PART_NONE;
  model->tip = false;
  ui_lay_out(model);
  if (mode == UI_BROWSE) {
    ui_type(model, UI_PART_SEARCH);
    ui_browser_reveal(&model->browser, ui_rows(model));
  }
}

void ui_set_path(UiModel* model, const char* path) {
  ui_type(model, UI_PART_PATH);
  ui_entry_begin(&model->entry, path);
}

double ui_row_height(void) {
  return 30;
}

size_t ui_rows(const UiModel* model) {
  const double rows = (model->layout.list.height - 24) / ui_row_height();
  return rows > 1 ? (size_t)rows : 1;
}

void ui_browser_changed(UiModel* model) {
  model->dirty = model->dirty || model->mode == UI_BROWSE;
}

void ui_roll_changed(UiModel* model) {
  model->roll_dirty = true;
}

void ui_clean(UiModel* model) {
  model->dirty = false;
  model->roll_dirty = false;
}

// ---- the time ----

static void drop_triggers(UiModel* model, double now, UiActions* actions) {
  for (int port = 0; port < TN_PORT_COUNT; port++) {
    double* pulse = &model->pulses[port];
    if (*pulse < 0) { // risen since the last tick
      *pulse = now + PULSE_SECONDS;
    } else if (*pulse > 0 && now >= *pulse) {
      *pulse = 0;
      model->values[port] = 0;
      model->dirty = true;
      ui_add(actions, (UiAction){.kind = UI_ACTION_SET, .port = (TnPort)port, .value = 0});
      ui_add(actions, (UiAction){.kind = UI_ACTION_RELEASE, .port = (TnPort)port});
    }
  }
}

void ui_tick(UiModel* model, double now, UiActions* actions) {
  actions->count = 0;
  drop_triggers(model, now, actions);
  const bool waits = model->hover != UI_PART_NONE && model->held == UI_PART_NONE && !model->tip &&
                     !model->menu.port && model->hover_since > 0 && model->hover != model->quiet;
  if (model->hover_since < 0) {
    model->hover_since = now;
  } else if (waits && now - model->hover_since > TIP_SECONDS &&
             ui_help(model, model->hover)[0] != '\0') {
    model->tip = true;
    model->dirty = true;
  }
  const bool moved = ui_roll_move(&model->roll, now);
  const bool followed = ui_view_follow(&model->view, &model->roll, model->layout.roll, false);
  model->roll_dirty = model->roll_dirty || moved || followed;
  model->dirty = model->dirty || model->style_loading; // a sign that turns
}

// ---- what the drawing asks ----

bool ui_port_active(const UiModel* model, TnPort port) {
  const bool enabled = model->values[TN_PORT_ENABLED] > 0.5F;
  const bool free_running = model->values[TN_PORT_SYNC] > 0.5F;
  const int mode = (int)lrintf(model->values[TN_PORT_MODE]);
  switch (port) {
  case TN_PORT_ENABLED:
  case TN_PORT_THRU:
  case TN_PORT_IN_CHANNEL:
    return true;
  case TN_PORT_TEMPO:
    return enabled && free_running;
  case TN_PORT_VARIATION:
    return enabled && mode == 2;
  case TN_PORT_SCALE_ROOT:
    return enabled && model->values[TN_PORT_SCALE] > 0.5F;
  case TN_PORT_LATCH:
    return enabled && model->values[TN_PORT_CHORD] > 0.5F;
  case TN_PORT_SWING_GRID:
    return enabled && model->values[TN_PORT_SWING] > 0.0F;
  default:
    return enabled;
  }
}

static const char* help_of_part(const UiModel* model, UiPart part) {
  switch ((int)part) {
  case UI_PART_STYLE_PREVIOUS:
    return "Previous style";
  case UI_PART_STYLE_NEXT:
    return "Next style";
  case UI_PART_STYLE:
    return "Choose a style (Ctrl+F)";
  case UI_PART_UNDO:
    return "Undo the last lock or reroll (Ctrl+Z)";
  case UI_PART_REDO:
    return "Redo it (Ctrl+Shift+Z)";
  case UI_PART_SAVE:
    return "Save bars as a MIDI file (Ctrl+S). Or drag the roll onto a track.";
  case UI_PART_ROLL:
    return model->over_reroll ? "Compose this bar anew"
                              : "Click a bar to lock or unlock it. Drag the roll onto a track. "
                                "Wheel: zoom; with Shift: scroll back.";
  case UI_PART_FILE:
    return "Look for a style's file";
  default:
    return "";
  }
}

const char* ui_help(const UiModel* model, UiPart part) {
  if (ui_part_is_port(part)) {
    const UiPort* port = ui_port_find(ui_port_of_part(part));
    return port ? port->help : "";
  }
  return help_of_part(model, part);
}

// ---- changes ----

void ui_add(UiActions* actions, UiAction action) {
  if (actions->count < UI_ACTION_MAX) {
    actions->items[actions->count++] = action;
  }
}

void ui_put(UiModel* model, const UiPort* port, float value, UiActions* actions) {
  const float next = ui_port_quantise(port, value);
  if (!islessgreater(next, model->values[port->port])) {
    return;
  }
  model->values[port->port] = next;
  model->dirty = true;
  ui_add(actions, (UiAction){.kind = UI_ACTION_SET, .port = port->port, .value = next});
}

// Held and let go, so that the host can record it.
void ui_change(UiModel* model, const UiPort* port, float value, UiActions* actions) {
  if (!islessgreater(ui_port_quantise(port, value), model->values[port->port])) {
    return;
  }
  ui_add(actions, (UiAction){.kind = UI_ACTION_TOUCH, .port = port->port});
  ui_put(model, port, value, actions);
  ui_add(actions, (UiAction){.kind = UI_ACTION_RELEASE, .port = port->port});
}

void ui_pull(UiModel* model, TnPort trigger, UiActions* actions) {
  if (model->pulses[trigger] > 0 || model->pulses[trigger] < 0) {
    return; // it is up
  }
  model->pulses[trigger] = -1;
  model->values[trigger] = 1;
  model->dirty = true;
  ui_add(actions, (UiAction){.kind = UI_ACTION_TOUCH, .port = trigger});
  ui_add(actions, (UiAction){.kind = UI_ACTION_SET, .port = trigger, .value = 1});
}

float ui_step(const UiPort* port, bool fine) {
  const float range = port->maximum - port->minimum;
  return ui_port_is_whole(port) ? 1.0F : fine ? range / 200 : range / 40;
}

void ui_open_menu(UiModel* model, TnPort port) {
  const UiPort* known = ui_port_find(port);
  const UiRect rect = ui_layout_rect(&model->layout, ui_part_of_port(port));
  if (known && rect.width > 0) {
    const int chosen = (int)lrintf(model->values[port] - known->minimum);
    ui_menu_open(&model->menu, known, chosen, rect, model->layout.width, model->layout.height);
    model->tip = false;
    model->dirty = true;
  }
}

void ui_type(UiModel* model, UiPart part) {
  char text[UI_VALUE_TEXT] = "";
  if (ui_part_is_port(part)) {
    const UiPort* port = ui_port_find(ui_port_of_part(part));
    ui_port_text(port, model->values[port->port], text);
  }
  ui_entry_begin(&model->entry, part == UI_PART_SEARCH ? model->browser.search : text);
  model->typing = part;
  model->focus = part;
  model->tip = false;
  model->dirty = true;
}

void ui_finish_typing(UiModel* model, bool keep, UiActions* actions) {
  const UiPart part = model->typing;
  model->typing = UI_PART_NONE;
  model->dirty = true;
  if (!ui_part_is_port(part) || !keep) {
    return;
  }
  const UiPort* port = ui_port_find(ui_port_of_part(part));
  float value;
  if (ui_port_read(port, model->entry.text, &value)) {
    ui_change(model, port, value, actions);
  } else if (model->entry.text[0]) {
    ui_set_message(model, "That is not a value of this control.", true);
  }
}
