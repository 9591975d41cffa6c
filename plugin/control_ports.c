#include "plugin/control_ports.h"

#include <stddef.h>
#include <string.h>

typedef struct {
  TnPort port;
  size_t field; // offset in TnControls
} Input;

static const Input INPUTS[] = {
    {TN_PORT_ENABLED, offsetof(TnControls, enabled)},
    {TN_PORT_FREEWHEEL, offsetof(TnControls, freewheel)},
    {TN_PORT_TEMPERATURE, offsetof(TnControls, temperature)},
    {TN_PORT_TOP_P, offsetof(TnControls, top_p)},
    {TN_PORT_LENGTH, offsetof(TnControls, length)},
    {TN_PORT_TEMPO, offsetof(TnControls, tempo)},
    {TN_PORT_SYNC, offsetof(TnControls, sync)},
    {TN_PORT_SEED, offsetof(TnControls, seed)},
    {TN_PORT_KEY, offsetof(TnControls, key)},
    {TN_PORT_OFFSET, offsetof(TnControls, offset)},
    {TN_PORT_RATE, offsetof(TnControls, rate)},
    {TN_PORT_MODE, offsetof(TnControls, mode)},
    {TN_PORT_VARIATION, offsetof(TnControls, variation)},
    {TN_PORT_DENSITY, offsetof(TnControls, density)},
    {TN_PORT_LOW, offsetof(TnControls, low)},
    {TN_PORT_HIGH, offsetof(TnControls, high)},
    {TN_PORT_POLYPHONY, offsetof(TnControls, polyphony)},
    {TN_PORT_SCALE_ROOT, offsetof(TnControls, scale_root)},
    {TN_PORT_SCALE, offsetof(TnControls, scale)},
    {TN_PORT_CHORD, offsetof(TnControls, chord)},
    {TN_PORT_LATCH, offsetof(TnControls, latch)},
    {TN_PORT_REST, offsetof(TnControls, rest)},
    {TN_PORT_VELOCITY, offsetof(TnControls, velocity)},
    {TN_PORT_VELOCITY_MIN, offsetof(TnControls, velocity_min)},
    {TN_PORT_VELOCITY_MAX, offsetof(TnControls, velocity_max)},
    {TN_PORT_GATE, offsetof(TnControls, gate)},
    {TN_PORT_SWING, offsetof(TnControls, swing)},
    {TN_PORT_SWING_GRID, offsetof(TnControls, swing_grid)},
    {TN_PORT_HUMANIZE, offsetof(TnControls, humanize)},
    {TN_PORT_TRANSPOSE, offsetof(TnControls, transpose)},
    {TN_PORT_CHANNEL, offsetof(TnControls, channel)},
    {TN_PORT_PART_1, offsetof(TnControls, part[0])},
    {TN_PORT_PART_2, offsetof(TnControls, part[1])},
    {TN_PORT_PART_3, offsetof(TnControls, part[2])},
    {TN_PORT_PART_4, offsetof(TnControls, part[3])},
    {TN_PORT_PART_5, offsetof(TnControls, part[4])},
    {TN_PORT_PART_6, offsetof(TnControls, part[5])},
    {TN_PORT_PART_7, offsetof(TnControls, part[6])},
    {TN_PORT_PART_8, offsetof(TnControls, part[7])},
    {TN_PORT_THRU, offsetof(TnControls, thru)},
    {TN_PORT_IN_CHANNEL, offsetof(TnControls, in_channel)},
    {TN_PORT_LISTEN, offsetof(TnControls, listen)},
    {TN_PORT_LEARN, offsetof(TnControls, learn)},
    {TN_PORT_REROLL, offsetof(TnControls, reroll)},
    {TN_PORT_REROLL_BAR, offsetof(TnControls, reroll_bar)},
    {TN_PORT_LOCK, offsetof(TnControls, lock)},
    {TN_PORT_UNLOCK, offsetof(TnControls, unlock)},
    {TN_PORT_PANIC, offsetof(TnControls, panic)},
};

TnControls control_ports_read(void* const ports[TN_PORT_COUNT]) {
  TnControls controls = tn_controls_default();
  for (size_t i = 0; i < sizeof INPUTS / sizeof INPUTS[0]; ++i) {
    const float* value = ports[INPUTS[i].port];
    if (value) {
      memcpy((char*)&controls + INPUTS[i].field, value, sizeof *value);
    }
  }
  return controls;
}

void control_ports_write(void* const ports[TN_PORT_COUNT], TnPort port, float value) {
  float* output = ports[port];
  if (output) {
    *output = value;
  }
}
