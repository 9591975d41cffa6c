// What a composer, a host and its automation do to the plugin, at random.
#ifndef TN_TESTS_PROPERTY_MOVES_H
#define TN_TESTS_PROPERTY_MOVES_H

#include "tests/property/player.h"

// The first settings, and play.
void moves_begin(Player* player);

// One move, and some blocks.
void moves_make(Player* player);

#endif
