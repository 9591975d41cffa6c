// A hand on the window's model, and what the host is told of its doing.
#ifndef TN_TESTS_UI_HAND_H
#define TN_TESTS_UI_HAND_H

#include "ui/model.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static inline int set_up_model(void** state) {
  UiModel* model = malloc(sizeof *model);
  assert_non_null(model);
  ui_init(model);
  *state = model;
  return 0;
}

static inline int tear_down_model(void** state) {
  ui_free(*state);
  free(*state);
  return 0;
}

#define MODEL_TEST(test) cmocka_unit_test_setup_teardown(test, set_up_model, tear_down_model)

// In the middle of a knob's dial, or of another part.
static inline UiPointer pointer_at(const UiModel* model, UiPart part, double time) {
  const UiRect rect = ui_layout_rect(&model->layout, part);
  const bool tall = ui_part_is_port(part) && rect.height > 60;
  assert_true(rect.width > 0);
  return (UiPointer){.x = (rect.x + rect.width / 2) * model->scale,
                     .y = (rect.y + (tall ? 29 : rect.height / 2)) * model->scale,
                     .time = time};
}

static inline UiPointer pointer_at_port(const UiModel* model, TnPort port, double time) {
  return pointer_at(model, ui_part_of_port(port), time);
}

static inline void press(UiModel* model, TnPort port, double time, UiActions* actions) {
  const UiPointer pointer = pointer_at_port(model, port, time);
  ui_press(model, &pointer, actions);
}

static inline void release(UiModel* model, TnPort port, UiActions* actions) {
  const UiPointer pointer = pointer_at_port(model, port, 0);
  ui_release(model, &pointer, actions);
}

// Drags the held knob `units` up from its middle, in one move.
static inline void drag(UiModel* model, TnPort port, double units, bool shift, UiActions* actions) {
  UiPointer pointer = pointer_at_port(model, port, 0);
  pointer.y -= units * model->scale;
  pointer.shift = shift;
  ui_motion(model, &pointer, actions);
}

static inline void click_part(UiModel* model, UiPart part, UiActions* actions) {
  const UiPointer pointer = pointer_at(model, part, 0);
  UiActions more;
  ui_press(model, &pointer, actions);
  ui_release(model, &pointer, &more);
  for (size_t i = 0; i < more.count; i++) {
    ui_add(actions, more.items[i]);
  }
}

static inline void key(UiModel* model, UiKeyKind kind, UiActions* actions) {
  const UiKey pressed = {.kind = kind};
  ui_key(model, &pressed, actions);
}

static inline void type(UiModel* model, const char* text) {
  UiActions actions;
  for (; *text; text++) {
    const UiKey pressed = {.kind = UI_KEY_TEXT, .text = {*text}};
    ui_key(model, &pressed, &actions);
  }
}

static inline void assert_near(float value, float expected) {
  assert_true(fabsf(value - expected) < 1e-4F);
}

// The first action of that kind, which is there; `port` where it is of one.
static inline const UiAction* find_action(const UiActions* actions, UiActionKind kind) {
  for (size_t i = 0; i < actions->count; i++) {
    if (actions->items[i].kind == kind) {
      return &actions->items[i];
    }
  }
  return NULL;
}

static inline void assert_action(const UiActions* actions, UiActionKind kind, TnPort port) {
  const UiAction* action = find_action(actions, kind);
  assert_non_null(action);
  assert_int_equal(action->port, port);
}

// A change at one stroke: held, set, let go.
static inline void assert_stroke(const UiActions* actions, TnPort port, float value) {
  assert_action(actions, UI_ACTION_TOUCH, port);
  assert_action(actions, UI_ACTION_SET, port);
  assert_action(actions, UI_ACTION_RELEASE, port);
  assert_near(find_action(actions, UI_ACTION_SET)->value, value);
}

#endif
