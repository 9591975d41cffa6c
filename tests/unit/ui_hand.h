// A hand on the window's model, and what the host is told of its doing.
#ifndef TN_TESTS_UI_HAND_H
#define TN_TESTS_UI_HAND_H

#include "ui/model.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static inline UiPointer pointer_at(UiPart part, uint32_t time) {
  UiRect rect = ui_part_rect(part);
  return (UiPointer){.x = rect.x + rect.width / 2, .y = rect.y + rect.height / 2, .time = time};
}

static inline void press(UiModel* model, UiPart part, uint32_t time, UiActions* actions) {
  UiPointer pointer = pointer_at(part, time);
  ui_press(model, &pointer, actions);
}

static inline void release(UiModel* model, UiPart part, UiActions* actions) {
  UiPointer pointer = pointer_at(part, 0);
  ui_release(model, &pointer, actions);
}

// Drags the held knob `pixels` up from the middle of `part`, in one move.
static inline void drag(UiModel* model, UiPart part, double pixels, bool shift,
                        UiActions* actions) {
  UiPointer pointer = pointer_at(part, 0);
  pointer.y -= pixels;
  pointer.shift = shift;
  ui_motion(model, &pointer, actions);
}

static inline void assert_near(float value, float expected) {
  assert_true(fabsf(value - expected) < 1e-4F);
}

static inline void assert_action(const UiActions* actions, size_t index, UiActionKind kind,
                                 TnPort port) {
  assert_true(index < actions->count);
  assert_int_equal(actions->items[index].kind, kind);
  assert_int_equal(actions->items[index].port, port);
}

// A change at one stroke: held, set, let go.
static inline void assert_stroke(const UiActions* actions, TnPort port, float value) {
  assert_int_equal(actions->count, 3);
  assert_action(actions, 0, UI_ACTION_TOUCH, port);
  assert_action(actions, 1, UI_ACTION_SET, port);
  assert_action(actions, 2, UI_ACTION_RELEASE, port);
  assert_near(actions->items[1].value, value);
}

#endif
