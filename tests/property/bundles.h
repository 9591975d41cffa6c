// Bundles of the plugin to play from, each beginning with a style of its own.
#ifndef TN_TESTS_PROPERTY_BUNDLES_H
#define TN_TESTS_PROPERTY_BUNDLES_H

#include <stdbool.h>

typedef enum {
  STYLE_PITCHED, // random weights, over five octaves, without drums
  STYLE_DRUMS,   // random weights, few pitches, with drums
  STYLE_NUDGED,  // the same, off the grid
  STYLE_SHIPPED, // the plugin's own
  STYLE_COUNT
} StyleKind;

typedef struct {
  char folder[512];               // that holds all of them but the plugin's own
  char paths[STYLE_COUNT][2048];  // of the bundles
  char styles[STYLE_COUNT][2304]; // of the style with which each begins
} Bundles;

// Made from the bundle that TIENTO_BUNDLE names. False, and a line on stderr, where that fails.
bool bundles_make(Bundles* bundles);
void bundles_remove(const Bundles* bundles);

// The same, for a group of tests whose state they are.
int bundles_set_up(void** state);
int bundles_tear_down(void** state);

// Which of the styles is at `path`, or STYLE_COUNT.
StyleKind bundles_style_at(const Bundles* bundles, const char* path);

#endif
