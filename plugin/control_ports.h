// The control ports as the engine's TnControls.
#ifndef TN_CONTROL_PORTS_H
#define TN_CONTROL_PORTS_H

#include "plugin/engine/controls.h"
#include "plugin/ports.h"

// The values at the control inputs; a port that is not connected has its default. For the audio
// thread.
TnControls control_ports_read(void* const ports[TN_PORT_COUNT]);

// Writes to a control output, where it is connected. For the audio thread.
void control_ports_write(void* const ports[TN_PORT_COUNT], TnPort port, float value);

#endif
