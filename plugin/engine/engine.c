#include "plugin/engine/engine.h"

#include <stddef.h>

enum {
  AHEAD_TICKS = TN_TICKS_PER_QUARTER,    // composed in front of the playhead
  LATE_TICKS = TN_TICKS_PER_QUARTER / 4, // a note later than this is not worth playing
  START_FRAMES = 256 // in which the first notes of a phrase may come after a jump
};

void tn_engine_init(TnEngine* e, uint32_t rate) {
  *e = (TnEngine){.tempo = 120.0};
  tn_transport_init(&e->host, rate);
  tn_transport_init(&e->free, rate);
}

static float within(float value, float low, float high) {
  return value >= low ? (value <= high ? value : high) : low; // not a number: low
}

TnSettings tn_engine_settings(const TnControls* c) {
  return (TnSettings){.sampling = {.temperature = within(c->temperature, 0.0F, 2.0F),
                                   .top_p = within(c->top_p, 0.05F, 1.0F)},
                      .seed = (uint32_t)within(c->seed, 0.0F, 9999.0F),
                      .bars = (int)within(c->length, 1.0F, (float)TN_MAX_PHRASE_BARS),
                      .key = (uint8_t)within(c->key, 0.0F, (float)(TN_KEYS - 1))};
}

int64_t tn_engine_work(uint32_t frames) {
  return TN_BLOCK_WORK + (int64_t)frames * TN_FRAME_WORK;
}

static const TnTransport* transport(const TnEngine* e) {
  return e->runs_free ? &e->free : &e->host;
}

static void forget_phrase(TnEngine* e) {
  e->phrase = NULL;
  e->changed = false;
}

static bool is_playing(const TnEngine* e) {
  return e->composer && e->enabled && transport(e)->rolling;
}

static int64_t floor_divide(int64_t a, int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

// How far a host that has told the place may be from what it means.
static int64_t rounding_of(const TnEngine* e) {
  return e->located ? tn_transport_units_a_tick(transport(e)) / 64 : 0;
}

// The phrase at a song position (units), and that of its beginning.
static TnPhrase* find_phrase(TnEngine* e, int64_t position, int64_t* origin) {
  const TnTransport* t = transport(e);
  const int64_t bar_units = tn_meter_bar_ticks(t->meter) * tn_transport_units_a_tick(t);
  const int64_t bar = floor_divide(position + rounding_of(e), bar_units);
  const int64_t first = floor_divide(bar, e->settings.bars) * e->settings.bars;
  *origin = first * bar_units;
  return tn_composer_phrase(e->composer, first, t->meter, e->settings);
}

// The first place in the phrase, in fifths of a tick, that is played from a song position on. Where
// a host has told the position, a note whose onset is less than hosts' rounding in the past is
// played.
static int32_t first_place(const TnEngine* e, int64_t position) {
  const int64_t fifth_units = tn_transport_units_a_tick(transport(e)) / TN_NUDGES_A_TICK;
  const int64_t into = position - rounding_of(e) - e->origin;
  return into > 0 ? (int32_t)((into + fifth_units - 1) / fifth_units) : 0;
}

// Finds the phrase at a song position and the first note to play in it.
static void enter_phrase(TnEngine* e, int64_t position) {
  e->phrase = find_phrase(e, position, &e->origin);
  e->changed = false;
  e->struck = -1;
  e->entered = position;
  e->from = first_place(e, position);
  e->next = 0;
  e->joining = true;
}

// Composes a phrase up to `tick` while the work of the block lasts.
static void compose_to(TnEngine* e, TnPhrase* phrase, int32_t tick) {
  while (!phrase->complete && tn_composer_reach(phrase) <= tick) {
    if (e->freewheels) {
      tn_composer_step(e->composer, phrase, e->settings);
    } else if (!tn_composer_work(e->composer, phrase, e->settings, &e->work)) {
      return;
    }
  }
}

// Lets the listener hear the phrase while the work of the block lasts. Returns whether it has.
static bool hear(TnEngine* e, int32_t tick) {
  int64_t unbounded = INT64_MAX;
  return tn_composer_hear(e->composer, e->phrase, tick, e->freewheels ? &unbounded : &e->work);
}

// What of the phrase is over at `position`: all that is struck at this tick of it or before.
static int32_t tick_heard(const TnEngine* e, int64_t position) {
  const int32_t tick = (int32_t)((position - e->origin) / tn_transport_units_a_tick(transport(e)));
  return tick > e->struck ? tick : e->struck; // a note may be struck before its tick
}

// Takes up what the controls have changed, as soon as the listener is there. Until then what was
// composed before is played on: the music does not break off.
static void change(TnEngine* e, int64_t position) {
  const int32_t heard = tick_heard(e, position);
  if (e->changed && hear(e, heard)) {
    tn_composer_forget_after(e->composer, e->phrase, heard, e->settings);
    e->changed = false;
  }
}

// Composes on beyond the end of the phrase, which is done, up to `ticks` after it.
static void compose_next(TnEngine* e, int32_t ticks) {
  const int64_t tick_units = tn_transport_units_a_tick(transport(e));
  const int64_t end = e->origin + e->phrase->end * tick_units;
  int64_t origin;
  tn_composer_keep(e->composer, e->phrase);
  TnPhrase* next = find_phrase(e, end, &origin); // which began before, where the length has changed
  compose_to(e, next, (int32_t)((end - origin) / tick_units) + ticks);
}

// Sees to it that a beat is ready in front of `position`, also beyond the end of the phrase.
static void compose(TnEngine* e, int64_t position) {
  const int64_t tick = (position - e->origin) / tn_transport_units_a_tick(transport(e));
  const int32_t wanted = (int32_t)tick + AHEAD_TICKS;
  compose_to(e, e->phrase, wanted);
  if (e->phrase->complete && wanted >= e->phrase->end) {
    compose_next(e, wanted - e->phrase->end);
  }
}

// At the end of the phrase: into the next one, of which no note is left out however many ticks the
// frame of the turn may hold.
static void turn(TnEngine* e, int64_t position) {
  const int64_t end = e->origin + e->phrase->end * tn_transport_units_a_tick(transport(e));
  enter_phrase(e, position);
  if (e->origin == end) {
    e->from = 0;
  }
  e->joining = e->from > 0; // the length has changed: not its beginning
}

// Whether the note lies behind the place where the playhead came in, by its nudge and by the grid.
// The playhead is most often put on a bar line, and what is meant to sound there is played there,
// also where its nudge would have it sooner.
static bool is_past(const TnEngine* e, const TnNote* note) {
  const int late = note->nudge > 0 ? note->nudge : 0;
  return note->onset * TN_NUDGES_A_TICK + late < e->from;
}

// After a jump: once the phrase is composed up to the playhead it is played from there on, exactly.
// In the midst of a phrase there is silence until then; what is due at its beginning is played when
// it is there.
static void join(TnEngine* e, int64_t position) {
  const TnTransport* t = transport(e);
  const int64_t tick = (position - e->origin) / tn_transport_units_a_tick(t);
  const bool is_there = e->phrase->complete || tn_composer_reach(e->phrase) > tick;
  const bool in_the_midst = e->from > 0;
  if (!e->joining || (!is_there && in_the_midst)) {
    return;
  }
  e->joining = !is_there && position - e->entered < START_FRAMES * t->advance;
  if (in_the_midst) {
    e->from = first_place(e, position);
  }
}

// The next note to play, or NULL where none is composed yet.
static const TnNote* next_note(TnEngine* e) {
  if (e->joining && e->from > 0) {
    return NULL;
  }
  const TnNote* note = tn_composer_next_note(e->phrase, e->next);
  while (note && is_past(e, note)) {
    note = tn_composer_next_note(e->phrase, ++e->next);
  }
  return note;
}

// The song position at which the note sounds.
static int64_t onset_of(const TnEngine* e, const TnNote* note) {
  const int64_t tick_units = tn_transport_units_a_tick(transport(e));
  return e->origin + note->onset * tick_units + note->nudge * (tick_units / TN_NUDGES_A_TICK);
}

// The song position of its release, within the phrase.
static int64_t end_of(const TnEngine* e, const TnNote* note) {
  const int64_t tick_units = tn_transport_units_a_tick(transport(e));
  const int64_t end = onset_of(e, note) + note->duration * tick_units;
  const int64_t phrase_end = e->origin + e->phrase->end * tick_units;
  return end < phrase_end ? end : phrase_end;
}

static void strike(TnEngine* e, const TnNote* note, uint64_t frame, TnMidiSink sink) {
  const TnTransport* t = transport(e);
  const int64_t tick_units = tn_transport_units_a_tick(t);
  const int64_t onset = onset_of(e, note);
  const int64_t due = onset > e->entered ? onset : e->entered;
  const int64_t late = tn_transport_position(t, frame) - due;
  e->struck = note->onset;
  const bool drums = note->part == e->composer->model->vocabulary.drum_part;
  ++e->next;
  if (late >= t->advance) { // more than the part of a frame by which every note may be
    e->late += e->joining ? 0 : 1;
    if (late > LATE_TICKS * tick_units || late >= note->duration * tick_units) {
      return;
    }
  }
  const TnVoice voice = {.struck = e->origin + note->onset * tick_units,
                         .end = end_of(e, note),
                         .channel = drums ? TN_DRUM_CHANNEL : 0,
                         .pitch = note->pitch,
                         .part = note->part,
                         .pitched = !drums};
  tn_player_strike(&e->player, sink, (uint32_t)(frame - e->block), voice, note->velocity,
                   TN_MAX_VOICES + 1);
}

// The next thing to do before the frame `to`: what and on which frame.
typedef enum { NOTHING, RELEASE, STRIKE, TURN } Action;

// Releases come before what is struck on the same frame, and a phrase's last notes before its turn.
static Action next_action(TnEngine* e, uint64_t from, uint64_t to, uint64_t* frame) {
  const TnTransport* t = transport(e);
  const int voice = tn_player_next_end(&e->player);
  const int64_t phrase_end = e->origin + e->phrase->end * tn_transport_units_a_tick(t);
  Action action = TURN;
  uint64_t first = tn_transport_frame_of(t, phrase_end);
  const TnNote* note = next_note(e);
  const uint64_t onset = note ? tn_transport_frame_of(t, onset_of(e, note)) : UINT64_MAX;
  if (onset <= first && note) {
    action = STRIKE;
    first = onset;
  }
  const uint64_t end =
      voice >= 0 ? tn_transport_frame_of(t, e->player.voices[voice].end) : UINT64_MAX;
  if (end <= first && voice >= 0) {
    action = RELEASE;
    first = end;
  }
  *frame = first > from ? first : from;
  return *frame < to ? action : NOTHING;
}

// Plays from frame `from` to before frame `to`, in which the transport moves evenly.
static void play(TnEngine* e, uint64_t from, uint64_t to, TnMidiSink sink) {
  Action action;
  if (!e->phrase) {
    enter_phrase(e, tn_transport_position(transport(e), from));
  }
  for (;;) {
    change(e, tn_transport_position(transport(e), from));
    compose(e, tn_transport_position(transport(e), e->freewheels ? to : from));
    join(e, tn_transport_position(transport(e), from));
    action = next_action(e, from, to, &from);
    const uint32_t frame = (uint32_t)(from - e->block);
    if (action == NOTHING) {
      const int64_t position = tn_transport_position(transport(e), to);
      compose(e, position);
      hear(e, tick_heard(e, position)); // so that a change finds it there
      return;
    }
    if (action == RELEASE &&
        !tn_player_release(&e->player, sink, frame, tn_player_next_end(&e->player))) {
      return; // no room in this block: the next one goes on here
    }
    if (action == STRIKE) {
      strike(e, &e->phrase->notes[e->next], from, sink);
    } else if (action == TURN) {
      turn(e, tn_transport_position(transport(e), from));
    }
  }
}

uint32_t tn_engine_frame(const TnEngine* e) {
  return e->played < e->frames || e->frames == 0 ? e->played : e->frames - 1;
}

// At the frame that is reached, or as soon as there is one.
static void release_all(TnEngine* e, TnMidiSink sink) {
  if (e->frames > 0) {
    tn_player_release_all(&e->player, sink, tn_engine_frame(e));
  }
  e->must_release = e->player.count > 0;
}

// Plays the block up to its frame `to`.
static void play_to(TnEngine* e, uint32_t to, TnMidiSink sink) {
  if (to <= e->played) {
    return;
  }
  if (e->must_release) {
    release_all(e, sink);
  }
  if (is_playing(e)) {
    play(e, e->block + e->played, e->block + to, sink);
    e->located = false;
  } else if (e->composer && e->enabled && (e->runs_free || e->host.told)) { // ready before it rolls
    const int64_t position = tn_transport_position(transport(e), e->block);
    if (!e->phrase) {
      enter_phrase(e, position);
    }
    compose(e, position);
  }
  e->played = to;
}

static bool is_prepared(const TnEngine* e) {
  return e->phrase && (e->phrase->complete || tn_composer_reach(e->phrase) > AHEAD_TICKS);
}

// The clock of the free run starts when there is something to play: no host waits for it.
static void set_free(TnEngine* e, bool runs_free) {
  if (runs_free != e->runs_free) {
    e->runs_free = runs_free;
    const TnMeter meter = e->free.meter;
    tn_transport_init(&e->free, e->free.rate);
    e->free.meter = meter;
    e->must_release = true;
    forget_phrase(e);
  }
  if (runs_free && (e->free.rolling || is_prepared(e)) &&
      tn_transport_run_free(&e->free, e->block, e->tempo) == TN_JUMPS) {
    e->must_release = true;
    forget_phrase(e);
  }
}

// Keys that have gone out are let go where no more pass. One for whose note-off there is no room
// owes it to the blocks after.
static void set_passes(TnEngine* e, bool passes, TnMidiSink sink) {
  e->must_let_go = e->must_let_go || passes != e->passes;
  e->passes = passes;
  if (e->must_let_go && e->frames > 0) {
    tn_player_let_go_keys(&e->player, sink, 0);
    e->must_let_go = false;
  }
}

static bool settings_differ(const TnSettings* a, const TnSettings* b) {
  return a->sampling.temperature != b->sampling.temperature ||
         a->sampling.top_p != b->sampling.top_p || a->seed != b->seed || a->key != b->key;
}

// A phrase that plays goes on to its end, otherwise from the next onset on. Its length is that of
// the next. Where nothing plays, what was prepared is forgotten.
static void note_change(TnEngine* e, const TnSettings* settings) {
  const bool differs = settings_differ(settings, &e->settings);
  if (!e->phrase || !is_playing(e)) {
    if (differs || settings->bars != e->settings.bars) {
      forget_phrase(e);
    }
    return;
  }
  e->changed = e->changed || differs;
}

void tn_engine_begin(TnEngine* e, const TnControls* controls, uint32_t frames, TnMidiSink sink) {
  e->block += e->frames;
  e->frames = frames;
  e->played = 0;
  e->work = frames > 0 ? tn_engine_work(frames) : 0;
  const TnSettings settings = tn_engine_settings(controls);
  const bool enabled = controls->enabled > 0.5F;
  note_change(e, &settings);
  e->settings = settings;
  e->tempo = (double)within(controls->tempo, 20.0F, 300.0F);
  e->freewheels = controls->freewheel > 0.5F;
  set_passes(e, !enabled || controls->thru > 0.5F, sink);
  if (enabled != e->enabled) {
    e->enabled = enabled;
    e->must_release = true;
    forget_phrase(e);
  }
  set_free(e, controls->sync > 0.5F);
  if (e->must_release) {
    release_all(e, sink);
  }
}

void tn_engine_locate(TnEngine* e, uint32_t frame, const TnPosition* position, TnMidiSink sink) {
  play_to(e, frame < e->frames ? frame : e->frames, sink);
  const bool was_rolling = e->host.rolling;
  int64_t shift;
  const TnMovement movement =
      tn_transport_update(&e->host, e->block + e->played, position, e->tempo, &shift);
  if (e->runs_free) {
    return;
  }
  if (movement == TN_CONTINUES && (e->host.rolling || !was_rolling)) {
    const int64_t most = LATE_TICKS * tn_transport_units_a_tick(&e->host);
    const bool elsewhere = shift < -most || shift > most; // maybe in another phrase
    tn_player_shift(&e->player, shift, elsewhere);
    if (elsewhere) {
      forget_phrase(e);
    }
    return;
  }
  e->located = movement == TN_JUMPS;
  forget_phrase(e);
  release_all(e, sink);
}

void tn_engine_release(TnEngine* e, uint32_t frame, TnMidiSink sink) {
  play_to(e, frame < e->frames ? frame : e->frames, sink);
  release_all(e, sink);
}

void tn_engine_hear(TnEngine* e, uint32_t frame, const uint8_t* message, uint32_t size,
                    TnMidiSink sink) {
  play_to(e, frame < e->frames ? frame : e->frames, sink);
  if (e->passes && size == 3) {
    tn_player_key(&e->player, sink, tn_engine_frame(e), message);
  }
}

void tn_engine_end(TnEngine* e, TnMidiSink sink) {
  play_to(e, e->frames, sink);
}

void tn_engine_set_composer(TnEngine* e, TnComposer* composer) {
  e->composer = composer;
  e->must_release = true;
  forget_phrase(e);
}
