// What a composer, a host and its automation do to the plugin, at random.
#ifndef TN_TESTS_PROPERTY_MOVES_H
#define TN_TESTS_PROPERTY_MOVES_H

#include "tests/property/stage.h"
#include "trainer/random.h"

typedef struct {
  Random random;
  Stage stage;
  uint32_t rate;
  double bars;      // of the song that were played
  int beats;        // between two moves, at most
  bool tells;       // each move, on stdout
  bool has_saved;   // a state, in the folder
  char folder[600]; // for a state
} Player;

// The first settings, and play.
void moves_begin(Player* player);

// One move, and some blocks.
void moves_make(Player* player);

#endif
