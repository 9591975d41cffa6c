#include "plugin/engine/engine.h"

#include "plugin/engine/audition.h"
#include "plugin/engine/listening.h"
#include "plugin/engine/playhead.h"
#include "plugin/engine/triggers.h"
#include "plugin/engine/wishes.h"

#include <string.h>

// Where the host has corrected its place by more, the music may be another.
enum { ELSEWHERE_TICKS = TN_TICKS_PER_QUARTER / 4 };

void tn_engine_init(TnEngine* e, uint32_t rate) {
  memset(e, 0, sizeof *e);
  e->tempo = 120.0;
  e->settings.bars = 1;
  e->part = TN_MAX_PARTS;
  tn_transport_init(&e->host, rate);
  tn_transport_init(&e->free, rate);
  tn_edits_init(&e->edits);
  tn_ear_init(&e->ear);
}

int64_t tn_engine_work(uint32_t frames) {
  return TN_BLOCK_WORK + (int64_t)frames * TN_FRAME_WORK;
}

TnBrief tn_engine_brief(const TnEngine* e) {
  return (TnBrief){e->settings, &e->edits, &e->prompt, e->odds};
}

static const TnTransport* transport(const TnEngine* e) {
  return tn_playhead_transport(e);
}

uint32_t tn_engine_frame(const TnEngine* e) {
  return e->played < e->frames || e->frames == 0 ? e->played : e->frames - 1;
}

// An output that is logged as well.
typedef struct {
  TnEngine* engine;
  TnMidiSink out;
} Logged;

static bool write_logged(void* handle, uint32_t frame, const uint8_t message[3]) {
  enum { NOTE_OFF = 0x80, NOTE_ON = 0x90 };
  const Logged* logged = handle;
  TnEngine* e = logged->engine;
  const int kind = message[0] & 0xf0;
  if (!logged->out.write(logged->out.handle, frame, message)) {
    return false;
  }
  e->notes += kind == NOTE_ON && e->part < TN_MAX_PARTS;
  if (kind == NOTE_ON || kind == NOTE_OFF) {
    const TnTransport* t = transport(e);
    const int64_t position = tn_transport_position(t, e->block + frame);
    tn_played_add(&e->log, position / (tn_transport_units_a_tick(t) / TN_FINE_A_TICK),
                  (TnPlayedNote){.velocity = kind == NOTE_ON ? message[2] : 0,
                                 .part = e->part,
                                 .pitch = message[1],
                                 .channel = message[0] & 0x0f});
  }
  return true;
}

static TnMidiSink sink_of(Logged* logged) {
  return (TnMidiSink){write_logged, logged};
}

// At the frame that is reached, or as soon as there is one.
static void release_all(TnEngine* e, TnMidiSink sink) {
  if (e->frames > 0) {
    tn_player_release_all(&e->player, sink, tn_engine_frame(e));
  }
  e->must_release = e->player.count > 0;
}

// What sounds and may no longer.
static void fit(TnEngine* e, TnMidiSink sink) {
  if (e->frames > 0) {
    const TnPerformance* p = &e->performance;
    tn_player_fit(&e->player, sink, tn_engine_frame(e), &p->limits, p->polyphony, p->parts);
  }
}

// Plays the block up to its frame `to`.
static void play_to(TnEngine* e, uint32_t to, TnMidiSink sink) {
  if (to <= e->played) {
    return;
  }
  if (e->must_release) {
    release_all(e, sink);
  }
  if (tn_playhead_is_playing(e)) {
    tn_playhead_play(e, e->block + e->played, e->block + to, sink);
    e->located = false;
  } else if (e->composer && e->enabled && (e->runs_free || e->host.told)) { // ready before it rolls
    tn_playhead_prepare(e, tn_transport_position(transport(e), e->block));
  }
  e->played = to;
}

// The music, which stood at `left`, goes on elsewhere: what the player has played so far does not
// lead there.
static void jump(TnEngine* e, int64_t left) {
  tn_playhead_forget(e);
  tn_ear_forget(&e->ear, left);
  e->answer.bars = 0;
}

// The clock of the free run starts when there is something to play: no host waits for it.
static void set_free(TnEngine* e, bool runs_free, double tempo) {
  const int64_t left = tn_playhead_time(e);
  if (runs_free != e->runs_free || e->audition_begins) {
    e->runs_free = runs_free;
    e->audition_begins = false;
    const TnMeter meter = e->free.meter;
    tn_transport_init(&e->free, e->free.rate);
    e->free.meter = meter;
    e->must_release = true;
    jump(e, left);
  }
  if (runs_free && (e->free.rolling || tn_playhead_is_prepared(e)) &&
      tn_transport_run_free(&e->free, e->block, tempo) == TN_JUMPS) {
    e->must_release = true;
    jump(e, left);
  }
}

// Whether another phrase is played now, or the same at another pace.
static bool is_elsewhere(const TnSettings* a, const TnSettings* b) {
  return a->mode != b->mode || a->pace != b->pace || a->offset != b->offset;
}

// A phrase that plays goes on to its end, otherwise from the next onset on. Its length is that of
// the next. Where nothing plays, what was prepared is forgotten.
static void set_settings(TnEngine* e, const TnSettings* settings) {
  TnSettings same_length = *settings;
  same_length.bars = e->settings.bars;
  const bool differs = !tn_settings_equal(&same_length, &e->settings);
  if (is_elsewhere(settings, &e->settings)) {
    tn_playhead_forget(e);
  } else if (differs) {
    tn_playhead_alter(e);
  } else if (settings->bars != e->settings.bars) {
    tn_playhead_alter_next(e);
  }
  if (settings->mode != e->settings.mode) {
    e->answer.bars = 0;
  }
  if (settings->pace != e->settings.pace) {
    tn_ear_forget(&e->ear, tn_playhead_time(e)); // the ticks of the music are others
  }
  e->settings = *settings;
}

static uint16_t chord_of(const TnEngine* e, const TnControls* controls) {
  return tn_ear_chord(&e->ear, controls->latch > 0.5F, tn_playhead_time(e));
}

// Takes in what the controls mean, and the chord that is held.
static void set_controls(TnEngine* e, const TnControls* controls, TnMidiSink sink) {
  const uint16_t chord = chord_of(e, controls);
  const TnPerformance performance = tn_performance_from(controls, chord);
  e->retimed =
      tn_feel_equal(&performance.feel, &e->performance.feel) ? e->retimed : tn_playhead_position(e);
  e->controls = *controls;
  e->performance = performance;
  if (e->composer) {
    TnSettings settings = tn_settings_from(controls, chord, &e->composer->model->vocabulary);
    if (e->audition_bars > 0 && settings.mode == TN_ANSWER) { // nobody plays what could be answered
      settings.mode = TN_VARIATIONS;
    }
    set_settings(e, &settings);
  }
  fit(e, sink);
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

// Counts the notes of each second of frames; a block may hold more than one.
static void count_notes(TnEngine* e) {
  e->second += e->frames;
  if (e->second >= e->host.rate) {
    e->notes_a_second = (float)e->notes * (float)e->host.rate / (float)e->second;
    e->second = 0;
    e->notes = 0;
  }
}

void tn_engine_begin(TnEngine* e, const TnControls* controls, uint32_t frames, TnMidiSink out) {
  Logged logged = {e, out};
  const TnMidiSink sink = sink_of(&logged);
  count_notes(e);
  e->block += e->frames;
  e->frames = frames;
  e->played = 0;
  e->work = frames > 0 ? tn_engine_work(frames) : 0;
  const bool enabled = controls->enabled > 0.5F;
  e->tempo = (double)tn_control_within(controls->tempo, 20.0F, 300.0F);
  e->freewheels = controls->freewheel > 0.5F;
  if (enabled != e->enabled) {
    e->enabled = enabled;
    e->must_release = true;
    jump(e, tn_playhead_time(e));
  }
  tn_triggers_act(e, controls, sink); // a panic lets go of the keys
  set_passes(e, !enabled || controls->thru > 0.5F, sink);
  tn_listening_learn(e, controls);
  tn_listening_steer(e, controls);
  set_controls(e, controls, sink);
  const bool is_tried = tn_audition_goes_on(e);
  set_free(e, is_tried || controls->sync > 0.5F, is_tried ? tn_audition_tempo(e) : e->tempo);
  if (e->must_release) {
    release_all(e, sink);
  }
}

void tn_engine_locate(TnEngine* e, uint32_t frame, const TnPosition* position, TnMidiSink out) {
  Logged logged = {e, out};
  const TnMidiSink sink = sink_of(&logged);
  play_to(e, frame < e->frames ? frame : e->frames, sink);
  const bool was_rolling = e->host.rolling;
  const int64_t left = tn_playhead_time(e);
  int64_t shift;
  const TnMovement movement =
      tn_transport_update(&e->host, e->block + e->played, position, e->tempo, &shift);
  if (e->audition_bars > 0 && e->host.rolling) { // it gives way at once
    e->audition_bars = 0;
    set_controls(e, &e->controls, sink);
    set_free(e, false, e->tempo);
    release_all(e, sink);
  }
  if (e->runs_free) {
    return;
  }
  if (movement == TN_CONTINUES && (e->host.rolling || !was_rolling)) {
    const int64_t most = ELSEWHERE_TICKS * tn_transport_units_a_tick(&e->host);
    const bool elsewhere = shift < -most || shift > most; // maybe in another phrase
    tn_player_shift(&e->player, shift, elsewhere);
    e->retimed = shift > 0 ? tn_playhead_position(e) : e->retimed;
    if (elsewhere) {
      tn_playhead_forget(e);
    }
    return;
  }
  e->located = movement == TN_JUMPS;
  jump(e, left);
  release_all(e, sink);
}

// The player has the word, or has just given it.
static void listen(TnEngine* e, TnEarNews news, TnMidiSink sink) {
  if (e->settings.mode != TN_ANSWER || !tn_playhead_is_playing(e)) {
    return;
  }
  if (news == TN_EAR_STRIKE && e->answer.bars > 0) {
    const int64_t bar = tn_playhead_bar(e, tn_playhead_position(e));
    if (tn_answer_has(&e->answer, bar)) {
      release_all(e, sink);
    }
    e->answer.bars = 0;
    tn_playhead_forget(e);
  }
  if (news == TN_EAR_SILENCE) {
    tn_listening_plan_answer(e);
  }
}

void tn_engine_hear(TnEngine* e, uint32_t frame, const uint8_t* message, uint32_t size,
                    TnMidiSink out) {
  Logged logged = {e, out};
  const TnMidiSink sink = sink_of(&logged);
  const int in_channel = tn_control_whole(e->controls.in_channel, 0, TN_CHANNELS);
  play_to(e, frame < e->frames ? frame : e->frames, sink);
  if (e->passes && size == 3) {
    tn_player_key(&e->player, sink, tn_engine_frame(e), message);
  }
  const TnEarPlace place = {tn_playhead_time(e), transport(e)->meter, tn_playhead_is_playing(e)};
  const TnEarNews news = tn_ear_hear(&e->ear, message, size, in_channel, place);
  tn_listening_steer(e, &e->controls);
  listen(e, news, sink);
  set_controls(e, &e->controls, sink);
}

void tn_engine_release(TnEngine* e, uint32_t frame, TnMidiSink out) {
  Logged logged = {e, out};
  const TnMidiSink sink = sink_of(&logged);
  play_to(e, frame < e->frames ? frame : e->frames, sink);
  release_all(e, sink);
}

void tn_engine_end(TnEngine* e, TnMidiSink out) {
  Logged logged = {e, out};
  const TnMidiSink sink = sink_of(&logged);
  play_to(e, e->frames, sink);
  tn_wishes_grant(e);
}

void tn_engine_set_composer(TnEngine* e, TnComposer* composer) {
  e->composer = composer;
  e->must_release = true;
  tn_playhead_forget(e);
  if (composer) {
    e->settings =
        tn_settings_from(&e->controls, chord_of(e, &e->controls), &composer->model->vocabulary);
  }
}

void tn_engine_adopt(TnEngine* e) {
  e->has_learned = false;
  e->knows_triggers = false;
  e->wish_count = 0;
  tn_playhead_forget(e);
}

bool tn_engine_undo(TnEngine* e) {
  const bool undone = tn_edits_undo(&e->edits);
  if (undone) {
    tn_playhead_alter(e);
  }
  return undone;
}

bool tn_engine_redo(TnEngine* e) {
  const bool redone = tn_edits_redo(&e->edits);
  if (redone) {
    tn_playhead_alter(e);
  }
  return redone;
}

bool tn_engine_place(const TnEngine* e, int* bar_of_phrase, int64_t* bar_of_song) {
  if (!tn_playhead_is_playing(e) || !e->phrase) {
    return false;
  }
  const int64_t bar = tn_playhead_bar(e, tn_playhead_position(e));
  const int64_t first = tn_playhead_bar(e, e->origin);
  const int64_t in_chain = bar > first ? bar - first : 0;
  *bar_of_song = bar;
  *bar_of_phrase = (int)(in_chain % e->phrase->settings.bars) + 1;
  return true;
}
