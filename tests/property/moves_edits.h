// What a player keeps and throws away: the triggers, what is undone and what is learned.
#ifndef TN_TESTS_PROPERTY_MOVES_EDITS_H
#define TN_TESTS_PROPERTY_MOVES_EDITS_H

#include "tests/property/player.h"

// A trigger rises, of a take or of a lock.
void moves_trigger(Player* player);

void moves_panic(Player* player);

// A lock or a take of a bar near the playhead is asked for by a message.
void moves_wish(Player* player);

// The last take or lock is undone, or made again.
void moves_undo(Player* player);

// What is played for a while becomes the prompt.
void moves_learn(Player* player);

#endif
