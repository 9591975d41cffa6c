// What the pointer does to the model.
#include "ui/model.h"

#include <math.h>

enum {
  FULL_DRAG = 200,  // from the least value to the greatest
  FINE = 10,        // times as far with Shift
  CLICK_REACH = 4,  // further is a drag
  VALUE_HEIGHT = 30 // below a knob, where its value and name stand
};

#define DOUBLE_CLICK_SECONDS 0.4

static const UiPort* port_of(UiPart part) {
  return ui_part_is_port(part) ? ui_port_find(ui_port_of_part(part)) : NULL;
}

static double unit_x(const UiModel* model, const UiPointer* pointer) {
  return pointer->x / model->scale;
}

static double unit_y(const UiModel* model, const UiPointer* pointer) {
  return pointer->y / model->scale;
}

// ---- hovering ----

static void hover_bar(UiModel* model, double x, double y) {
  const UiLayout* layout = &model->layout;
  const double place = ui_view_place(&model->view, &model->roll, layout->roll, x);
  const int32_t bar = ui_roll_bar_at(&model->roll, place);
  const UiRect button = ui_view_reroll(&model->view, &model->roll, layout, bar);
  const bool over =
      bar >= 0 && ui_rect_holds(button, x, y) && !ui_roll_is_locked(&model->roll, bar);
  model->roll_dirty = model->roll_dirty || bar != model->hover_bar || over != model->over_reroll;
  model->hover_bar = bar;
  model->over_reroll = over;
}

static void set_hover(UiModel* model, UiPart part) {
  if (part == model->hover) {
    return;
  }
  model->dirty = true;
  model->hover = part;
  model->hover_since = -1; // from the next tick on
  model->quiet = part == UI_PART_NONE || part == model->quiet ? model->quiet : UI_PART_NONE;
  model->tip = false;
}

static void hover(UiModel* model, const UiPointer* pointer) {
  model->x = unit_x(model, pointer);
  model->y = unit_y(model, pointer);
  const UiPart part = ui_layout_hit(&model->layout, model->x, model->y);
  set_hover(model, part);
  if (part == UI_PART_ROLL || model->held == UI_PART_ROLL) {
    hover_bar(model, model->x, model->y);
  }
}

// ---- pressing ----

static bool is_double_click(const UiModel* model, UiPart part, const UiPointer* pointer) {
  const double reach = CLICK_REACH * model->scale;
  const double apart = pointer->time - model->last_click.time; // less than 0: the clock has wrapped
  return part == model->clicked && apart >= 0 && apart < DOUBLE_CLICK_SECONDS &&
         fabs(pointer->x - model->last_click.x) <= reach &&
         fabs(pointer->y - model->last_click.y) <= reach;
}

static bool is_dial(const UiModel* model, UiPart part, const UiPointer* pointer) {
  const UiRect rect = ui_layout_rect(&model->layout, part);
  return port_of(part)->kind == UI_KNOB &&
         unit_y(model, pointer) < rect.y + rect.height - VALUE_HEIGHT;
}

static void press_number(UiModel* model, UiPart part, const UiPointer* pointer,
                         UiActions* actions) {
  const UiPort* port = port_of(part);
  const bool again = is_double_click(model, part, pointer) && is_dial(model, part, pointer);
  model->held = UI_PART_NONE;
  if (pointer->control || again) {
    model->clicked = UI_PART_NONE; // a third click is a first one again
    ui_change(model, port, port->default_value, actions);
    return;
  }
  model->clicked = part;
  model->last_click = *pointer;
  model->held = part;
  model->held_value = model->values[port->port];
  model->held_y = pointer->y;
  model->dirty = true;
  ui_add(actions, (UiAction){.kind = UI_ACTION_TOUCH, .port = port->port});
}

static void press_list(UiModel* model, const UiPointer* pointer, UiActions* actions) {
  UiBrowser* browser = &model->browser;
  const double into = unit_y(model, pointer) - model->layout.list.y - 24;
  const size_t place = browser->top + (size_t)fmax(into / ui_row_height(), 0);
  if (into < 0 || !ui_browser_row(browser, place)) {
    return;
  }
  model->dirty = true;
  if (unit_x(model, pointer) < model->layout.list.x + 30) {
    ui_add(actions, (UiAction){.kind = UI_ACTION_FAVOURITE, .number = (int32_t)place});
    return;
  }
  const bool again = browser->selected == place && is_double_click(model, UI_PART_LIST, pointer);
  model->clicked = UI_PART_LIST;
  model->last_click = *pointer;
  browser->selected = place;
  if (again) {
    ui_set_mode(model, UI_MAIN);
  } else {
    ui_add(actions, (UiAction){.kind = UI_ACTION_STYLE});
  }
}

// Returns whether the menu that is open takes the press.
static bool press_menu(UiModel* model, const UiPointer* pointer, UiActions* actions) {
  const UiPort* port = model->menu.port;
  if (!port) {
    return false;
  }
  const int entry = ui_menu_hit(&model->menu, unit_x(model, pointer), unit_y(model, pointer));
  model->menu.port = NULL;
  model->dirty = true;
  if (entry >= 0) {
    ui_change(model, port, port->minimum + (float)entry, actions);
  }
  return true;
}

static void activate(UiModel* model, UiPart part, UiActions* actions) {
  const UiPort* port = port_of(part);
  if (port && port->kind == UI_SWITCH) {
    const float other = model->values[port->port] > 0.5F ? 0.0F : 1.0F;
    ui_change(model, port, other, actions);
  } else if (port && port->kind == UI_TRIGGER) {
    ui_pull(model, port->port, actions);
  } else if (port && port->kind == UI_MENU) {
    ui_open_menu(model, port->port);
  } else if (port) {
    ui_type(model, part);
  } else if (part >= UI_PART_TAB && part < UI_PART_TAB + UI_CARDS) {
    model->page = model->layout.page_of[part - UI_PART_TAB];
    ui_lay_out(model);
  } else if (part >= UI_PART_SHELF && part < UI_PART_SHELF + UI_SHELVES) {
    ui_browser_show(&model->browser, (UiShelf)(part - UI_PART_SHELF), model->browser.search);
    model->dirty = true;
  } else if (part >= UI_PART_BARS && part < UI_PART_BARS + UI_SAVE_CHOICES) {
    model->save_choice = (int)(part - UI_PART_BARS);
    model->dirty = true;
  }
}

// Parts that are buttons and no ports.
void ui_activate(UiModel* model, UiPart part, UiActions* actions) {
  switch ((int)part) {
  case UI_PART_STYLE_PREVIOUS:
  case UI_PART_STYLE_NEXT:
    ui_add(actions,
           (UiAction){.kind = UI_ACTION_STYLE_STEP, .number = part == UI_PART_STYLE_NEXT ? 1 : -1});
    break;
  case UI_PART_STYLE:
    if (model->mode == UI_BROWSE) {
      ui_set_mode(model, UI_MAIN);
      ui_add(actions, (UiAction){.kind = UI_ACTION_STOP_TRYING});
    } else {
      ui_set_mode(model, UI_BROWSE);
      ui_add(actions, (UiAction){.kind = UI_ACTION_BROWSE});
    }
    break;
  case UI_PART_UNDO:
    ui_add(actions, (UiAction){.kind = UI_ACTION_UNDO});
    break;
  case UI_PART_REDO:
    ui_add(actions, (UiAction){.kind = UI_ACTION_REDO});
    break;
  case UI_PART_SAVE:
    ui_set_mode(model, UI_SAVE);
    ui_add(actions, (UiAction){.kind = UI_ACTION_SAVE_BEGIN});
    break;
  case UI_PART_WRITE:
    ui_add(actions, (UiAction){.kind = UI_ACTION_SAVE});
    break;
  case UI_PART_DONE:
    ui_add(actions, (UiAction){.kind = UI_ACTION_STOP_TRYING});
    ui_set_mode(model, UI_MAIN);
    break;
  case UI_PART_CANCEL:
    ui_set_mode(model, UI_MAIN);
    break;
  case UI_PART_FILE:
    ui_add(actions, (UiAction){.kind = UI_ACTION_FILE});
    break;
  case UI_PART_SEARCH:
  case UI_PART_PATH:
    if (model->typing != part) {
      ui_type(model, part);
    }
    model->entry.selected = false;
    model->dirty = true;
    break;
  default:
    activate(model, part, actions);
  }
}

void ui_press(UiModel* model, const UiPointer* pointer, UiActions* actions) {
  actions->count = 0;
  ui_add(actions, (UiAction){.kind = UI_ACTION_FOCUS});
  if (model->held != UI_PART_NONE || press_menu(model, pointer, actions)) {
    return;
  }
  hover(model, pointer);
  const UiPart part = model->hover;
  const UiPort* port = port_of(part);
  if (ui_part_is_port(model->typing) && part != model->typing) {
    ui_finish_typing(model, true, actions);
  }
  model->tip = false;
  model->quiet = part;
  model->focus_shown = false;
  model->focus = part;
  model->pressed = *pointer;
  model->moved = false;
  if (model->typing == part && port) {
    return;
  }
  if (port && (port->kind == UI_KNOB || port->kind == UI_BOX)) {
    press_number(model, part, pointer, actions);
    return;
  }
  if (part == UI_PART_LIST) {
    press_list(model, pointer, actions);
    return;
  }
  model->clicked = UI_PART_NONE;
  if (part == UI_PART_ROLL) {
    model->held = part;
    return;
  }
  ui_activate(model, part, actions);
}

// ---- dragging ----

static void drag_number(UiModel* model, const UiPointer* pointer, UiActions* actions) {
  const UiPort* port = port_of(model->held);
  const double range = (double)port->maximum - (double)port->minimum;
  const double speed = range / FULL_DRAG / (pointer->shift ? FINE : 1);
  const double units = (model->held_y - pointer->y) / model->scale; // up is more
  model->held_y = pointer->y;
  // Limited here too: turning back answers at once, however far the hand went beyond the end.
  model->held_value = ui_port_limit(port, model->held_value + (float)(speed * units));
  if (model->moved) {
    ui_put(model, port, model->held_value, actions);
  }
}

void ui_motion(UiModel* model, const UiPointer* pointer, UiActions* actions) {
  actions->count = 0;
  if (model->menu.port) {
    const int entry = ui_menu_hit(&model->menu, unit_x(model, pointer), unit_y(model, pointer));
    model->dirty = model->dirty || (entry >= 0 && entry != model->menu.hot);
    model->menu.hot = entry >= 0 ? entry : model->menu.hot;
    return;
  }
  if (model->held == UI_PART_NONE) {
    hover(model, pointer);
    return;
  }
  const double reach = CLICK_REACH * model->scale;
  const bool had_moved = model->moved;
  model->moved = model->moved || fabs(pointer->x - model->pressed.x) > reach ||
                 fabs(pointer->y - model->pressed.y) > reach;
  if (model->held != UI_PART_ROLL) {
    drag_number(model, pointer, actions);
  } else if (model->moved && !had_moved) {
    model->held = UI_PART_NONE; // the bars go on by themselves
    ui_add(actions, (UiAction){.kind = UI_ACTION_DRAG});
  }
}

// ---- letting go ----

static void click_roll(UiModel* model, UiActions* actions) {
  const int32_t bar = model->hover_bar;
  if (bar < 0) {
    return;
  }
  const bool locked = ui_roll_is_locked(&model->roll, bar);
  const UiActionKind kind = model->over_reroll ? UI_ACTION_REROLL
                            : locked           ? UI_ACTION_UNLOCK
                                               : UI_ACTION_LOCK;
  ui_add(actions, (UiAction){.kind = kind, .number = bar});
}

void ui_cancel(UiModel* model, UiActions* actions) {
  actions->count = 0;
  const UiPort* port = port_of(model->held);
  model->dirty = model->dirty || model->held != UI_PART_NONE;
  model->held = UI_PART_NONE;
  if (port) {
    ui_add(actions, (UiAction){.kind = UI_ACTION_RELEASE, .port = port->port});
  }
}

void ui_release(UiModel* model, const UiPointer* pointer, UiActions* actions) {
  const UiPart held = model->held;
  const UiPort* port = port_of(held);
  ui_cancel(model, actions);
  hover(model, pointer);
  if (held == UI_PART_ROLL && !model->moved && model->hover == UI_PART_ROLL) {
    click_roll(model, actions);
  } else if (port && !model->moved && !is_dial(model, held, pointer)) {
    ui_type(model, held);
  }
}

// ---- the wheel ----

void ui_wheel(UiModel* model, const UiPointer* pointer, int notches, UiActions* actions) {
  actions->count = 0;
  hover(model, pointer);
  const UiPart part = model->hover;
  const UiPort* port = port_of(part);
  if (model->held != UI_PART_NONE || model->menu.port || part == model->typing) {
    return;
  }
  if (part == UI_PART_ROLL) {
    if (pointer->shift) {
      ui_view_scroll(&model->view, &model->roll, model->layout.roll, notches);
    } else {
      ui_view_zoom(&model->view, &model->roll, model->layout.roll, model->x, notches);
    }
    model->roll_dirty = true;
  } else if (part == UI_PART_LIST) {
    ui_browser_scroll(&model->browser, -3 * notches, ui_rows(model));
    model->dirty = true;
  } else if (port && port->kind != UI_TRIGGER && port->kind != UI_SWITCH) {
    // Menus go down the list.
    const float step = ui_step(port, pointer->shift) * (port->kind == UI_MENU ? -1.0F : 1.0F);
    ui_change(model, port, model->values[port->port] + step * (float)notches, actions);
  }
}

void ui_leave(UiModel* model) {
  set_hover(model, UI_PART_NONE);
}
