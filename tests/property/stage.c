#include "tests/property/stage.h"

#include "tests/property/control_rules.h"

#include <string.h>

enum { SHORTEST_LOOP = 64 }; // frames: no loop of a scenario is shorter

static void read_controls(Stage* stage) {
  for (uint32_t i = 0; i < TN_PORT_COUNT; i++) {
    stage->controls[i] =
        stage->ports[i].control ? host_get(stage->host, stage->ports[i].symbol) : 0;
  }
}

bool stage_open(Stage* stage, const Bundles* bundles, StyleKind style, HostOptions options) {
  options.bundle = bundles->paths[style];
  *stage = (Stage){.bundles = bundles, .style = (int)style, .host = host_open(&options)};
  if (!stage->host) {
    return false;
  }
  stage->is_cramped = options.midi_capacity <= CRAMPED_BYTES;
  stage->lets_go_of_keys = options.positions == HOST_EVERY_BLOCK_ROUNDED;
  stage->passes.timeline = host_timeline(stage->host);
  for (uint32_t i = 0; i < TN_PORT_COUNT; i++) {
    host_port(stage->host, i, &stage->ports[i]);
  }
  read_controls(stage);
  return true;
}

void stage_close(Stage* stage) {
  passes_free(&stage->passes);
  host_close(stage->host);
}

void stage_set(Stage* stage, TnPort port, float value) {
  stage->controls[port] = value;
  host_set(stage->host, stage->ports[port].symbol, value);
}

void stage_set_style(Stage* stage, StyleKind style) {
  stage->awaits_style = true;
  host_patch_set_style(stage->host, stage->bundles->styles[style]);
}

void stage_cut(Stage* stage) {
  stage->will_cut = true;
}

void stage_stop(Stage* stage) {
  if (stage->lets_go_of_keys && host_timeline(stage->host)->rolling) {
    keys_forget(&stage->keys);
  }
  host_stop(stage->host);
}

void stage_cycle(Stage* stage) {
  host_cycle(stage->host);
  keys_forget(&stage->keys);
  stage->will_cut = true;
}

bool stage_save(Stage* stage, const char* dir) {
  return host_save_state(stage->host, dir);
}

bool stage_restore(Stage* stage, const char* dir) {
  stage->awaits_style = true;
  const bool restored = host_restore_state(stage->host, dir);
  read_controls(stage);
  return restored;
}

static Situation situation_now(const Stage* stage, TimelineMeter meter) {
  Situation now;
  memset(&now, 0, sizeof now);
  for (int i = 0; i < TN_PORT_COUNT; i++) {
    now.controls[i] = CONTROL_RULES[i].moves == MOVED_MUSIC ? stage->controls[i] : 0.0f;
  }
  now.style = stage->style;
  now.edits = stage->plays_keys;
  now.meter = meter;
  return now;
}

static bool is_heard(const Stage* stage) {
  return stage->controls[TN_PORT_ENABLED] > 0.5f && stage->controls[TN_PORT_SYNC] <= 0.5f &&
         stage->style != STYLE_COUNT;
}

// Whether the block that was run is the first of another style. The plugin says so in that block.
static bool takes_style(Stage* stage, unsigned told_before) {
  const HostNotify* notify = host_notify(stage->host);
  if (!stage->awaits_style || notify->style_count == told_before) {
    return false;
  }
  stage->awaits_style = false;
  stage->style = (int)bundles_style_at(stage->bundles, notify->style);
  return true;
}

static void add_piece(Stage* stage, const Piece* piece) {
  const Situation situation = situation_now(stage, piece->segment->bar.meter);
  passes_add(&stage->passes, piece, &situation);
}

// The pitch classes that bind the music, or 0. A latched chord is not followed.
static uint16_t chord_now(const Stage* stage) {
  const bool binds = stage->controls[TN_PORT_CHORD] == 1 && stage->controls[TN_PORT_LATCH] == 0;
  return stage->plays_keys && binds ? keys_classes(&stage->keys) : 0;
}

static void check_guarantees(Stage* stage, const Piece* piece, size_t before) {
  size_t count = 0;
  const HostEvent* events = host_events(stage->host, &count);
  const bool follows = stage->controls[TN_PORT_SYNC] <= 0.5f;
  const HeardBlock block = {.first = piece->first,
                            .frames = piece->frames,
                            .controls = stage->controls,
                            .chord = chord_now(stage),
                            .silences = piece->cuts || piece->breaks,
                            .is_silent = stage->controls[TN_PORT_ENABLED] <= 0.5f ||
                                         (follows && !piece->segment->rolling),
                            .has_drums = stage->plays_keys || stage->style == STYLE_DRUMS ||
                                         stage->style == STYLE_NUDGED,
                            .events = events + before,
                            .event_count = count - before};
  if (!stage->is_cramped && !stage->passes_keys && stage->why[0] == '\0') {
    guarantees_check(&stage->guarantees, &block, stage->why, sizeof stage->why);
  }
}

// One run() of the plugin.
static void run_part(Stage* stage, uint32_t frames) {
  size_t before = 0;
  host_events(stage->host, &before);
  const unsigned told_before = host_notify(stage->host)->style_count;
  Piece piece = {.first = host_frame(stage->host),
                 .frames = frames,
                 .cuts = stage->will_cut,
                 .freewheels = stage->controls[TN_PORT_FREEWHEEL] > 0.5f};
  host_run(stage->host, frames);
  piece.breaks = takes_style(stage, told_before);
  piece.is_heard = is_heard(stage);
  const Timeline* timeline = host_timeline(stage->host);
  piece.segment = &timeline->segments[timeline->segment_count - 1];
  add_piece(stage, &piece);
  check_guarantees(stage, &piece, before);
  stage->will_cut = false;
}

// The host would split a block where a loop ends.
static uint32_t frames_to_loop_end(const Timeline* timeline, uint32_t frames) {
  if (!timeline->looping || !timeline->rolling) {
    return frames;
  }
  const uint64_t left = timeline->position < timeline->loop_end
                            ? timeline_frames_until(timeline, timeline->loop_end)
                            : SHORTEST_LOOP; // which begins with this block
  return left < frames ? (uint32_t)left : frames;
}

void stage_run(Stage* stage, uint32_t frames) {
  do {
    const uint32_t part = frames_to_loop_end(host_timeline(stage->host), frames);
    run_part(stage, part);
    frames -= part;
  } while (frames > 0);
}
