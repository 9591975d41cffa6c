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
};

#endif
