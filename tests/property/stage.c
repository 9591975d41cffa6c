#include "tests/property/stage.h"

#include "plugin/uris.h"
#include "tests/property/control_rules.h"

#include <string.h>

enum {
  SHORTEST_LOOP = 64, // frames: no loop of a scenario is shorter
  STOP_MESSAGES = 3,  // a channel, that a host sends as it stops
  MOST_SENT = MOST_MESSAGES - STOP_MESSAGES * KEYS_CHANNELS,
  SECONDS_TO_LOCK = 1,  // of music: until a bar that is to be locked is composed
  SECONDS_TO_LEARN = 10 // and until what was learned is taken up
};

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
  stage->manner = options.positions;
  stage->passes.timeline = host_timeline(stage->host);
  for (uint32_t i = 0; i < TN_PORT_COUNT; i++) {
    host_port(stage->host, i, &stage->ports[i]);
  }
  read_controls(stage);
  memcpy(stage->before, stage->controls, sizeof stage->before);
  return true;
}

void stage_close(Stage* stage) {
  edit_log_free(&stage->edits);
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
  stage->will_stop_keys = stage->will_stop_keys || (stage->manner == HOST_EVERY_BLOCK_ROUNDED &&
                                                    host_timeline(stage->host)->rolling);
  host_stop(stage->host);
}

void stage_send(Stage* stage, uint32_t frame, const uint8_t bytes[3]) {
  size_t i = stage->message_count;
  if (i == MOST_SENT) {
    return;
  }
  stage->message_count++;
  for (; i > 0 && stage->messages[i - 1].frame > frame; i--) {
    stage->messages[i] = stage->messages[i - 1];
  }
  stage->messages[i].frame = frame;
  memcpy(stage->messages[i].bytes, bytes, sizeof stage->messages[i].bytes);
}

void stage_wish(Stage* stage, const char* property, int32_t bar) {
  host_patch_set_number(stage->host, property, bar);
  edit_log_move(&stage->edits, SECONDS_TO_LOCK * host_timeline(stage->host)->rate);
}

void stage_undo(Stage* stage, bool redo) {
  host_patch_set(stage->host, redo ? TN_URI_REDO : TN_URI_UNDO);
  edit_log_move(&stage->edits, 0);
}

void stage_cycle(Stage* stage) {
  host_cycle(stage->host);
  keys_let_go(&stage->keys, host_frame(stage->host));
  stage->will_let_go = true;
  stage->will_cut = true;
}

bool stage_save(Stage* stage, const char* dir) {
  return host_save_state(stage->host, dir);
}

bool stage_restore(Stage* stage, const char* dir) {
  stage->awaits_style = true;
  const bool restored = host_restore_state(stage->host, dir);
  read_controls(stage);
  stage->knows_triggers = false;
  edit_log_move(&stage->edits, 0);
  return restored;
}

static bool is_on(const Stage* stage, TnPort port) {
  return stage->controls[port] > 0.5f;
}

// ---- the player's keys ----

// Puts what a host sends as it stops before the messages of the block.
static void add_stop_messages(Stage* stage) {
  static const uint8_t controllers[STOP_MESSAGES] = {64, 123, 121};
  const size_t count = STOP_MESSAGES * KEYS_CHANNELS;
  memmove(stage->messages + count, stage->messages,
          stage->message_count * sizeof stage->messages[0]);
  for (size_t i = 0; i < count; i++) {
    stage->messages[i] =
        (KeyMessage){0, {(uint8_t)(0xb0 | i / STOP_MESSAGES), controllers[i % STOP_MESSAGES], 0}};
  }
  stage->message_count += count;
}

// Sends the messages of a block of so many frames.
static void send_messages(Stage* stage, uint32_t frames) {
  const uint32_t last = frames > 0 ? frames - 1 : 0;
  for (size_t i = 0; i < stage->message_count; i++) {
    KeyMessage* message = &stage->messages[i];
    message->frame = message->frame < last ? message->frame : last;
    host_send_midi(stage->host, message->frame, message->bytes, sizeof message->bytes);
  }
  stage->has_keys = stage->has_keys || stage->message_count > 0;
  if (stage->will_stop_keys) { // the host has sent these
    add_stop_messages(stage);
  }
  stage->will_stop_keys = false;
}

static bool passes_keys(const Stage* stage) {
  return is_on(stage, TN_PORT_THRU) || !is_on(stage, TN_PORT_ENABLED);
}

// What ends as a block begins.
static void let_go(Stage* stage, uint32_t frames) {
  stage->will_let_go = stage->will_let_go || passes_keys(stage) != stage->passes_keys;
  stage->passes_keys = passes_keys(stage);
  if (stage->will_let_go && frames > 0) {
    keys_end_passing(&stage->keys);
    stage->will_let_go = false;
  }
}

static uint16_t chord_now(const Stage* stage) {
  return stage->controls[TN_PORT_CHORD] >= 1 ? keys_chord(&stage->keys, is_on(stage, TN_PORT_LATCH))
                                             : 0;
}

// Returns whether the chord moved.
static bool hear_messages(Stage* stage, uint64_t first) {
  const float channel = stage->controls[TN_PORT_IN_CHANNEL];
  const int in_channel = channel >= 0 ? (channel <= 16 ? (int)channel : 16) : 0;
  const uint16_t before = chord_now(stage);
  bool moved = false;
  for (size_t i = 0; i < stage->message_count; i++) {
    const KeyMessage* message = &stage->messages[i];
    keys_hear(&stage->keys, message->bytes, first + message->frame, in_channel, stage->passes_keys);
    moved = moved || chord_now(stage) != before;
  }
  return moved;
}

// ---- triggers and edits ----

static bool has_risen(const Stage* stage, TnPort port) {
  return stage->knows_triggers && is_on(stage, port) && !(stage->before[port] > 0.5f);
}

static void follow_triggers(Stage* stage) {
  const int64_t rate = host_timeline(stage->host)->rate;
  if (has_risen(stage, TN_PORT_PANIC)) {
    keys_let_go(&stage->keys, host_frame(stage->host));
    stage->will_let_go = true;
    stage->will_cut = true;
  }
  if (has_risen(stage, TN_PORT_REROLL) || has_risen(stage, TN_PORT_REROLL_BAR) ||
      has_risen(stage, TN_PORT_UNLOCK)) {
    edit_log_move(&stage->edits, 0);
  }
  if (has_risen(stage, TN_PORT_LOCK)) {
    edit_log_move(&stage->edits, SECONDS_TO_LOCK * rate);
  }
  if (is_on(stage, TN_PORT_LEARN) || stage->before[TN_PORT_LEARN] > 0.5f) {
    edit_log_move(&stage->edits, SECONDS_TO_LEARN * rate);
  }
  stage->knows_triggers = true;
  memcpy(stage->before, stage->controls, sizeof stage->before);
}

// ---- block by block ----

// Whether the notes of the block are as its situation has them: nothing that the player does then
// bears on them.
static bool is_known(const Stage* stage, bool chord_moves) {
  const bool has_keys =
      stage->message_count > 0 || stage->keys.held > 0 || stage->keys.sounding > 0;
  const bool listens = is_on(stage, TN_PORT_LISTEN) || stage->passes_keys;
  const bool is_guessed =
      chord_now(stage) != 0 && is_on(stage, TN_PORT_LATCH) && !keys_knows_chord(&stage->keys);
  const bool answers = stage->has_keys && stage->controls[TN_PORT_MODE] >= 3;
  return !stage->edits.moves && !(listens && has_keys) && !chord_moves && !is_guessed && !answers;
}

static Situation situation_now(const Stage* stage, TimelineMeter meter, bool chord_moves) {
  Situation now;
  memset(&now, 0, sizeof now);
  for (int i = 0; i < TN_PORT_COUNT; i++) {
    now.controls[i] = CONTROL_RULES[i].moves == MOVED_MUSIC ? stage->controls[i] : 0.0f;
  }
  now.style = stage->style;
  now.chord = chord_now(stage);
  now.edits = is_known(stage, chord_moves) ? stage->edits.count - 1 : EDITS_UNKNOWN;
  now.meter = meter;
  return now;
}

static bool is_heard(const Stage* stage) {
  return is_on(stage, TN_PORT_ENABLED) && stage->controls[TN_PORT_SYNC] <= 0.5f &&
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

// Where nothing is locked there is silence in that mode but for the answers.
static AnswerBlock answers_now(const Stage* stage, const Piece* piece) {
  const Passes* passes = &stage->passes;
  const bool has_locks = stage->edits.count > 1 || stage->edits.moves;
  AnswerBlock block = {.are_checked =
                           passes->plays && !has_locks && stage->controls[TN_PORT_MODE] >= 3,
                       .jumped = passes->jumped,
                       .is_unknown = piece->breaks || stage->awaits_style};
  if (passes->plays) {
    const Pass* pass = &passes->passes[passes->count - 1];
    const Situation* situation = &passes->situations[pass->situation];
    block.place = timeline_position_in(piece->segment, piece->first) + pass->shift;
    block.advance = piece->segment->advance;
    block.bar = passes_bar_units(passes, situation);
    block.beat = timeline_units_per_beat(passes->timeline, situation->meter);
  }
  return block;
}

static void check_guarantees(Stage* stage, const Piece* piece, const Keys* keys, size_t before) {
  size_t count = 0;
  const HostEvent* events = host_events(stage->host, &count);
  const bool follows = stage->controls[TN_PORT_SYNC] <= 0.5f;
  const HeardBlock block = {.first = piece->first,
                            .frames = piece->frames,
                            .controls = stage->controls,
                            .keys = keys,
                            .messages = stage->messages,
                            .message_count = stage->message_count,
                            .passes = stage->passes_keys,
                            .silences = piece->cuts || piece->breaks,
                            .is_silent = stage->controls[TN_PORT_ENABLED] <= 0.5f ||
                                         (follows && !piece->segment->rolling),
                            .has_drums = stage->edits.count > 1 || stage->edits.moves ||
                                         stage->style == STYLE_DRUMS ||
                                         stage->style == STYLE_NUDGED,
                            .answers = answers_now(stage, piece),
                            .events = events + before,
                            .event_count = count - before};
  if (!stage->is_cramped && stage->why[0] == '\0') {
    guarantees_check(&stage->guarantees, &block, stage->why, sizeof stage->why);
  }
}

// One run() of the plugin.
static void run_part(Stage* stage, uint32_t frames) {
  size_t before = 0;
  host_events(stage->host, &before);
  const unsigned told_before = host_notify(stage->host)->style_count;
  edit_log_settle(&stage->edits, stage->host);
  follow_triggers(stage);
  let_go(stage, frames);
  send_messages(stage, frames);
  Piece piece = {.first = host_frame(stage->host),
                 .frames = frames,
                 .cuts = stage->will_cut,
                 .freewheels = is_on(stage, TN_PORT_FREEWHEEL)};
  host_run(stage->host, frames);
  piece.breaks = takes_style(stage, told_before);
  piece.is_heard = is_heard(stage);
  const Timeline* timeline = host_timeline(stage->host);
  piece.segment = &timeline->segments[timeline->segment_count - 1];
  const Keys keys = stage->keys;
  const bool chord_moves = hear_messages(stage, piece.first);
  const Situation situation = situation_now(stage, piece.segment->bar.meter, chord_moves);
  passes_add(&stage->passes, &piece, &situation);
  check_guarantees(stage, &piece, &keys, before);
  edit_log_wait(&stage->edits, piece.is_heard && piece.segment->rolling ? frames : 0);
  stage->message_count = 0;
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
