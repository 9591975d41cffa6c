#include "tests/property/moves_keys.h"

#include "plugin/uris.h"

enum { MOST_KEYS = 10, CHANNELS = 2, LOWEST = 40, PITCHES = 40 };

static int below(Player* player, int count) {
  return random_below(&player->random, count);
}

static int count_down(const Keys* keys) {
  int count = 0;
  for (int i = 0; i < CHANNELS * 128; i++) {
    count += keys->down[i / 128][i % 128];
  }
  return count;
}

static void lift_some(Player* player) {
  Keys* keys = &player->stage.keys;
  for (int i = 0; i < CHANNELS * 128; i++) {
    if (keys->down[i / 128][i % 128] && below(player, 2)) {
      keys_lift(keys, player->stage.host, i / 128, i % 128);
    }
  }
}

void moves_keys(Player* player) {
  Keys* keys = &player->stage.keys;
  Host* host = player->stage.host;
  const int channel = below(player, CHANNELS);
  switch (below(player, 4)) {
  case 0:
    lift_some(player);
    break;
  case 1:
    keys_pedal(keys, host, channel, !keys->pedal[channel]);
    break;
  default:
    for (int left = 1 + below(player, 4); left > 0 && count_down(keys) < MOST_KEYS; left--) {
      keys_strike(keys, host, channel, LOWEST + below(player, PITCHES)); // maybe one that is down
    }
  }
}

void moves_hearing(Player* player) {
  static const TnPort PORTS[] = {TN_PORT_CHORD, TN_PORT_LATCH, TN_PORT_LISTEN,
                                 TN_PORT_LEARN, TN_PORT_MODE,  TN_PORT_THRU};
  const bool may_pass = player->hands == HANDS_PASSED;
  const TnPort port = PORTS[below(player, may_pass ? 6 : 5)];
  const int values = port == TN_PORT_CHORD ? 3 : port == TN_PORT_MODE ? 4 : 2;
  stage_set(&player->stage, port, (float)below(player, values));
}

// A panic forgets keys that are down, and does not act just after a restore: only with none down.
void moves_trigger(Player* player) {
  static const TnPort PORTS[] = {TN_PORT_REROLL, TN_PORT_REROLL_BAR, TN_PORT_LOCK, TN_PORT_UNLOCK,
                                 TN_PORT_PANIC};
  const bool is_bound = player->hands == HANDS_HEARD && keys_classes(&player->stage.keys) != 0;
  const TnPort port = PORTS[below(player, is_bound ? 4 : 5)];
  stage_set(&player->stage, port, player->stage.controls[port] > 0.5f ? 0.0f : 1.0f);
}

void moves_history(Player* player) {
  host_patch_set(player->stage.host, below(player, 2) ? TN_URI_UNDO : TN_URI_REDO);
}
