#include "tests/property/moves.h"

#include "tests/property/control_rules.h"
#include "tests/property/moves_keys.h"

#include <math.h>
#include <stdio.h>

static int below(Player* player, int count) {
  return random_below(&player->random, count);
}

static bool one_in(Player* player, int count) {
  return below(player, count) == 0;
}

static double between(Player* player, double low, double high) {
  return low + (high - low) * (double)random_unit(&player->random);
}

static const Timeline* timeline(const Player* player) {
  return host_timeline(player->stage.host);
}

static TimelineBar place(const Player* player) {
  return timeline_bar_at(timeline(player), timeline(player)->position);
}

// ---- blocks ----

static void run_block(Player* player, uint32_t frames) {
  stage_run(&player->stage, frames);
  const Timeline* t = timeline(player);
  const TimelineSegment* last = &t->segments[t->segment_count - 1];
  const int64_t bar_units = timeline_units_per_beat(t, last->bar.meter) * last->bar.meter.numerator;
  player->bars += (double)last->advance * frames / (double)bar_units;
}

static uint32_t choose_frames(Player* player, int kind) {
  static const int most[] = {8193, 2048, 256, 32};
  return (uint32_t)below(player, most[kind]);
}

// What changes with every block.
typedef enum { STEADY, RAMP_TEMPO, AUTOMATE } Change;

static double quarters(const Player* player, double quarters_a_minute) {
  return quarters_a_minute * place(player).meter.denominator / 4;
}

static void set_tempo(Player* player, double quarters_a_minute) {
  const double bpm = quarters(player, quarters_a_minute);
  host_set_tempo(player->stage.host, (float)(bpm < 8 ? 8 : bpm > 1000 ? 1000 : bpm));
}

static float odd_value(Player* player) {
  static const float values[] = {NAN, INFINITY, -INFINITY, 1e30f, -1e30f, -1.0f, 1e10f};
  return values[below(player, (int)(sizeof values / sizeof values[0]))];
}

static float choose_value(Player* player, TnPort port) {
  const HostPort* description = &player->stage.ports[port];
  if (one_in(player, 50) && port != TN_PORT_DENSITY) {
    return odd_value(player);
  }
  if (one_in(player, 4)) {
    return description->initial;
  }
  if (port == TN_PORT_LENGTH) {
    const int most = player->stage.style == STYLE_SHIPPED ? 64 : 16; // the others are very dense
    return (float)(1 + below(player, one_in(player, 8) ? most : 6));
  }
  if (port == TN_PORT_DENSITY && player->stage.style != STYLE_SHIPPED) {
    return (float)between(player, -1, 0); // random weights are dense enough
  }
  const double value = between(player, (double)description->minimum, (double)description->maximum);
  return CONTROL_RULES[port].is_whole ? roundf((float)value) : (float)value;
}

// A control that moves now, or TN_PORT_COUNT.
static TnPort choose_control(Player* player) {
  for (int tries = 0; tries < 1000; tries++) {
    const int port = below(player, TN_PORT_COUNT);
    if (CONTROL_RULES[port].moves != MOVED_NEVER) {
      return (TnPort)port;
    }
  }
  return TN_PORT_COUNT;
}

static void move_control(Player* player) {
  const TnPort port = choose_control(player);
  stage_set(&player->stage, port, choose_value(player, port));
}

// Runs for up to `beats` quarters of the present tempo, or a second where it stands.
static void run_on(Player* player, Change change) {
  const Timeline* t = timeline(player);
  const double tempo = (double)t->bpm * 4 / place(player).meter.denominator;
  double seconds = between(player, 0, player->beats) * 60 / tempo;
  const TnPort port = choose_control(player);
  const int tiny = one_in(player, 10) ? 2 + below(player, 2) : 0;
  const int kind = tiny ? tiny : below(player, 2);
  if (tiny) {
    seconds = seconds < 0.2 ? seconds : 0.2;
  }
  const uint64_t end = host_frame(player->stage.host) + (uint64_t)(seconds * player->rate);
  double pace = tempo;
  do {
    if (change == RAMP_TEMPO) {
      pace = fmin(fmax(pace * between(player, 0.97, 1.03), 20), 300);
      set_tempo(player, pace);
    } else if (change == AUTOMATE) {
      stage_set(&player->stage, port, choose_value(player, port));
    }
    run_block(player, choose_frames(player, kind));
  } while (host_frame(player->stage.host) < end && player->stage.why[0] == '\0');
}

// ---- moves ----

static void locate(Player* player) {
  const TimelineBar now = place(player);
  const int64_t bar = one_in(player, 3) ? now.bar : below(player, one_in(player, 4) ? 500 : 24);
  double beat = 0;
  if (one_in(player, 2)) {
    beat = below(player, now.meter.numerator);
  }
  if (one_in(player, 3)) {
    beat += below(player, 1920) / 1920.0;
  }
  host_locate(player->stage.host, bar, beat);
}

static void stop(Player* player) {
  stage_stop(&player->stage);
  run_on(player, STEADY);
  if (one_in(player, 2)) {
    locate(player);
  }
  host_play(player->stage.host);
}

static void loop(Player* player) {
  if (timeline(player)->looping) {
    host_clear_loop(player->stage.host);
    return;
  }
  const TimelineBar now = place(player);
  const int64_t bar = now.bar > 3 ? now.bar - below(player, 4) : 0;
  const double beat = one_in(player, 2) ? 0 : below(player, 1920 * now.meter.numerator) / 1920.0;
  const bool is_short = one_in(player, 3);
  const int64_t end_bar = bar + (is_short ? 0 : 1 + below(player, 6));
  const double end_beat = beat + (is_short ? 0.25 + below(player, 16) : 0);
  const int64_t length = timeline_position_of_bar(timeline(player), end_bar, end_beat) -
                         timeline_position_of_bar(timeline(player), bar, beat);
  if (length >= timeline_units_per_quarter(timeline(player)) / 8) { // meters may change within
    host_set_bar_loop(player->stage.host, bar, beat, end_bar, end_beat);
  }
}

static void change_tempo(Player* player) {
  set_tempo(player, between(player, 20, 300));
}

static void ramp_tempo(Player* player) {
  run_on(player, RAMP_TEMPO);
}

static void run_to_bar_line(Player* player) {
  const Timeline* t = timeline(player);
  const int64_t line = timeline_position_of_bar(t, place(player).bar + 1, 0);
  host_clear_loop(player->stage.host);
  uint64_t left = 0;
  while ((left = timeline_frames_until(t, line)) > 0) {
    run_block(player, left < 4096 ? (uint32_t)left : 4096);
  }
}

// No host ends a bar early to begin another of the same meter.
static bool may_change_meter(const Player* player, const int* meter) {
  const Timeline* t = timeline(player);
  const TimelineMeter now = place(player).meter;
  for (size_t i = 0; i < t->meter_count; i++) {
    if (t->meters[i].position == t->position) {
      return false;
    }
  }
  return meter[0] != now.numerator || meter[1] != now.denominator;
}

static void change_meter(Player* player) {
  static const int meters[][2] = {{2, 4}, {3, 4}, {4, 4}, {5, 4},  {2, 2},
                                  {6, 8}, {7, 8}, {9, 8}, {12, 8}, {3, 8}};
  const int* meter = meters[below(player, (int)(sizeof meters / sizeof meters[0]))];
  if (one_in(player, 2)) {
    run_to_bar_line(player);
  }
  if (may_change_meter(player, meter)) {
    host_set_meter(player->stage.host, meter[0], meter[1]);
  }
  change_tempo(player);
}

static void move_controls(Player* player) {
  for (int i = 1 + below(player, 3); i > 0; i--) {
    move_control(player);
  }
}

static void automate(Player* player) {
  run_on(player, AUTOMATE);
}

static void bypass(Player* player) {
  stage_set(&player->stage, TN_PORT_ENABLED, 0);
  run_on(player, STEADY);
  stage_set(&player->stage, TN_PORT_ENABLED, 1);
}

static void run_free(Player* player) {
  stage_set(&player->stage, TN_PORT_SYNC, 1);
  run_on(player, STEADY);
  stage_set(&player->stage, TN_PORT_SYNC, 0);
}

static void silence(Player* player) {
  const int channel = below(player, 16);
  const uint8_t message[] = {(uint8_t)(0xb0 | channel), one_in(player, 2) ? 120 : 123, 0};
  keys_forget_channel(&player->stage.keys, channel);
  host_send_midi(player->stage.host, 0, message, sizeof message);
  stage_cut(&player->stage);
}

static void cycle(Player* player) {
  stage_cycle(&player->stage);
}

// The style comes with the block after.
static void change_style(Player* player) {
  stage_set(&player->stage, TN_PORT_DENSITY, 0); // see choose_value
  stage_set_style(
      &player->stage,
      (StyleKind)((player->stage.style + 1 + below(player, STYLE_SHIPPED - 1)) % STYLE_SHIPPED));
  run_block(player, 64);
  run_block(player, 64);
}

static void save_or_restore(Player* player) {
  if (player->has_saved) {
    stage_restore(&player->stage, player->folder);
  } else {
    player->has_saved = stage_save(&player->stage, player->folder);
  }
}

static void ask(Player* player) {
  host_patch_get(player->stage.host);
}

static void go_on(Player* player) {
  (void)player;
}

typedef struct {
  const char* name;
  int weight;
  void (*make)(Player* player);
} Move;

static const Move MOVES[] = {
    {"locate", 10, locate},
    {"stop", 6, stop},
    {"loop", 6, loop},
    {"tempo", 4, change_tempo},
    {"tempo ramp", 4, ramp_tempo},
    {"meter", 4, change_meter},
    {"controls", 8, move_controls},
    {"automation", 3, automate},
    {"bypass", 3, bypass},
    {"free run", 1, run_free},
    {"silence", 2, silence},
    {"deactivation", 1, cycle},
    {"style", 2, change_style},
    {"save or restore", 1, save_or_restore},
    {"patch:Get", 2, ask},
    {"nothing", 8, go_on},
};

void moves_begin(Player* player) {
  static const int beats[] = {2, 8, 64};
  player->beats = beats[below(player, 3)];
  for (int port = 0; port < TN_PORT_COUNT; port++) {
    if (CONTROL_RULES[port].moves != MOVED_NEVER && one_in(player, 3)) {
      stage_set(&player->stage, (TnPort)port, choose_value(player, (TnPort)port));
    }
  }
  change_meter(player);
  run_block(player, 256);
  host_play(player->stage.host);
}

static const Move HANDS[] = {
    {"keys", 10, moves_keys},
    {"hearing", 3, moves_hearing},
    {"trigger", 3, moves_trigger},
    {"undo or redo", 1, moves_history},
};

// One of the moves, by their weights.
static const Move* choose(Player* player, const Move* moves, size_t count) {
  int total = 0;
  for (size_t i = 0; i < count; i++) {
    total += moves[i].weight;
  }
  int left = below(player, total);
  while (left >= moves->weight) {
    left -= moves->weight;
    moves++;
  }
  return moves;
}

void moves_make(Player* player) {
  const bool by_hand = player->hands != HANDS_OFF && one_in(player, 2);
  const Move* move = by_hand ? choose(player, HANDS, sizeof HANDS / sizeof HANDS[0])
                             : choose(player, MOVES, sizeof MOVES / sizeof MOVES[0]);
  if (player->tells) {
    const TimelineBar now = place(player);
    printf("%llu, bar %lld of %d/%d: %s\n", (unsigned long long)host_frame(player->stage.host),
           (long long)now.bar, now.meter.numerator, now.meter.denominator, move->name);
  }
  move->make(player);
  run_on(player, STEADY);
}
