// Composing a phrase, bar by bar.
#include "plugin/engine/composing.h"

#include "plugin/engine/codec.h"
#include "plugin/engine/given.h"
#include "plugin/engine/loop.h"
#include "plugin/engine/opening.h"
#include "plugin/engine/register.h"

#include <stddef.h>

enum {
  ACTION_WORK = 1 << 13, // finding out what is to be done
  PASS_WORK = 1 << 16,   // the same in a pass: the edits of the phrase it repeats are compared too
  IS_EMPTY = 1 << 30,    // keys of draws beside those of events
  IS_ANEW
};

// What a bar gets.
typedef enum { DRAWN, GIVEN, EMPTY } BarKind;

typedef struct {
  BarKind kind;
  int count; // notes that are given, in one of two forms
  const TnKeptNote* kept;
  const TnNote* notes;
  int32_t from; // onset of the bar to which those of `notes` belong
} Plan;

static uint32_t take_of(const TnBrief* brief, int64_t bar) {
  return brief->edits ? tn_edits_take(brief->edits, bar) : 0;
}

// Whether a chance of `share` comes out for a bar of the song.
static bool falls(const TnBrief* brief, int64_t bar, uint32_t what, float share) {
  const TnDraw draw = {
      .seed = brief->settings.seed, .take = take_of(brief, bar), .bar = bar, .event = what};
  return (float)(tn_random_bits(&draw) >> 40) < share * (float)(1 << 24);
}

static bool is_empty(const TnComposer* composer, const TnBrief* brief, int64_t bar) {
  return composer->silent || falls(brief, bar, IS_EMPTY, brief->settings.rest);
}

static bool is_anew(const TnBrief* brief, int64_t bar, int64_t home) {
  return take_of(brief, bar) > take_of(brief, home) || // it was asked for anew since
         falls(brief, bar, IS_ANEW, brief->settings.variation);
}

static Plan plan_locked(const TnBrief* brief, int64_t bar) {
  Plan plan = {.kind = GIVEN};
  plan.count = brief->edits ? tn_edits_locked(brief->edits, bar, &plan.kept) : -1;
  return plan;
}

// The same bar of the phrase that is repeated.
static Plan plan_kept(const TnPhrase* home, int bar) {
  const int32_t from = tn_phrase_line(home, bar);
  const int first = tn_phrase_find(home, from);
  return (Plan){.kind = GIVEN,
                .count = tn_phrase_find(home, tn_phrase_line(home, bar + 1)) - first,
                .notes = home->notes + first,
                .from = from};
}

static Plan plan_bar(const TnComposer* composer, const TnPhrase* phrase, const TnPhrase* home,
                     const TnBrief* brief) {
  const int bar = phrase->front.bar;
  const int64_t number = phrase->bar + bar;
  const Plan locked = plan_locked(brief, number);
  if (locked.count >= 0) {
    return locked;
  }
  if (home && !is_anew(brief, number, home->bar + bar)) {
    return plan_kept(home, bar);
  }
  if (bar < phrase->front.rests_to || is_empty(composer, brief, number)) {
    return (Plan){.kind = EMPTY};
  }
  return (Plan){.kind = DRAWN};
}

// Whether the next note of the bar is one that the phrase that is repeated has not got yet. It may
// have fewer than it has given already: it has made room for others since, and is composed again.
static bool is_waiting(const TnPhrase* phrase, const TnPhrase* home, const Plan* plan) {
  return plan->notes && phrase->front.given >= plan->count && !home->complete &&
         tn_phrase_reach(home) < tn_phrase_line(home, phrase->front.bar + 1);
}

// A given note, its onset from the beginning of the phrase. False where the bar is over before it.
static bool given_note(const TnPhrase* phrase, const Plan* plan, int index, TnNote* note) {
  const TnVocabulary* v = phrase->front.generator.context.vocabulary;
  const int bar = phrase->front.bar;
  const int32_t line = tn_phrase_line(phrase, bar);
  *note = plan->kept ? tn_given_kept(v, &plan->kept[index]) : plan->notes[index];
  note->onset += line - plan->from;
  return note->onset < tn_phrase_line(phrase, bar + 1);
}

// A note sounds up to where an empty bar begins.
static int32_t audible_to(const TnComposer* composer, const TnPhrase* phrase, const TnBrief* brief,
                          const TnNote* note) {
  const int32_t end = note->onset + note->duration;
  int bar = tn_phrase_bar_at(phrase, note->onset) + 1;
  for (; bar < phrase->bars && tn_phrase_line(phrase, bar) < end; ++bar) {
    const int64_t number = phrase->bar + bar;
    if (brief->settings.rest > 0.0F && plan_locked(brief, number).count < 0 &&
        is_empty(composer, brief, number)) {
      return tn_phrase_line(phrase, bar);
    }
  }
  return end;
}

// Whether the note is among those of which only so many may sound: a given one may be silent.
static bool is_voice(const TnVocabulary* v, const TnSettings* s, const TnNote* note) {
  const bool drums = note->part == v->drum_part || note->part == TN_FOREIGN_DRUMS;
  return s->polyphony > 0 && !drums && (s->muted >> note->part & 1) == 0 &&
         !tn_settings_bar_pitch(s, note->pitch);
}

// The first tick at which fewer pitched notes sound than may: as it is performed, which is when
// those have ended.
static int32_t free_from(const TnPhrase* phrase, const TnSettings* s) {
  const TnVoiceEnd* ends = phrase->front.ends;
  const int polyphony = s->polyphony;
  int32_t from = INT32_MIN;
  for (int i = 0; polyphony > 0 && i < TN_MAX_POLYPHONY; ++i) {
    int later = 0;
    for (int j = 0; j < TN_MAX_POLYPHONY; ++j) {
      later += ends[j].end >= ends[i].end;
    }
    from = later >= polyphony && ends[i].end > from ? ends[i].end : from;
  }
  int32_t tick = from > INT32_MIN ? (from + TN_FINE_A_TICK - 1) / TN_FINE_A_TICK : 0;
  while (tick > 0 && tn_phrase_swung(phrase, &s->feel, tick - 1) >= from) {
    --tick;
  }
  return tick;
}

static bool is_same(const TnVoiceEnd* sounding, const TnNote* note) {
  return sounding->part == note->part && sounding->pitch == note->pitch;
}

// The place of a note among those that sound: its own, or that of the one that ends first.
static TnVoiceEnd* place_of(TnFront* front, const TnNote* note) {
  TnVoiceEnd* first = &front->ends[0];
  for (int i = 0; i < TN_MAX_POLYPHONY; ++i) {
    TnVoiceEnd* sounding = &front->ends[i];
    if (is_same(sounding, note)) {
      return sounding;
    }
    first = sounding->end < first->end ? sounding : first;
  }
  return first;
}

// Counts a pitched note among those that sound, in place of one that has ended. A nudge does not
// count: the player lets those give way that it makes overlap.
static void count_voice(TnPhrase* phrase, const TnVocabulary* v, const TnBrief* brief,
                        const TnNote* note) {
  const TnSettings* s = &brief->settings;
  if (!is_voice(v, s, note)) {
    return;
  }
  const int32_t later = note->nudge > 0 ? note->nudge * TN_FINE_A_NUDGE : 0;
  const int32_t end = tn_phrase_span(phrase, &s->feel, note).end - later;
  TnVoiceEnd* place = place_of(&phrase->front, note);
  if (end > place->end) {
    *place = (TnVoiceEnd){end, note->part, note->pitch};
  }
}

static void add_note(TnComposer* composer, TnPhrase* phrase, const TnBrief* brief, TnNote note) {
  note.duration = audible_to(composer, phrase, brief, &note) - note.onset;
  count_voice(phrase, &composer->model->vocabulary, brief, &note);
  tn_phrase_add_note(phrase, note);
}

static void add_event(TnPhrase* phrase, TnEvent event) {
  if (phrase->event_count == TN_PHRASE_EVENTS) {
    phrase->complete = true;
    return;
  }
  phrase->events[phrase->event_count++] = event;
}

static void next_bar(TnPhrase* phrase) {
  TnFront* front = &phrase->front;
  TnContext* context = &front->generator.context;
  ++front->bar;
  front->in_bar = 0;
  front->given = 0;
  phrase->complete = phrase->complete || front->bar >= phrase->bars;
  if (!phrase->complete) {
    tn_phrase_tell_section(phrase, front->bar, context);
    tn_context_wait(context, phrase->lead + tn_phrase_line(phrase, front->bar));
  }
}

// Lets the network hear a step towards a note, and the note itself when it is reached (true in
// *arrived). Returns whether `work` lasted.
static bool hear_towards(TnPhrase* phrase, TnNote note, bool* arrived, int64_t* work) {
  TnGenerator* generator = &phrase->front.generator;
  const TnVocabulary* v = generator->context.vocabulary;
  note = tn_given_moved(v, note, phrase->shift);
  note.onset += phrase->lead;
  *arrived = true;
  if (!tn_given_is_heard(v, &note)) {
    return true;
  }
  const TnEvent event = tn_given_event(&generator->context, &note);
  if (!tn_generator_follow(generator, event, work)) {
    return false;
  }
  *arrived = event.kind == TN_EVENT_NOTE;
  add_event(phrase, event);
  return true;
}

// A given note that is one too many is silent, wherever the playhead comes in.
static bool has_room(const TnPhrase* phrase, const TnBrief* brief, const TnNote* note) {
  const TnSettings* s = &brief->settings;
  const int32_t onset = tn_phrase_swung(phrase, &s->feel, note->onset);
  int others = 0;
  for (int i = 0; i < TN_MAX_POLYPHONY; ++i) {
    const TnVoiceEnd* sounding = &phrase->front.ends[i];
    others += sounding->end > onset && !is_same(sounding, note);
  }
  return !is_voice(phrase->front.generator.context.vocabulary, s, note) || others < s->polyphony;
}

static bool give(TnComposer* composer, TnPhrase* phrase, const TnBrief* brief, const Plan* plan,
                 int64_t* work) {
  TnFront* front = &phrase->front;
  TnNote note;
  bool arrived;
  if (front->given >= plan->count || !given_note(phrase, plan, front->given, &note)) {
    next_bar(phrase);
    return true;
  }
  if (phrase->lead + note.onset < front->generator.context.wait) { // past
    ++front->given;
    return true;
  }
  if (!hear_towards(phrase, note, &arrived, work)) {
    return false;
  }
  if (arrived) {
    ++front->given;
    if (has_room(phrase, brief, &note)) {
      add_note(composer, phrase, brief, note);
    }
  }
  return true;
}

static bool hear_live(TnPhrase* phrase, int64_t* work) {
  bool arrived;
  if (!hear_towards(phrase, phrase->live[phrase->live_heard], &arrived, work)) {
    return false;
  }
  phrase->live_heard += arrived;
  return true;
}

static void find_bounds(const TnComposer* composer, const TnPhrase* phrase, const TnBrief* brief,
                        TnBounds* bounds) {
  const TnSettings* s = &brief->settings;
  const TnContext* context = &phrase->front.generator.context;
  const TnVocabulary* v = context->vocabulary;
  const int32_t free = phrase->lead + free_from(phrase, s);
  for (int dt = 0; dt < v->dt_values; ++dt) {
    bounds->strike[dt] = context->tick + dt < free ? TN_DRUMS_ONLY : TN_ALL;
  }
  for (int pitch = 0; pitch < TN_MAX_PITCHES; ++pitch) {
    const int played = pitch - phrase->shift;
    const bool is_there = played >= v->pitch_low && played < v->pitch_low + v->pitch_count;
    bounds->fits[pitch] = is_there && !tn_settings_bar_pitch(s, played);
  }
  for (int class = 0; class < TN_PITCH_CLASSES; ++class) {
    const int heard = (class + phrase->shift + TN_MAX_SHIFT) % TN_PITCH_CLASSES;
    bounds->favour[heard] = s->favour[class];
  }
  bounds->tilt = phrase->tilt;
  bounds->rhythm = composer->manner.rhythm;
  bounds->density = s->density;
  bounds->limit = phrase->lead + tn_phrase_line(phrase, phrase->front.bar + 1);
  bounds->odds = brief->odds;
  if (brief->odds) {
    brief->odds->shift = (int8_t)phrase->shift;
  }
}

static void take_in(TnComposer* composer, TnPhrase* phrase, const TnBrief* brief, int32_t tick,
                    TnEvent event) {
  const TnVocabulary* v = &composer->model->vocabulary;
  TnNote note;
  ++phrase->front.in_bar;
  const bool is_note = tn_codec_decode(v, event, &tick, &note);
  add_event(phrase, event);
  if (is_note) {
    add_note(composer, phrase, brief, tn_given_moved(v, note, -phrase->shift));
  }
}

// Once a bar: whether the music before it goes round in a loop or wanders off.
static void look_back(const TnComposer* composer, TnPhrase* phrase) {
  enum { MOST = 16 }; // times that are counted
  const int bar = phrase->front.bar;
  if (phrase->looked_from != bar) {
    phrase->looked_from = bar;
    phrase->loop_times = tn_loop_times(phrase, bar, MOST);
    phrase->tilt = tn_register_tilt(phrase, composer->model->vocabulary.drum_part, bar,
                                    composer->manner.pitch);
  }
}

static bool draw(TnComposer* composer, TnPhrase* phrase, const TnBrief* brief, int64_t* work) {
  TnFront* front = &phrase->front;
  const int64_t number = phrase->bar + front->bar;
  const TnDraw keyed = {.seed = brief->settings.seed,
                        .take = take_of(brief, number),
                        .bar = number,
                        .event = front->in_bar};
  const int32_t tick = front->generator.context.tick - phrase->lead;
  TnBounds bounds;
  TnEvent event;
  look_back(composer, phrase);
  find_bounds(composer, phrase, brief, &bounds);
  const TnSampling sampling =
      tn_loop_sampling(brief->settings.sampling, phrase->loop_times, composer->manner.loops);
  switch (tn_generator_next(&front->generator, sampling, keyed, &bounds, work, &event)) {
  case TN_DRAWN:
    take_in(composer, phrase, brief, tick, event);
    return true;
  case TN_AT_END:
    front->rests_to = tn_phrase_section_end(phrase, front->bar);
    next_bar(phrase);
    return true;
  case TN_AT_LIMIT:
    next_bar(phrase);
    return true;
  default:
    return false;
  }
}

// It recurses once: a phrase that is repeated repeats none.
// NOLINTNEXTLINE(misc-no-recursion)
bool tn_composer_work(TnComposer* composer, TnPhrase* phrase, const TnBrief* brief, int64_t* work) {
  const bool is_pass = brief->settings.mode == TN_REPEAT;
  if (!tn_step_pay(work, is_pass ? PASS_WORK : ACTION_WORK)) {
    return false;
  }
  tn_composer_keep(composer, phrase); // the next may begin another
  phrase->pure = phrase->pure && tn_composer_is_current(phrase, brief);
  TnPhrase* home = tn_composer_home(composer, phrase, brief);
  if (tn_opening_hears(phrase, &phrase->front)) {
    return tn_opening_hear(composer, phrase, &phrase->front, work);
  }
  if (phrase->live_heard < phrase->live_count) {
    return hear_live(phrase, work);
  }
  const Plan plan = plan_bar(composer, phrase, home, brief);
  if (is_waiting(phrase, home, &plan)) {
    const TnBrief own = {phrase->settings, brief->edits, brief->prompt, brief->odds};
    return tn_composer_work(composer, home, &own, work);
  }
  if (plan.kind == EMPTY) {
    next_bar(phrase);
    return true;
  }
  return plan.kind == GIVEN ? give(composer, phrase, brief, &plan, work)
                            : draw(composer, phrase, brief, work);
}

void tn_composing_count_voices(TnComposer* composer, TnPhrase* phrase, const TnBrief* brief) {
  enum { MOST = 512 }; // notes looked at
  TnFront* front = &phrase->front;
  for (int i = 0; i < TN_MAX_POLYPHONY; ++i) {
    front->ends[i] = (TnVoiceEnd){.end = INT32_MIN};
  }
  for (int i = phrase->count > MOST ? phrase->count - MOST : 0; i < phrase->count; ++i) {
    count_voice(phrase, &composer->model->vocabulary, brief, &phrase->notes[i]);
  }
}

void tn_composer_step(TnComposer* composer, TnPhrase* phrase, const TnBrief* brief) {
  int64_t unbounded = INT64_MAX;
  (void)tn_composer_work(composer, phrase, brief, &unbounded);
}
