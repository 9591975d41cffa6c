#include "tests/property/player.h"

#include "tests/property/control_rules.h"

#include <math.h>

int player_below(Player* player, int count) {
  return random_below(&player->random, count);
}

bool player_one_in(Player* player, int count) {
  return player_below(player, count) == 0;
}

double player_between(Player* player, double low, double high) {
  return low + (high - low) * (double)random_unit(&player->random);
}

const Timeline* player_timeline(const Player* player) {
  return host_timeline(player->stage.host);
}

TimelineBar player_place(const Player* player) {
  return timeline_bar_at(player_timeline(player), player_timeline(player)->position);
}

// ---- blocks ----

void player_run_block(Player* player, uint32_t frames) {
  stage_run(&player->stage, frames);
  const Timeline* t = player_timeline(player);
  const TimelineSegment* last = &t->segments[t->segment_count - 1];
  const int64_t bar_units = timeline_units_per_beat(t, last->bar.meter) * last->bar.meter.numerator;
  player->bars += (double)last->advance * frames / (double)bar_units;
}

static uint32_t choose_frames(Player* player, int kind) {
  static const int most[] = {8193, 2048, 256, 32};
  return (uint32_t)player_below(player, most[kind]);
}

static double quarters(const Player* player, double quarters_a_minute) {
  return quarters_a_minute * player_place(player).meter.denominator / 4;
}

void player_set_tempo(Player* player, double quarters_a_minute) {
  const double bpm = quarters(player, quarters_a_minute);
  host_set_tempo(player->stage.host, (float)(bpm < 8 ? 8 : bpm > 1000 ? 1000 : bpm));
}

static float odd_value(Player* player) {
  static const float values[] = {NAN, INFINITY, -INFINITY, 1e30f, -1e30f, -1.0f, 1e10f};
  return values[player_below(player, (int)(sizeof values / sizeof values[0]))];
}

float player_choose_value(Player* player, TnPort port) {
  const HostPort* description = &player->stage.ports[port];
  if (player_one_in(player, 50) && port != TN_PORT_DENSITY) {
    return odd_value(player);
  }
  if (player_one_in(player, 4)) {
    return description->initial;
  }
  if (port == TN_PORT_LENGTH) {
    const int most = player->stage.style == STYLE_SHIPPED ? 64 : 16; // the others are very dense
    return (float)(1 + player_below(player, player_one_in(player, 8) ? most : 6));
  }
  if (port == TN_PORT_DENSITY && player->stage.style != STYLE_SHIPPED) {
    return (float)player_between(player, -1, 0); // random weights are dense enough
  }
  const double value =
      player_between(player, (double)description->minimum, (double)description->maximum);
  return CONTROL_RULES[port].is_whole ? roundf((float)value) : (float)value;
}

// A control that moves now, or TN_PORT_COUNT.
static TnPort choose_control(Player* player) {
  for (int tries = 0; tries < 1000; tries++) {
    const int port = player_below(player, TN_PORT_COUNT);
    if (CONTROL_RULES[port].moves != MOVED_NEVER) {
      return (TnPort)port;
    }
  }
  return TN_PORT_COUNT;
}

void player_move_control(Player* player) {
  const TnPort port = choose_control(player);
  stage_set(&player->stage, port, player_choose_value(player, port));
}

void player_run_on(Player* player, Change change) {
  const Timeline* t = player_timeline(player);
  const double tempo = (double)t->bpm * 4 / player_place(player).meter.denominator;
  double seconds = player_between(player, 0, player->beats) * 60 / tempo;
  const TnPort port = choose_control(player);
  const int tiny = player_one_in(player, 10) ? 2 + player_below(player, 2) : 0;
  const int kind = tiny ? tiny : player_below(player, 2);
  if (tiny) {
    seconds = seconds < 0.2 ? seconds : 0.2;
  }
  const uint64_t end = host_frame(player->stage.host) + (uint64_t)(seconds * player->rate);
  double pace = tempo;
  do {
    if (change == RAMP_TEMPO) {
      pace = fmin(fmax(pace * player_between(player, 0.97, 1.03), 20), 300);
      player_set_tempo(player, pace);
    } else if (change == AUTOMATE) {
      stage_set(&player->stage, port, player_choose_value(player, port));
    }
    player_run_block(player, choose_frames(player, kind));
  } while (host_frame(player->stage.host) < end && player->stage.why[0] == '\0');
}
