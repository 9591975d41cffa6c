// What a player's hands do: keys and the pedal on the plugin's input.
#ifndef TN_TESTS_PROPERTY_MOVES_KEYS_H
#define TN_TESTS_PROPERTY_MOVES_KEYS_H

#include "tests/property/player.h"

// Some keys go down or up.
void moves_strike_and_lift(Player* player);

// The sustain pedal goes down or up.
void moves_pedal(Player* player);

// Keys go down and up for a while.
void moves_play(Player* player);

// A chord is held, which binds the music.
void moves_chord(Player* player);

// All keys go up, and the pedals.
void moves_let_go(Player* player);

// One of the controls that have to do with them.
void moves_hearing(Player* player);

#endif
