#include "tests/property/moves.h"

#include "tests/property/control_rules.h"
#include "tests/property/moves_edits.h"
#include "tests/property/moves_keys.h"

#include <math.h>
#include <stdio.h>

static void locate(Player* player) {
  const TimelineBar now = player_place(player);
  const int64_t bar = player_one_in(player, 3)
                          ? now.bar
                          : player_below(player, player_one_in(player, 4) ? 500 : 24);
  double beat = 0;
  if (player_one_in(player, 2)) {
    beat = player_below(player, now.meter.numerator);
  }
  if (player_one_in(player, 3)) {
    beat += player_below(player, 1920) / 1920.0;
  }
  host_locate(player->stage.host, bar, beat);
}

static void stop(Player* player) {
  stage_stop(&player->stage);
  player_run_on(player, STEADY);
  if (player_one_in(player, 2)) {
    locate(player);
  }
  host_play(player->stage.host);
}

static void loop(Player* player) {
  if (player_timeline(player)->looping) {
    host_clear_loop(player->stage.host);
    return;
  }
  const TimelineBar now = player_place(player);
  const int64_t bar = now.bar > 3 ? now.bar - player_below(player, 4) : 0;
  const double beat =
      player_one_in(player, 2) ? 0 : player_below(player, 1920 * now.meter.numerator) / 1920.0;
  const bool is_short = player_one_in(player, 3);
  const int64_t end_bar = bar + (is_short ? 0 : 1 + player_below(player, 6));
  const double end_beat = beat + (is_short ? 0.25 + player_below(player, 16) : 0);
  const int64_t length = timeline_position_of_bar(player_timeline(player), end_bar, end_beat) -
                         timeline_position_of_bar(player_timeline(player), bar, beat);
  if (length >=
      timeline_units_per_quarter(player_timeline(player)) / 8) { // meters may change within
    host_set_bar_loop(player->stage.host, bar, beat, end_bar, end_beat);
  }
}

static void change_tempo(Player* player) {
  player_set_tempo(player, player_between(player, 20, 300));
}

static void ramp_tempo(Player* player) {
  player_run_on(player, RAMP_TEMPO);
}

static void run_to_bar_line(Player* player) {
  const Timeline* t = player_timeline(player);
  const int64_t line = timeline_position_of_bar(t, player_place(player).bar + 1, 0);
  host_clear_loop(player->stage.host);
  uint64_t left = 0;
  while ((left = timeline_frames_until(t, line)) > 0) {
    player_run_block(player, left < 4096 ? (uint32_t)left : 4096);
  }
}

// No host ends a bar early to begin another of the same meter.
static bool may_change_meter(const Player* player, const int* meter) {
  const Timeline* t = player_timeline(player);
  const TimelineMeter now = player_place(player).meter;
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
  const int* meter = meters[player_below(player, (int)(sizeof meters / sizeof meters[0]))];
  if (player_one_in(player, 2)) {
    run_to_bar_line(player);
  }
  if (may_change_meter(player, meter)) {
    host_set_meter(player->stage.host, meter[0], meter[1]);
  }
  change_tempo(player);
}

static void move_controls(Player* player) {
  for (int i = 1 + player_below(player, 3); i > 0; i--) {
    player_move_control(player);
  }
}

static void automate(Player* player) {
  player_run_on(player, AUTOMATE);
}

static void bypass(Player* player) {
  stage_set(&player->stage, TN_PORT_ENABLED, 0);
  player_run_on(player, STEADY);
  stage_set(&player->stage, TN_PORT_ENABLED, 1);
}

static void run_free(Player* player) {
  stage_set(&player->stage, TN_PORT_SYNC, 1);
  player_run_on(player, STEADY);
  stage_set(&player->stage, TN_PORT_SYNC, 0);
}

static void silence(Player* player) {
  const uint8_t controller = player_one_in(player, 2) ? 120 : 123;
  const uint8_t message[] = {(uint8_t)(0xb0 | player_below(player, 16)), controller, 0};
  stage_send(&player->stage, 0, message);
  stage_cut(&player->stage);
}

static void cycle(Player* player) {
  stage_cycle(&player->stage);
}

// The style comes with the block after.
static void change_style(Player* player) {
  stage_set(&player->stage, TN_PORT_DENSITY, 0); // see choose_value
  stage_set_style(&player->stage,
                  (StyleKind)((player->stage.style + 1 + player_below(player, STYLE_SHIPPED - 1)) %
                              STYLE_SHIPPED));
  player_run_block(player, 64);
  player_run_block(player, 64);
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

// As a window does.
static void ask_for_all(Player* player) {
  host_patch_get_notes(player->stage.host, player_below(player, 200));
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
    {"a window asks", 4, ask_for_all},
    {"nothing", 8, go_on},
};

void moves_begin(Player* player) {
  static const int beats[] = {2, 8, 64};
  player->beats = beats[player_below(player, 3)];
  for (int port = 0; port < TN_PORT_COUNT; port++) {
    if (CONTROL_RULES[port].moves != MOVED_NEVER && player_one_in(player, 3)) {
      stage_set(&player->stage, (TnPort)port, player_choose_value(player, (TnPort)port));
    }
  }
  change_meter(player);
  player_run_block(player, 256);
  host_play(player->stage.host);
}

static const Move KEYS[] = {
    {"keys", 6, moves_strike_and_lift}, {"pedal", 2, moves_pedal},
    {"playing", 3, moves_play},         {"chord", 3, moves_chord},
    {"letting go", 2, moves_let_go},    {"hearing", 2, moves_hearing},
};

static const Move EDITS[] = {
    {"trigger", 6, moves_trigger}, {"panic", 1, moves_panic},    {"undo or redo", 2, moves_undo},
    {"a wish", 3, moves_wish},     {"learning", 1, moves_learn},
};

// One of the moves, by their weights.
static const Move* choose(Player* player, const Move* moves, size_t count) {
  int total = 0;
  for (size_t i = 0; i < count; i++) {
    total += moves[i].weight;
  }
  int left = player_below(player, total);
  while (left >= moves->weight) {
    left -= moves->weight;
    moves++;
  }
  return moves;
}

static const Move* choose_kind(Player* player) {
  if (player->plays_keys && player_one_in(player, 3)) {
    return choose(player, KEYS, sizeof KEYS / sizeof KEYS[0]);
  }
  if (player->edits && player_one_in(player, 4)) {
    return choose(player, EDITS, sizeof EDITS / sizeof EDITS[0]);
  }
  return choose(player, MOVES, sizeof MOVES / sizeof MOVES[0]);
}

void moves_make(Player* player) {
  const Move* move = choose_kind(player);
  if (player->tells) {
    const TimelineBar now = player_place(player);
    printf("%llu, bar %lld of %d/%d: %s\n", (unsigned long long)host_frame(player->stage.host),
           (long long)now.bar, now.meter.numerator, now.meter.denominator, move->name);
  }
  move->make(player);
  player_run_on(player, STEADY);
}
