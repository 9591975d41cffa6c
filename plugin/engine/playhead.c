#include "plugin/engine/playhead.h"

#include "plugin/engine/due.h"
#include "plugin/engine/floor_divide.h"
#include "plugin/engine/triggers.h"

#include <stddef.h>

enum {
  AHEAD_TICKS = TN_TICKS_PER_QUARTER,    // composed in front of the playhead
  LATE_TICKS = TN_TICKS_PER_QUARTER / 4, // a note later than this is not worth playing
  START_FRAMES = 256 // in which the first notes of a phrase may come after a jump, or a change
};

int64_t tn_playhead_tick_units(const TnEngine* e) {
  const int64_t units = tn_transport_units_a_tick(tn_playhead_transport(e));
  return e->settings.pace > 0 ? units / 2 : e->settings.pace < 0 ? units * 2 : units;
}

int64_t tn_playhead_fifths(const TnEngine* e, int64_t position) {
  const int64_t fifth_units = tn_playhead_tick_units(e) / TN_NUDGES_A_TICK;
  return tn_floor_divide(position + fifth_units / 2, fifth_units);
}

static int64_t fine_units(const TnEngine* e) {
  return tn_playhead_tick_units(e) / TN_FINE_A_TICK;
}

void tn_playhead_forget(TnEngine* e) {
  e->phrase = NULL;
  e->changed = false;
  e->holds = false;
}

// How far a host that has told the place may be from what it means.
static int64_t rounding_of(const TnEngine* e) {
  return e->located ? tn_transport_units_a_tick(tn_playhead_transport(e)) / 64 : 0;
}

// Whether nothing of the phrase under the playhead has been heard since it came there.
static bool stands(const TnEngine* e) {
  return !e->phrase || !tn_playhead_is_playing(e) ||
         (e->struck < 0 && tn_playhead_position(e) == e->entered);
}

void tn_playhead_alter_next(TnEngine* e) {
  if (stands(e)) {
    tn_playhead_forget(e);
  }
  e->altered = e->block + e->played;
}

void tn_playhead_alter(TnEngine* e) {
  tn_playhead_alter_next(e);
  e->changed = e->phrase != NULL;
}

static int64_t bar_units(const TnEngine* e) {
  const TnTransport* t = tn_playhead_transport(e);
  return tn_meter_bar_ticks(t->meter) * tn_transport_units_a_tick(t);
}

int64_t tn_playhead_bar(const TnEngine* e, int64_t position) {
  return tn_floor_divide(position + rounding_of(e), bar_units(e));
}

// The phrase at a song position (units), and that of its beginning.
static TnPhrase* find_phrase(TnEngine* e, int64_t position, int64_t* origin) {
  const int64_t bar = tn_playhead_bar(e, position);
  TnBrief brief = tn_engine_brief(e);
  const int64_t first = tn_answer_first_bar(&e->answer, &brief, bar);
  *origin = first * bar_units(e);
  return tn_composer_phrase(e->composer, first, tn_playhead_transport(e)->meter, &brief);
}

// The brief under which the phrase under the playhead goes on.
static TnBrief brief_of(const TnEngine* e, int64_t origin) {
  TnBrief brief = tn_engine_brief(e);
  (void)tn_answer_first_bar(&e->answer, &brief, tn_floor_divide(origin, bar_units(e)));
  return brief;
}

// The first place in the phrase, in fine, that is played from a song position on. Where a host has
// told the position, a note whose onset is less than hosts' rounding in the past is played.
static int32_t first_place(const TnEngine* e, int64_t position) {
  const int64_t into = position - rounding_of(e) - e->origin;
  return into > 0 ? (int32_t)((into + fine_units(e) - 1) / fine_units(e)) : 0;
}

// Finds the phrase at a song position and the first note to play in it.
static void enter_phrase(TnEngine* e, int64_t position) {
  e->phrase = find_phrase(e, position, &e->origin);
  e->changed = false;
  e->holds = false;
  e->struck = -1;
  e->told = -1;
  e->live.count = 0;
  e->entered = position;
  e->retimed = position;
  e->from = first_place(e, position);
  e->next = 0;
  e->done = 0;
  e->joining = true;
}

// The song position (units) of the phrase's end.
static int64_t phrase_end(const TnEngine* e) {
  return e->origin + e->phrase->bars * bar_units(e);
}

void tn_playhead_compose_to(TnEngine* e, TnPhrase* phrase, const TnBrief* brief, int32_t tick) {
  while (!phrase->complete && tn_phrase_reach(phrase) <= tick) {
    if (e->freewheels) {
      tn_composer_step(e->composer, phrase, brief);
    } else if (!tn_composer_work(e->composer, phrase, brief, &e->work)) {
      return;
    }
  }
}

// Lets the listener hear the phrase while so much of the block's work lasts. Returns whether it
// has.
static bool hear(TnEngine* e, int32_t tick, int64_t work) {
  int64_t left = e->freewheels ? INT64_MAX : work;
  const bool heard = tn_composer_hear(e->composer, e->phrase, tick, &left);
  e->work -= e->freewheels ? 0 : work - left;
  return heard;
}

static int32_t tick_at(const TnEngine* e, int64_t position) {
  return (int32_t)((position - e->origin) / tn_playhead_tick_units(e));
}

// What of the phrase is over at `position`: all that is struck at this tick of it or before. In a
// style that plays off the grid the next tick may be, too.
static int32_t tick_heard(const TnEngine* e, int64_t position) {
  const bool is_nudged = e->composer->model->vocabulary.nudge_count > 1;
  const int64_t sooner =
      is_nudged ? TN_MAX_NUDGE * tn_playhead_tick_units(e) / TN_NUDGES_A_TICK : 0;
  const int32_t tick = tick_at(e, position + sooner);
  return tick > e->struck ? tick : e->struck; // a note may be struck before its tick
}

static int64_t position_of(const TnEngine* e, int32_t fine) {
  return e->origin + fine * fine_units(e);
}

// Whether a note is due so soon that there may be no time to compose another in its place. So a
// change is held back, but no longer than that, however dense the notes are.
static bool must_hold(TnEngine* e, uint64_t frame) {
  TnSpan span;
  e->holding = e->holds ? e->holding : frame;
  e->holds = true;
  if (e->freewheels || frame >= e->holding + START_FRAMES || tn_due_next(e, &span) < 0) {
    return false;
  }
  const int64_t onset = position_of(e, span.onset);
  return tn_transport_frame_of(tn_playhead_transport(e), onset) < frame + START_FRAMES;
}

// Takes up what the controls have changed and what the player has played, as soon as the listener
// is there, and what comes next. Until then what was composed before is played on, and composed on
// by half of the work: the music does not break off, however often something changes.
static void change(TnEngine* e, uint64_t frame) {
  const int64_t position = tn_transport_position(tn_playhead_transport(e), frame);
  const int32_t heard = tick_heard(e, position);
  const bool told = tn_live_has_news(&e->live, &e->ear) && tick_at(e, position) > e->told;
  const bool goes_on = e->phrase->complete || tn_phrase_reach(e->phrase) > heard + 1;
  if ((!e->changed && !told) || !goes_on || must_hold(e, frame) || !hear(e, heard, e->work / 2)) {
    return;
  }
  const TnBrief brief = brief_of(e, e->origin);
  tn_composer_forget_after(e->composer, e->phrase, heard, &brief);
  tn_live_tell(&e->live, &e->ear, tn_playhead_fifths(e, position), heard + 1, e->composer,
               e->phrase);
  e->changed = false;
  e->holds = false;
  e->told = tick_at(e, position);
}

// Composes on beyond the end of the phrase, which is done, up to `ticks` after it.
static void compose_next(TnEngine* e, int32_t ticks) {
  const int64_t end = phrase_end(e);
  int64_t origin;
  tn_composer_keep(e->composer, e->phrase);
  TnPhrase* next = find_phrase(e, end, &origin); // which began before, where the length has changed
  const TnBrief brief = brief_of(e, origin);
  tn_playhead_compose_to(e, next, &brief,
                         (int32_t)((end - origin) / tn_playhead_tick_units(e)) + ticks);
}

// An answer is to be there on its first frame, though the player's whole phrase comes before it.
static int32_t ticks_ahead(const TnEngine* e) {
  return e->settings.mode == TN_ANSWER ? 4 * AHEAD_TICKS : AHEAD_TICKS;
}

bool tn_playhead_composes_next(const TnEngine* e, int64_t position) {
  return tick_at(e, position) + ticks_ahead(e) >= e->phrase->end;
}

// Sees to it that a beat is ready in front of `position`, and all before `end`, also beyond the end
// of the phrase.
static void compose(TnEngine* e, int64_t position, int64_t end) {
  const int32_t ahead = tick_at(e, position) + ticks_ahead(e);
  const int32_t wanted = ahead > tick_at(e, end) ? ahead : tick_at(e, end);
  const int64_t first = tn_floor_divide(e->origin, bar_units(e));
  const int32_t locked = e->locks ? tn_phrase_line(e->phrase, (int)(e->lock_bar - first) + 1) : 0;
  const TnBrief brief = brief_of(e, e->origin);
  if (e->joining && e->from > 0 && phrase_end(e) <= end) { // it is over before it could be joined
    compose_next(e, wanted - e->phrase->end);
  }
  tn_playhead_compose_to(e, e->phrase, &brief, wanted > locked ? wanted : locked);
  tn_triggers_lock(e, first);
  if (e->phrase->complete && wanted >= e->phrase->end) {
    compose_next(e, wanted - e->phrase->end);
  }
}

// At the end of the phrase: into the next one from there on, wherever in the frame of the turn that
// is. Where its length has changed that is not its beginning; and what a change has just made
// another one is not composed yet.
static void turn(TnEngine* e, uint64_t frame) {
  tn_player_cut(&e->player, phrase_end(e)); // also what a phrase before it has left
  enter_phrase(e, phrase_end(e));
  e->left = frame;
  e->joining = e->from > 0 || frame < e->altered + START_FRAMES;
}

// After a jump: once the phrase is composed up to where the block ends it is played from the
// playhead on, exactly. In the midst of a phrase there is silence until then; what is due at its
// beginning is played when it is there.
static void join(TnEngine* e, uint64_t from, uint64_t to) {
  const TnTransport* t = tn_playhead_transport(e);
  const int64_t position = tn_transport_position(t, from);
  const int32_t end = tick_at(e, tn_transport_position(t, to));
  const bool is_there = e->phrase->complete || tn_phrase_reach(e->phrase) > end;
  e->left = position > e->entered ? e->left : from;
  if (e->joining && e->from == 0) {
    e->joining = from < e->left + START_FRAMES;
  } else if (e->joining && is_there) {
    const bool at_once = position - e->entered < tn_transport_step(t, from);
    e->joining = false;
    e->from = at_once ? e->from : first_place(e, position);
  }
}

static TnVoice voice_of(const TnEngine* e, const TnNote* note, TnSpan span) {
  const bool drums = tn_due_is_drum(e, note);
  const int64_t end = position_of(e, span.end);
  const int64_t last = phrase_end(e);
  const int32_t onset = tn_phrase_swung(e->phrase, &e->performance.feel, note->onset);
  return (TnVoice){.struck = position_of(e, onset),
                   .end = end < last ? end : last,
                   .over = position_of(e, span.end - 2 * TN_MAX_NUDGE * TN_FINE_A_NUDGE),
                   .channel = tn_performance_channel(&e->performance, note->part, drums),
                   .pitch = (uint8_t)tn_performance_pitch(&e->performance, note->pitch, drums),
                   .part = note->part,
                   .pitched = !drums};
}

// Counts what comes late. Returns whether it is worth playing still.
static bool is_in_time(TnEngine* e, const TnNote* note, TnSpan span, uint64_t frame) {
  const TnTransport* t = tn_playhead_transport(e);
  const int64_t onset = position_of(e, span.onset);
  const int64_t since = e->entered > e->retimed ? e->entered : e->retimed;
  const int64_t late = tn_transport_position(t, frame) - (onset > since ? onset : since);
  const int64_t tick_units = tn_playhead_tick_units(e);
  if (late < tn_transport_step(t, frame)) {
    return true; // not more than the part of a frame by which every note may be
  }
  e->late += e->joining ? 0 : 1;
  return late <= LATE_TICKS * tick_units && late < note->duration * tick_units;
}

static void strike(TnEngine* e, int index, TnSpan span, uint64_t frame, TnMidiSink sink) {
  const TnNote* note = &e->phrase->notes[index];
  e->struck = note->onset > e->struck ? note->onset : e->struck;
  tn_due_mark_played(e, index);
  if (!is_in_time(e, note, span, frame) || !tn_due_may_sound(e, note)) {
    return;
  }
  const uint8_t velocity =
      tn_phrase_velocity(e->phrase, &e->performance.touch, &e->performance.feel, note);
  e->part = note->part;
  tn_player_strike(&e->player, sink, (uint32_t)(frame - e->block), voice_of(e, note, span),
                   velocity, e->performance.polyphony);
  e->part = TN_MAX_PARTS;
}

// The next thing to do before the frame `to`: what and on which frame.
typedef enum { NOTHING, RELEASE, STRIKE, TURN } ActionKind;

typedef struct {
  ActionKind kind;
  uint64_t frame;
  int index; // of the note that is struck
  TnSpan span;
} Action;

// Releases come before what is struck on the same frame, and a phrase's last notes before its turn.
static Action next_action(TnEngine* e, uint64_t from, uint64_t to) {
  const TnTransport* t = tn_playhead_transport(e);
  const int voice = tn_player_next_end(&e->player);
  Action action = {TURN, tn_transport_frame_of(t, phrase_end(e)), -1, {0, 0}};
  action.index = tn_due_next(e, &action.span);
  const uint64_t onset =
      action.index >= 0 ? tn_transport_frame_of(t, position_of(e, action.span.onset)) : UINT64_MAX;
  if (onset <= action.frame && action.index >= 0) {
    action.kind = STRIKE;
    action.frame = onset;
  }
  const uint64_t end =
      voice >= 0 ? tn_transport_frame_of(t, e->player.voices[voice].end) : UINT64_MAX;
  if (end <= action.frame && voice >= 0) {
    action.kind = RELEASE;
    action.frame = end;
  }
  action.frame = action.frame > from ? action.frame : from;
  action.kind = action.frame < to ? action.kind : NOTHING;
  return action;
}

void tn_playhead_play(TnEngine* e, uint64_t from, uint64_t to, TnMidiSink sink) {
  const TnTransport* t = tn_playhead_transport(e);
  if (!e->phrase) {
    enter_phrase(e, tn_transport_position(t, from));
  }
  for (;;) {
    change(e, from);
    compose(e, tn_transport_position(t, e->freewheels ? to : from), tn_transport_position(t, to));
    join(e, from, to);
    const Action action = next_action(e, from, to);
    if (action.kind == NOTHING) {
      const int64_t position = tn_transport_position(t, to);
      compose(e, position, position);
      hear(e, tick_heard(e, position), e->work); // so that a change finds it there
      return;
    }
    from = action.frame;
    if (action.kind == RELEASE && !tn_player_release(&e->player, sink, (uint32_t)(from - e->block),
                                                     tn_player_next_end(&e->player))) {
      return; // no room in this block: the next one goes on here
    }
    if (action.kind == STRIKE) {
      strike(e, action.index, action.span, from, sink);
    } else if (action.kind == TURN) {
      turn(e, from);
    }
  }
}

bool tn_playhead_is_prepared(const TnEngine* e) {
  return e->phrase && (e->phrase->complete || tn_phrase_reach(e->phrase) > AHEAD_TICKS);
}

void tn_playhead_prepare(TnEngine* e, int64_t position) {
  if (!e->phrase) {
    enter_phrase(e, position);
  }
  compose(e, position, position);
}
