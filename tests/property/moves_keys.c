#include "tests/property/moves_keys.h"

enum { NOTE_OFF = 0x80, NOTE_ON = 0x90, CONTROLLER = 0xb0, SUSTAIN = 64 };
enum { CHANNELS = 3, MOST_KEYS = 10, LOWEST = 36, PITCHES = 48, LATEST = 4096 }; // frame

static void send(Player* player, uint32_t frame, int status, int first, int second) {
  const uint8_t bytes[3] = {(uint8_t)status, (uint8_t)first, (uint8_t)second};
  stage_send(&player->stage, frame, bytes);
}

static uint32_t choose_frame(Player* player) {
  return player_one_in(player, 2) ? 0 : (uint32_t)player_below(player, LATEST);
}

static void strike(Player* player) {
  const int channel = player_below(player, CHANNELS);
  const int pitch = LOWEST + player_below(player, PITCHES); // maybe one that is down
  send(player, choose_frame(player), NOTE_ON | channel, pitch, 1 + player_below(player, 127));
}

// As a note-off, or as a note-on without velocity.
static void lift(Player* player, uint32_t frame, int channel, int pitch) {
  const bool is_on = player_one_in(player, 4);
  send(player, frame, (is_on ? NOTE_ON : NOTE_OFF) | channel, pitch, is_on ? 0 : 64);
}

// Lifts one of so many keys that are down or sound, or all where it is 1.
static void lift_some(Player* player, int one_in, uint32_t frame) {
  const Keys* keys = &player->stage.keys;
  for (int i = 0; i < KEYS_CHANNELS * KEYS_PITCHES; i++) {
    const int channel = i / KEYS_PITCHES;
    const int pitch = i % KEYS_PITCHES;
    const bool is_down = keys->states[channel][pitch] == KEY_DOWN || keys->passed[channel][pitch];
    if (is_down && player_one_in(player, one_in)) {
      lift(player, frame, channel, pitch);
    }
  }
}

void moves_strike_and_lift(Player* player) {
  if (player->stage.keys.held > MOST_KEYS || player_one_in(player, 3)) {
    lift_some(player, 2, choose_frame(player));
    return;
  }
  for (int left = 1 + player_below(player, 4); left > 0; left--) {
    strike(player);
  }
}

void moves_pedal(Player* player) {
  const int channel = player_below(player, CHANNELS);
  const bool down = !player->stage.keys.pedal[channel];
  send(player, choose_frame(player), CONTROLLER | channel, SUSTAIN, down ? 127 : 0);
}

void moves_play(Player* player) {
  for (int blocks = 1 + player_below(player, 32); blocks > 0; blocks--) {
    if (player_one_in(player, 2)) {
      moves_strike_and_lift(player);
    }
    player_run_block(player, (uint32_t)player_below(player, LATEST));
  }
}

void moves_chord(Player* player) {
  const uint32_t frame = choose_frame(player);
  if (player_one_in(player, 2)) {
    stage_set(&player->stage, TN_PORT_CHORD, (float)(1 + player_below(player, 2)));
  }
  lift_some(player, 1, frame);
  for (int left = 1 + player_below(player, 4); left > 0; left--) {
    const int pitch = LOWEST + player_below(player, PITCHES);
    send(player, frame, NOTE_ON | player_below(player, CHANNELS), pitch, 80);
  }
}

void moves_let_go(Player* player) {
  const uint32_t frame = choose_frame(player);
  lift_some(player, 1, frame);
  for (int channel = 0; channel < KEYS_CHANNELS; channel++) {
    if (player->stage.keys.pedal[channel]) {
      send(player, frame, CONTROLLER | channel, SUSTAIN, 0);
    }
  }
}

void moves_hearing(Player* player) {
  static const TnPort ports[] = {TN_PORT_CHORD, TN_PORT_LATCH, TN_PORT_LISTEN,
                                 TN_PORT_THRU,  TN_PORT_MODE,  TN_PORT_IN_CHANNEL};
  static const int values[] = {3, 2, 2, 2, 4, 1 + CHANNELS};
  const int i = player_below(player, (int)(sizeof ports / sizeof ports[0]));
  stage_set(&player->stage, ports[i], (float)player_below(player, values[i]));
}
