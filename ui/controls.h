// The controls of the window: what is known about the ports that they set.
//
// Nothing here changes; the functions may be called on any thread.
#ifndef TN_UI_CONTROLS_H
#define TN_UI_CONTROLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "plugin/ports.h"

enum { UI_VALUE_TEXT = 48 }; // bytes of a value as text

typedef enum {
  UI_KNOB,
  UI_BOX,    // a number that is dragged
  UI_MENU,   // one of several labels
  UI_SWITCH, // on or off
  UI_TRIGGER // acts as it rises
} UiKind;

// How a value is read and written as text.
typedef enum {
  UI_NUMBER,
  UI_PERCENT, // of 1
  UI_PITCH,   // a note's name
  UI_LABEL    // of `labels`
} UiForm;

typedef struct {
  TnPort port;
  UiKind kind;
  UiForm form;
  int decimals;      // 0 for a port of whole numbers
  const char* name;  // as it stands beside the control
  const char* title; // the port's whole name
  const char* unit;  // shown after the value, or ""
  const char* help;  // one line
  float minimum;
  float maximum;
  float default_value;
  const char* const* labels; // of UI_LABEL: one for each whole value from the minimum on
} UiPort;

// The control of the port with that index, or NULL where the window has none.
const UiPort* ui_port_find(uint32_t index);

// Whether only whole numbers go in.
bool ui_port_is_whole(const UiPort* port);

// The nearest value in the port's range; and the nearest that the port can hold.
float ui_port_limit(const UiPort* port, float value);
float ui_port_quantise(const UiPort* port, float value);

// Where in the range the value lies, 0..1.
double ui_port_position(const UiPort* port, float value);

// Writes what is shown for a value that the port can hold, with its unit.
void ui_port_text(const UiPort* port, float value, char text[UI_VALUE_TEXT]);

// Reads a value as somebody types it: a number with a point or a comma, a note's name, a label or
// its beginning. False, and *value is left alone, where it is none of these.
bool ui_port_read(const UiPort* port, const char* text, float* value);

#endif
