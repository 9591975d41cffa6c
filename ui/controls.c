#include "ui/controls.h"

#include <math.h>
#include <stdio.h>

const UiPort UI_KNOBS[UI_KNOB_COUNT] = {
    {.port = TN_PORT_TEMPERATURE,
     .name = "Temperature",
     .unit = "",
     .help =
         "How daring the choices are: 0 always takes the likeliest note, 1 is the style as learnt.",
     .minimum = 0.0F,
     .maximum = 2.0F,
     .default_value = 1.0F,
     .decimals = 2,
     .drag = 0.01F,
     .drag_fine = 0.001F,
     .wheel = 0.05F,
     .wheel_fine = 0.01F},
    {.port = TN_PORT_TOP_P,
     .name = "Top-P",
     .unit = "",
     .help =
         "Keeps only the likeliest notes that together have this probability; 1 keeps them all.",
     .minimum = 0.05F,
     .maximum = 1.0F,
     .default_value = 0.95F,
     .decimals = 2,
     .drag = 0.005F,
     .drag_fine = 0.0005F,
     .wheel = 0.05F,
     .wheel_fine = 0.01F},
    {.port = TN_PORT_LENGTH,
     .name = "Sequence Length",
     .unit = "bars",
     .help =
         "The length of a phrase: the music comes to a close and starts anew after so many bars.",
     .minimum = 1.0F,
     .maximum = 64.0F,
     .default_value = 8.0F,
     .decimals = 0,
     .drag = 0.32F,
     .drag_fine = 0.05F,
     .wheel = 1.0F,
     .wheel_fine = 1.0F},
    {.port = TN_PORT_SEED,
     .name = "Seed",
     .unit = "",
     .help = "Another seed, other music; the same seed and settings, the same notes.",
     .minimum = 0.0F,
     .maximum = 9999.0F,
     .default_value = 0.0F,
     .decimals = 0,
     .drag = 25.0F,
     .drag_fine = 0.25F,
     .wheel = 1.0F,
     .wheel_fine = 1.0F},
    {.port = TN_PORT_KEY,
     .name = "Key",
     .unit = "",
     .help = "The key to play in: auto is the one that the style uses most, m stands for minor.",
     .minimum = 0.0F,
     .maximum = 24.0F,
     .default_value = 0.0F,
     .decimals = 0,
     .drag = 0.16F,
     .drag_fine = 0.04F,
     .wheel = 1.0F,
     .wheel_fine = 1.0F},
    {.port = TN_PORT_TEMPO,
     .name = "Tempo",
     .unit = "BPM",
     .help = "The speed when Sync is Free; with Host the transport of the host leads.",
     .minimum = 20.0F,
     .maximum = 300.0F,
     .default_value = 120.0F,
     .decimals = 1,
     .drag = 1.0F,
     .drag_fine = 0.1F,
     .wheel = 1.0F,
     .wheel_fine = 0.1F},
};

const UiPort UI_SYNC = {.port = TN_PORT_SYNC,
                        .name = "Sync",
                        .unit = "",
                        .help =
                            "Host: play with the transport. Free: play on at the tempo beside it.",
                        .minimum = 0.0F,
                        .maximum = 1.0F,
                        .default_value = 0.0F};

const UiPort UI_ENABLED = {.port = TN_PORT_ENABLED,
                           .name = "Enabled",
                           .unit = "",
                           .help = "Off lets every sounding note go and plays no more.",
                           .minimum = 0.0F,
                           .maximum = 1.0F,
                           .default_value = 1.0F};

float ui_port_limit(const UiPort* port, float value) {
  return fminf(fmaxf(value, port->minimum), port->maximum);
}

float ui_port_quantise(const UiPort* port, float value) {
  float limited = ui_port_limit(port, value);
  return port->decimals == 0 ? rintf(limited) : limited;
}

const UiPort* ui_port_find(uint32_t index) {
  for (size_t i = 0; i < UI_KNOB_COUNT; i++) {
    if (UI_KNOBS[i].port == index) {
      return &UI_KNOBS[i];
    }
  }
  if (index == TN_PORT_SYNC) {
    return &UI_SYNC;
  }
  return index == TN_PORT_ENABLED ? &UI_ENABLED : NULL;
}

static const char* key_name(float key) {
  static const char* const NAMES[] = {"auto", "C",   "C#", "D",   "Eb", "E",   "F",  "F#",  "G",
                                      "Ab",   "A",   "Bb", "B",   "Cm", "C#m", "Dm", "Ebm", "Em",
                                      "Fm",   "F#m", "Gm", "G#m", "Am", "Bbm", "Bm"};
  return NAMES[lrintf(key)];
}

// By hand, because the host's locale may have a decimal comma.
void ui_port_text(const UiPort* port, float value, char* text, size_t size) {
  if (port->port == TN_PORT_KEY) {
    snprintf(text, size, "%s", key_name(value));
    return;
  }
  static const long powers[] = {1, 10, 100};
  long power = powers[port->decimals];
  long scaled = lrint((double)value * (double)power);
  if (port->decimals == 0) {
    snprintf(text, size, "%ld", scaled);
  } else {
    snprintf(text, size, "%ld.%0*ld", scaled / power, port->decimals, scaled % power);
  }
}
