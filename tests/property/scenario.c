#include "tests/property/scenario.h"

#include "tests/host/paths.h"
#include "tests/property/moves.h"
#include "tests/property/moves_keys.h"
#include "tests/property/promise.h"

#include <stdio.h>

enum { BARS = 64, MOST_MINUTES = 6, ROOMY_BYTES = 1 << 16 };

static bool is_over(const Player* player) {
  const uint64_t most = (uint64_t)player->rate * 60 * MOST_MINUTES;
  return player->bars >= BARS || host_frame(player->stage.host) > most ||
         player->stage.why[0] != '\0';
}

static HostOptions choose_host(Player* player) {
  static const HostPositions hosts[] = {HOST_ON_CHANGE, HOST_EVERY_BLOCK_ROUNDED, HOST_BLANK};
  static const uint32_t rates[] = {44100, 48000, 48000, 96000};
  static const uint32_t rooms[] = {16, 40, 64, 104, CRAMPED_BYTES};
  Random* random = &player->random;
  player->rate = rates[random_below(random, 4)];
  return (HostOptions){.positions = hosts[random_below(random, 3)],
                       .sample_rate = player->rate,
                       .midi_capacity =
                           random_below(random, 16) ? ROOMY_BYTES : rooms[random_below(random, 5)],
                       .worker = HOST_WORKER_SYNCHRONOUS};
}

static StyleKind choose_style(Player* player) {
  const int draw = random_below(&player->random, 16);
  return draw < 1   ? STYLE_SHIPPED
         : draw < 4 ? STYLE_NUDGED
         : draw < 8 ? STYLE_DRUMS
                    : STYLE_PITCHED;
}

// Until nothing can sound any more, however small the output is.
static void finish(Player* player) {
  moves_let_go(player);
  stage_stop(&player->stage);
  stage_set(&player->stage, TN_PORT_SYNC, 0);
  for (int i = 0; i < (player->stage.is_cramped ? 400 : 3); i++) {
    stage_run(&player->stage, 256);
  }
}

// Only the style that ships was played, and no song went faster than that in which nothing of it
// may be late: random weights may have more notes than a block can compose.
static bool must_be_in_time(const Stage* stage) {
  const Timeline* timeline = host_timeline(stage->host);
  const int64_t most = timeline_units_per_quarter(timeline) / 60 / timeline->rate * 300;
  for (size_t i = 0; i < timeline->segment_count; i++) {
    if (timeline->segments[i].advance > most) {
      return false;
    }
  }
  for (size_t i = 0; i < stage->passes.situation_count; i++) {
    if (stage->passes.situations[i].style != STYLE_SHIPPED) {
      return false;
    }
  }
  return true;
}

static const char* check_promise(Player* player, StyleKind style, Tally* tally, char* why,
                                 size_t size) {
  size_t count = 0;
  const HostEvent* events = host_events(player->stage.host, &count);
  NoteList heard = {.count = 0};
  note_list_pair(&heard, events, count, 0);
  note_list_sort(&heard);
  Promise promise = {.passes = &player->stage.passes,
                     .heard = &heard,
                     .straight = straight_open(player->stage.bundles, style, &player->stage.edits)};
  const char* broken = "the plugin cannot be opened twice";
  if (promise.straight) {
    broken = promise_check(&promise, why, size);
  }
  tally->notes += heard.count;
  tally->compared += promise.compared;
  straight_close(promise.straight);
  note_list_free(&heard);
  return broken;
}

static const char* check(Player* player, StyleKind style, Tally* tally, char* why, size_t size) {
  const Stage* stage = &player->stage;
  const Host* host = stage->host;
  if (host_fault(host) || stage->why[0] != '\0') {
    snprintf(why, size, "%s", host_fault(host) ? host_fault(host) : stage->why);
    return why;
  }
  if (!host_check_notes(host) || host_notes(host).hung > 0) {
    const HostNotes notes = host_notes(host);
    snprintf(why, size, "%u notes hang, %u were doubled, %u ended twice", notes.hung,
             notes.doubled_ons, notes.orphan_offs);
    return why;
  }
  if (stage->is_cramped) {
    return NULL;
  }
  if (host_get(host, "late") > 0 && must_be_in_time(stage)) {
    snprintf(why, size, "%.0f notes were late", (double)host_get(host, "late"));
    return why;
  }
  return check_promise(player, style, tally, why, size);
}

const char* scenario_play(const Bundles* bundles, uint64_t seed, bool tells, Tally* tally,
                          char* why, size_t size) {
  Player player = {.random = random_at(seed, 0), .tells = tells};
  const StyleKind style = choose_style(&player);
  const HostOptions options = choose_host(&player);
  if (!stage_open(&player.stage, bundles, style, options)) {
    snprintf(why, size, "the plugin cannot be opened");
    return why;
  }
  snprintf(player.folder, sizeof player.folder, "%s/state-%llx", bundles->folder,
           (unsigned long long)seed);
  player.plays_keys = random_below(&player.random, 3) == 0;
  player.edits = random_below(&player.random, 3) == 0;
  moves_begin(&player);
  while (!is_over(&player)) {
    moves_make(&player);
  }
  finish(&player);
  const char* broken = check(&player, style, tally, why, size);
  stage_close(&player.stage);
  paths_remove(player.folder);
  return broken;
}
