#include "tests/property/moves_edits.h"

#include "tests/property/moves_keys.h"

// Hosts do not reset a trigger: it falls before it rises again.
static void trigger(Player* player, TnPort port) {
  if (player->stage.controls[port] > 0.5f) {
    stage_set(&player->stage, port, 0);
    player_run_block(player, 64);
  }
  stage_set(&player->stage, port, 1);
}

void moves_trigger(Player* player) {
  static const TnPort ports[] = {TN_PORT_REROLL, TN_PORT_REROLL_BAR, TN_PORT_LOCK, TN_PORT_UNLOCK};
  trigger(player, ports[player_below(player, (int)(sizeof ports / sizeof ports[0]))]);
}

void moves_panic(Player* player) {
  trigger(player, TN_PORT_PANIC);
}

void moves_wish(Player* player) {
  static const char* const wishes[] = {TN_URI_LOCK, TN_URI_LOCK, TN_URI_UNLOCK, TN_URI_REROLL};
  const int32_t bar = (int32_t)player_place(player).bar + player_below(player, 9) - 4;
  stage_wish(&player->stage, wishes[player_below(player, 4)], bar);
}

void moves_undo(Player* player) {
  stage_undo(&player->stage, player_one_in(player, 2));
}

void moves_learn(Player* player) {
  stage_set(&player->stage, TN_PORT_LEARN, 1);
  moves_play(player);
  if (player_one_in(player, 2)) {
    moves_let_go(player);
  }
  stage_set(&player->stage, TN_PORT_LEARN, 0);
}
