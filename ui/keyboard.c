// What the keys do to the model.
#include "ui/model.h"

#include <math.h>

static const UiPort* port_of(UiPart part) {
  return ui_part_is_port(part) ? ui_port_find(ui_port_of_part(part)) : NULL;
}

static bool is_command(const UiKey* key, char letter, bool shift) {
  return key->kind == UI_KEY_TEXT && key->control && key->shift == shift &&
         (key->text[0] | 0x20) == letter;
}

// ---- the focus ----

static bool takes_focus(UiPart part) {
  return part != UI_PART_NONE && part != UI_PART_ROLL && part != UI_PART_SHEET &&
         part != UI_PART_LIST;
}

// The part after the one that has the focus, or before it. In the order of reading: the header's
// parts lie from the right to the left.
static bool comes_before(const UiItem* a, const UiItem* b) {
  const double apart = a->rect.y + a->rect.height / 2 - b->rect.y - b->rect.height / 2;
  return fabs(apart) > 20 ? apart < 0 : a->rect.x < b->rect.x;
}

// `on_cards`: only of those that stand on cards.
static const UiItem* next_item(const UiLayout* layout, const UiItem* from, bool back,
                               bool on_cards) {
  const UiItem* best = NULL;
  for (size_t i = 0; i < layout->count; i++) {
    const UiItem* item = &layout->items[i];
    const bool is_ahead = !from || (back ? comes_before(item, from) : comes_before(from, item));
    const bool counts =
        !on_cards || (ui_part_is_port(item->part) && ui_card_of(ui_port_of_part(item->part)) >= 0);
    if (counts && takes_focus(item->part) && item != from && is_ahead &&
        (!best || (back ? comes_before(best, item) : comes_before(item, best)))) {
      best = item;
    }
  }
  return best;
}

static const UiItem* focused_item(const UiLayout* layout, UiPart part) {
  for (size_t i = 0; i < layout->count; i++) {
    if (layout->items[i].part == part && takes_focus(part)) {
      return &layout->items[i];
    }
  }
  return NULL;
}

// On from the last control of a page comes the first of the next, and then the first part of all.
static void move_focus(UiModel* model, bool back) {
  UiLayout* layout = &model->layout;
  const UiItem* next = next_item(layout, focused_item(layout, model->focus), back, false);
  bool on_cards = false;
  if (!next && model->mode == UI_MAIN && layout->page_count > 1) {
    model->page = (layout->page + (back ? layout->page_count - 1 : 1)) % layout->page_count;
    on_cards = !back && model->page > 0;
    ui_lay_out(model);
  }
  next = next ? next : next_item(layout, NULL, back, on_cards);
  model->focus = next ? next->part : UI_PART_NONE;
  model->focus_shown = true;
  model->dirty = true;
  if (model->focus == UI_PART_PATH || model->focus == UI_PART_SEARCH) {
    ui_type(model, model->focus);
  }
}

// ---- typing ----

static void search(UiModel* model) {
  ui_browser_show(&model->browser, model->browser.shelf, model->entry.text);
  ui_browser_reveal(&model->browser, ui_rows(model));
}

static bool type_key(UiModel* model, const UiKey* key, UiActions* actions) {
  if (model->typing == UI_PART_NONE) {
    return false;
  }
  if (ui_entry_key(&model->entry, key)) {
    model->dirty = true;
    if (model->typing == UI_PART_SEARCH) {
      search(model);
    }
    return true;
  }
  if (!ui_part_is_port(model->typing)) {
    return false;
  }
  if (key->kind == UI_KEY_ENTER || key->kind == UI_KEY_ESCAPE) {
    ui_finish_typing(model, key->kind == UI_KEY_ENTER, actions);
    return true;
  }
  if (key->kind == UI_KEY_TAB) {
    ui_finish_typing(model, true, actions);
  }
  return false;
}

// ---- menus ----

static bool menu_key(UiModel* model, const UiKey* key, UiActions* actions) {
  UiMenu* menu = &model->menu;
  const UiPort* port = menu->port;
  if (!port) {
    return false;
  }
  const int step = key->kind == UI_KEY_UP      ? -1
                   : key->kind == UI_KEY_DOWN  ? 1
                   : key->kind == UI_KEY_LEFT  ? -menu->rows
                   : key->kind == UI_KEY_RIGHT ? menu->rows
                   : key->kind == UI_KEY_HOME  ? -menu->count
                   : key->kind == UI_KEY_END   ? menu->count
                                               : 0;
  const int hot = menu->hot + step;
  model->dirty = true;
  if (step != 0) {
    const bool is_far = key->kind == UI_KEY_HOME || key->kind == UI_KEY_END;
    menu->hot = hot >= 0 && hot < menu->count ? hot
                : is_far                      ? (hot < 0 ? 0 : menu->count - 1)
                                              : menu->hot;
    return true;
  }
  menu->port = NULL;
  if (key->kind == UI_KEY_ENTER || (key->kind == UI_KEY_TEXT && key->text[0] == ' ')) {
    ui_change(model, port, port->minimum + (float)menu->hot, actions);
  }
  return true;
}

// ---- the faces ----

// Styles are tried as the arrow keys pass them.
static bool browser_key(UiModel* model, const UiKey* key, UiActions* actions) {
  const int page = (int)ui_rows(model);
  const int step = key->kind == UI_KEY_UP          ? -1
                   : key->kind == UI_KEY_DOWN      ? 1
                   : key->kind == UI_KEY_PAGE_UP   ? -page
                   : key->kind == UI_KEY_PAGE_DOWN ? page
                                                   : 0;
  if (step != 0) {
    if (ui_browser_step(&model->browser, step)) {
      ui_browser_reveal(&model->browser, ui_rows(model));
      ui_add(actions, (UiAction){.kind = UI_ACTION_STYLE});
      model->dirty = true;
    }
    return true;
  }
  if (key->kind == UI_KEY_ESCAPE || (key->kind == UI_KEY_ENTER && (model->focus == UI_PART_SEARCH ||
                                                                   model->focus == UI_PART_NONE))) {
    ui_add(actions, (UiAction){.kind = UI_ACTION_STOP_TRYING});
    ui_set_mode(model, UI_MAIN);
    return true;
  }
  return false;
}

static bool sheet_key(UiModel* model, const UiKey* key, UiActions* actions) {
  if (key->kind == UI_KEY_ESCAPE) {
    ui_set_mode(model, UI_MAIN);
    return true;
  }
  if (key->kind == UI_KEY_ENTER && model->focus != UI_PART_CANCEL &&
      !(model->focus >= UI_PART_BARS && model->focus < UI_PART_PATH)) {
    ui_add(actions, (UiAction){.kind = UI_ACTION_SAVE});
    return true;
  }
  return false;
}

static bool command_key(UiModel* model, const UiKey* key, UiActions* actions) {
  if (is_command(key, 'z', false)) {
    ui_add(actions, (UiAction){.kind = UI_ACTION_UNDO});
  } else if (is_command(key, 'z', true) || is_command(key, 'y', false)) {
    ui_add(actions, (UiAction){.kind = UI_ACTION_REDO});
  } else if (is_command(key, 's', false) && model->mode != UI_SAVE) {
    ui_set_mode(model, UI_SAVE);
    ui_add(actions, (UiAction){.kind = UI_ACTION_SAVE_BEGIN});
  } else if (is_command(key, 'f', false) && model->mode != UI_BROWSE) {
    ui_set_mode(model, UI_BROWSE);
    ui_add(actions, (UiAction){.kind = UI_ACTION_BROWSE});
  } else {
    return false;
  }
  return true;
}

// ---- controls ----

static bool turn(UiModel* model, const UiPort* port, const UiKey* key, UiActions* actions) {
  const float step = ui_step(port, key->shift) * (port->kind == UI_MENU ? -1.0F : 1.0F);
  const float value = model->values[port->port];
  const float page = ui_port_is_whole(port) ? 10 * step : 5 * step;
  switch (key->kind) {
  case UI_KEY_UP:
  case UI_KEY_RIGHT:
    ui_change(model, port, value + step, actions);
    return true;
  case UI_KEY_DOWN:
  case UI_KEY_LEFT:
    ui_change(model, port, value - step, actions);
    return true;
  case UI_KEY_PAGE_UP:
    ui_change(model, port, value + page, actions);
    return true;
  case UI_KEY_PAGE_DOWN:
    ui_change(model, port, value - page, actions);
    return true;
  case UI_KEY_HOME:
    ui_change(model, port, port->minimum, actions);
    return true;
  case UI_KEY_END:
    ui_change(model, port, port->maximum, actions);
    return true;
  case UI_KEY_DELETE:
  case UI_KEY_BACKSPACE:
    ui_change(model, port, port->default_value, actions);
    return true;
  default:
    return false;
  }
}

static bool begins_value(const UiPort* port, const UiKey* key) {
  const char c = key->text[0];
  const bool is_number = (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ',';
  const bool is_name = port->form == UI_PITCH && (c | 0x20) >= 'a' && (c | 0x20) <= 'g';
  return key->kind == UI_KEY_TEXT && !key->control && (is_number || is_name) &&
         (port->kind == UI_KNOB || port->kind == UI_BOX);
}

static bool focus_key(UiModel* model, const UiKey* key, UiActions* actions) {
  const UiPort* port = port_of(model->focus);
  const bool is_space = key->kind == UI_KEY_TEXT && !key->control && key->text[0] == ' ';
  if (!model->focus_shown || ui_layout_rect(&model->layout, model->focus).width <= 0) {
    return false;
  }
  if (key->kind == UI_KEY_ENTER || is_space) {
    ui_activate(model, model->focus, actions);
    return true;
  }
  if (port && begins_value(port, key)) {
    ui_type(model, model->focus);
    return ui_entry_key(&model->entry, key);
  }
  return port && port->kind != UI_TRIGGER && turn(model, port, key, actions);
}

void ui_key(UiModel* model, const UiKey* key, UiActions* actions) {
  actions->count = 0;
  if (menu_key(model, key, actions) || type_key(model, key, actions)) {
    return;
  }
  if (key->kind == UI_KEY_TAB) {
    move_focus(model, key->shift);
    return;
  }
  const bool taken = command_key(model, key, actions) ||
                     (model->mode == UI_BROWSE && browser_key(model, key, actions)) ||
                     (model->mode == UI_SAVE && sheet_key(model, key, actions)) ||
                     focus_key(model, key, actions);
  if (taken) {
    return;
  }
  if (key->kind == UI_KEY_ESCAPE && model->focus_shown) {
    model->focus_shown = false;
    model->dirty = true;
    return;
  }
  ui_add(actions, (UiAction){.kind = UI_ACTION_PASS_KEY});
}
