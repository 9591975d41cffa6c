// What a composer, a host and its automation do to the plugin, at random.
#ifndef TN_TESTS_PROPERTY_MOVES_H
#define TN_TESTS_PROPERTY_MOVES_H

#include "tests/property/stage.h"
#include "trainer/random.h"

// Whether the player plays too: then no phrase is promised to be as in a straight play.
typedef enum {
  HANDS_OFF,
  HANDS_HEARD, // by the plugin alone
  HANDS_PASSED // and maybe on to its output, where nobody tells its notes from the player's
} Hands;

typedef struct {
  Random random;
  Hands hands;
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
