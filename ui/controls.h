// The controls of the window: what is known about the ports that they set.
//
// Nothing here changes; the functions may be called on any thread.
#ifndef TN_UI_CONTROLS_H
#define TN_UI_CONTROLS_H

#include <stddef.h>
#include <stdint.h>

#include "plugin/ports.h"

enum { UI_KNOB_COUNT = 6 };

// What is known about a control port. Speeds are in the port's own unit.
typedef struct {
  TnPort port;
  const char* name;
  const char* unit; // shown after the value, or ""
  const char* help; // one line for the foot of the window
  float minimum;
  float maximum;
  float default_value;
  int decimals;     // 0 for a port of whole numbers
  float drag;       // change for a pixel of drag at scale 1
  float drag_fine;  // the same with Shift
  float wheel;      // change for a notch of the wheel
  float wheel_fine; // the same with Shift
} UiPort;

// The turning controls, in the order of UiPart.
extern const UiPort UI_KNOBS[UI_KNOB_COUNT];
// The two switches: a click sets them to their minimum or maximum.
extern const UiPort UI_SYNC;
extern const UiPort UI_ENABLED;

// The control of the port with that index, or NULL where the window has none.
const UiPort* ui_port_find(uint32_t index);

// The nearest value in the port's range; and the nearest that the port can hold.
float ui_port_limit(const UiPort* port, float value);
float ui_port_quantise(const UiPort* port, float value);

// Writes what is shown for a value that the port can hold, without its unit.
void ui_port_text(const UiPort* port, float value, char* text, size_t size);

#endif
