// Which controls the property test moves: one line a control of what is built.
#ifndef TN_TESTS_PROPERTY_CONTROL_RULES_H
#define TN_TESTS_PROPERTY_CONTROL_RULES_H

#include "plugin/ports.h"

#include <stdbool.h>

typedef enum {
  MOVED_NEVER, // it does nothing yet, or a scenario moves it on purpose: see scenario.c
  MOVED_APART, // the notes do not depend on it
  MOVED_MUSIC  // they do: a phrase during which it moves is promised nothing
} ControlMoves;

typedef struct {
  const char* symbol;
  ControlMoves moves;
  bool is_whole; // takes whole numbers
} ControlRule;

static const ControlRule CONTROL_RULES[TN_PORT_COUNT] = {
    [TN_PORT_FREEWHEEL] = {"freewheel", MOVED_APART, true},
    [TN_PORT_TEMPERATURE] = {"temperature", MOVED_MUSIC, false},
    [TN_PORT_TOP_P] = {"top_p", MOVED_MUSIC, false},
    [TN_PORT_LENGTH] = {"length", MOVED_MUSIC, true},
    [TN_PORT_TEMPO] = {"tempo", MOVED_APART, false},
    [TN_PORT_SEED] = {"seed", MOVED_MUSIC, true},
    [TN_PORT_KEY] = {"key", MOVED_MUSIC, true},
    [TN_PORT_OFFSET] = {"offset", MOVED_MUSIC, true},
    [TN_PORT_RATE] = {"rate", MOVED_MUSIC, true},
    [TN_PORT_MODE] = {"mode", MOVED_MUSIC, true},
    [TN_PORT_VARIATION] = {"variation", MOVED_MUSIC, false},
    [TN_PORT_DENSITY] = {"density", MOVED_MUSIC, false},
    [TN_PORT_LOW] = {"low", MOVED_MUSIC, true},
    [TN_PORT_HIGH] = {"high", MOVED_MUSIC, true},
    [TN_PORT_POLYPHONY] = {"polyphony", MOVED_MUSIC, true},
    [TN_PORT_SCALE_ROOT] = {"scale_root", MOVED_MUSIC, true},
    [TN_PORT_SCALE] = {"scale", MOVED_MUSIC, true},
    [TN_PORT_CHORD] = {"chord", MOVED_MUSIC, true},
    [TN_PORT_LATCH] = {"latch", MOVED_APART,
                       true}, // the chord in itself is a part of the situation
    [TN_PORT_REST] = {"rest", MOVED_MUSIC, false},
    [TN_PORT_VELOCITY] = {"velocity", MOVED_MUSIC, false},
    [TN_PORT_VELOCITY_MIN] = {"velocity_min", MOVED_MUSIC, true},
    [TN_PORT_VELOCITY_MAX] = {"velocity_max", MOVED_MUSIC, true},
    [TN_PORT_GATE] = {"gate", MOVED_MUSIC, false},
    [TN_PORT_SWING] = {"swing", MOVED_MUSIC, false},
    [TN_PORT_SWING_GRID] = {"swing_grid", MOVED_MUSIC, true},
    [TN_PORT_HUMANIZE] = {"humanize", MOVED_MUSIC, false},
    [TN_PORT_TRANSPOSE] = {"transpose", MOVED_MUSIC, true},
    [TN_PORT_CHANNEL] = {"channel", MOVED_MUSIC, true},
    [TN_PORT_PART_1] = {"part_1", MOVED_MUSIC, true},
    [TN_PORT_PART_2] = {"part_2", MOVED_MUSIC, true},
    [TN_PORT_PART_3] = {"part_3", MOVED_MUSIC, true},
    [TN_PORT_PART_4] = {"part_4", MOVED_MUSIC, true},
    [TN_PORT_PART_5] = {"part_5", MOVED_MUSIC, true},
    [TN_PORT_PART_6] = {"part_6", MOVED_MUSIC, true},
    [TN_PORT_PART_7] = {"part_7", MOVED_MUSIC, true},
    [TN_PORT_PART_8] = {"part_8", MOVED_MUSIC, true},
    [TN_PORT_THRU] = {"thru", MOVED_APART, true},
    [TN_PORT_IN_CHANNEL] = {"in_channel", MOVED_APART, true},
    [TN_PORT_LISTEN] = {"listen", MOVED_APART, true},
    [TN_PORT_LEARN] = {"learn", MOVED_APART, true},
};

#endif
