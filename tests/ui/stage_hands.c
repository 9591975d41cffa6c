#include "tests/ui/stage_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <X11/extensions/XTest.h>
#include <X11/keysym.h>
#include <X11/XKBlib.h>

double ui_stage_scale(const UiStage* stage) {
  const double base = stage->options.scale > 0 ? (double)stage->options.scale : 1.0;
  const double least =
      fmin((double)stage->width / UI_LEAST_WIDTH, (double)stage->height / UI_LEAST_HEIGHT);
  const double roomy =
      fmin((double)stage->width / UI_ROOMY_WIDTH, (double)stage->height / UI_ROOMY_HEIGHT);
  return fmin(fmax(base, roomy), least);
}

UiRect ui_stage_part(const UiStage* stage, UiPart part, UiMode mode, int page) {
  UiLayout layout;
  const double scale = ui_stage_scale(stage);
  ui_layout_make(&layout, stage->width / scale, stage->height / scale, mode, page,
                 stage->options.gives_files);
  return part == UI_PART_LIST   ? layout.list
         : part == UI_PART_ROLL ? layout.roll
                                : ui_layout_rect(&layout, part);
}

// The server has done what it was asked, and the window has seen it, and what came of it.
static void settle(UiStage* stage) {
  for (int i = 0; i < 2; i++) {
    ui_stage_sync(stage);
    ui_stage_idle(stage);
  }
  ui_stage_sync(stage);
}

void ui_stage_point(UiStage* stage, double x, double y) {
  int root_x;
  int root_y;
  Window child;
  const double scale = ui_stage_scale(stage);
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

void ui_stage_double_click(UiStage* stage, double x, double y) {
  ui_stage_point(stage, x, y);
  for (int i = 0; i < 4; i++) {
    XTestFakeButtonEvent(stage->display, 1, i % 2 == 0, CurrentTime);
  }
  settle(stage);
}

void ui_stage_click_part(UiStage* stage, UiPart part, UiMode mode, int page) {
  const UiRect rect = ui_stage_part(stage, part, mode, page);
  if (rect.width <= 0) {
    ui_stage_die("stage: part %d is not there", (int)part);
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
    ui_stage_die("stage: there is no key for %lx", symbol);
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
    ui_stage_die("stage: there is no key %s", name);
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
