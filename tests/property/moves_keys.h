// What a player's hands do: keys and the pedal on the plugin's input, and the triggers.
#ifndef TN_TESTS_PROPERTY_MOVES_KEYS_H
#define TN_TESTS_PROPERTY_MOVES_KEYS_H

#include "tests/property/moves.h"

// Some keys go down or up, or the pedal does.
void moves_keys(Player* player);

// One of the controls that have to do with them.
void moves_hearing(Player* player);

// A trigger rises, or falls back.
void moves_trigger(Player* player);

// The last take or lock is undone, or made again.
void moves_history(Player* player);

#endif
