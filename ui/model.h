// What the window shows and how it answers the pointer, without a display: port values, the style,
// the message line, where each part lies, what a drag or a click means.
//
// Lengths are in design units (the window at scale 1 is UI_WIDTH x UI_HEIGHT of them) except where
// "pixels" is said. All functions belong to the window's thread; none of them allocates or fails.
#ifndef TN_UI_MODEL_H
#define TN_UI_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/controls.h"

enum {
  UI_WIDTH = 770,
  UI_HEIGHT = 300,
  UI_TEXT_SIZE = 512, // bytes of a shown text, with its end
  UI_ACTION_MAX = 4,  // actions that one input can cause
};

// A part of the window that the pointer can reach. The knobs come first, in the order of UI_KNOBS.
typedef enum {
  UI_PART_TEMPERATURE,
  UI_PART_TOP_P,
  UI_PART_LENGTH,
  UI_PART_SEED,
  UI_PART_KEY,
  UI_PART_TEMPO,
  UI_PART_SYNC_HOST,
  UI_PART_SYNC_FREE,
  UI_PART_ENABLED,
  UI_PART_STYLE_PREVIOUS,
  UI_PART_STYLE_NEXT,
  UI_PART_COUNT,
  UI_PART_NONE = UI_PART_COUNT
} UiPart;

typedef struct {
  double x;
  double y;
  double width;
  double height;
} UiRect;

// The pointer at an input; x and y in pixels of the window.
typedef struct {
  double x;
  double y;
  uint32_t time; // milliseconds, may wrap
  bool shift;
  bool control;
} UiPointer;

typedef enum {
  UI_ACTION_TOUCH,   // the user took hold of `port`
  UI_ACTION_SET,     // `port` is to become `value`
  UI_ACTION_RELEASE, // the user let go of `port`
  UI_ACTION_STYLE    // load the style `step` places further
} UiActionKind;

typedef struct {
  UiActionKind kind;
  TnPort port;
  float value;
  int step;
} UiAction;

// What an input asks of the host, in order. Every input function fills it from empty.
typedef struct {
  UiAction items[UI_ACTION_MAX];
  size_t count;
} UiActions;

typedef struct {
  float values[TN_PORT_COUNT];
  char style[UI_TEXT_SIZE];   // the style's name as shown, or ""
  char message[UI_TEXT_SIZE]; // what the plugin has to say, or ""
  bool style_loading;         // asked for, not yet confirmed by the plugin
  size_t style_count;         // style files that the arrows reach
  size_t style_place;         // 1 for the first of them, 0 when the present one is not among them

  double scale;    // pixels a design unit
  double offset_x; // pixels left of the design
  double offset_y; // pixels above the design
  int width;       // pixels
  int height;      // pixels

  UiPart hover;
  UiPart held;          // the knob being dragged, or UI_PART_NONE
  float held_value;     // the dragged value before it is rounded to what the port can hold
  double held_y;        // pixels
  UiPart clicked;       // the knob of the last press, for double-clicks
  UiPointer last_click; // where and when that was

  bool dirty; // something shown has changed since ui_clean()
} UiModel;

void ui_init(UiModel* model);

// The window is `width` x `height` pixels: the design is scaled to fit and centred.
void ui_resize(UiModel* model, int width, int height);

// The host says that a port has `value`. Ports that are not shown, values that are not finite and
// the port that the user is turning are ignored; values are brought into the port's range.
void ui_set_value(UiModel* model, uint32_t port, float value);

// The texts are copied; what is not valid UTF-8 or not printable is replaced, what is too long is
// cut.
void ui_set_style(UiModel* model, const char* name, bool loading);
void ui_set_message(UiModel* model, const char* message);
void ui_set_place(UiModel* model, size_t place, size_t count);

// Everything shown has been drawn.
void ui_clean(UiModel* model);

// Input. Each one fills `actions` from empty with what the host has to be told.
void ui_press(UiModel* model, const UiPointer* pointer, UiActions* actions);
void ui_motion(UiModel* model, const UiPointer* pointer, UiActions* actions);
void ui_release(UiModel* model, const UiPointer* pointer, UiActions* actions);
void ui_wheel(UiModel* model, const UiPointer* pointer, int notches, UiActions* actions);
void ui_leave(UiModel* model);
// The drag ends because the window goes away.
void ui_cancel(UiModel* model, UiActions* actions);

// What the drawing asks.
bool ui_is_knob(UiPart part);
UiRect ui_part_rect(UiPart part);
UiPart ui_hit(const UiModel* model, double x, double y); // pixels
bool ui_style_steps(const UiModel* model);               // whether the arrows lead anywhere
bool ui_part_active(const UiModel* model, UiPart part);  // false: drawn muted, has no effect now
double ui_position(const UiModel* model, UiPart knob);   // 0..1 of the knob's range
void ui_value_text(const UiModel* model, UiPart knob, char* text, size_t size);
const char* ui_unit(const UiModel* model, UiPart knob); // what follows the value, or ""
const char* ui_help(const UiModel* model); // one line about the part under the pointer, or ""

#endif
