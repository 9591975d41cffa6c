#include "tests/property/promise.h"

#include <stdio.h>

// For a phrase to be composed up to the place where the playhead came into it, and for the first
// notes of one that was not known long before. One of more bars, of twice as many of its own, or
// that varies another one, may take as long as a chain of them.
enum { WAITS_A_SECOND = 10, START_FRAMES = 256, SHORT_BARS = 8 };

// A synthesizer's worth: where more would sound, the plugin may end some, by what sounds then.
enum { MOST_VOICES = 64 };

typedef struct {
  const Passes* passes;
  const Pass* pass;
  const Situation* situation;
  bool is_nudged;     // notes may be off the grid as they are composed
  int64_t phrase_bar; // on which the phrase begins at the place from which the promise holds
  int64_t first_bar;  // on which the straight play begins
  int64_t end;        // place at which the pass ends
  uint64_t begin;     // frame from which on the promise holds
  NoteList* due;      // sorted
  NoteList* early;    // what lies behind the playhead by no more than is rounded or nudged
  NoteList* before;   // and by no more than the parts of a unison may be apart
} Comparison;

// The frame of a place, at most the pass's end.
static uint64_t frame_of(const Comparison* c, int64_t place) {
  const Pass* pass = c->pass;
  const uint64_t frame = timeline_frame_of(c->passes->timeline, pass->first, place - pass->shift);
  return frame < pass->end ? frame : pass->end;
}

static int64_t place_of(const Comparison* c, uint64_t straight_frame) {
  const int64_t tick = timeline_units_of_tick(c->passes->timeline, 1);
  return c->first_bar * passes_bar_units(c->passes, c->situation) +
         (int64_t)straight_frame * (tick / STRAIGHT_FRAMES_A_TICK);
}

// Whether there may be nudges: in the style, or in bars that were locked while another one played.
static bool may_nudge(const Passes* passes, const Situation* situation) {
  bool may = situation->style == STYLE_NUDGED;
  for (size_t i = 0; i < passes->situation_count && situation->edits > 0; i++) {
    may = may || passes->situations[i].style == STYLE_NUDGED;
  }
  return may;
}

static bool is_off_grid(const Comparison* c) {
  return c->is_nudged || c->situation->controls[TN_PORT_HUMANIZE] > 0;
}

// Hosts round a place to 1/1920 of a beat; nudges are less than a tick apart.
static int64_t slack(const Comparison* c) {
  const int64_t tick = timeline_units_of_tick(c->passes->timeline, 1);
  return is_off_grid(c) ? tick : tick / 64;
}

// Ticks of the song of one of the music, in halves.
static int half_ticks(const Comparison* c) {
  const int rate = situation_whole(c->situation, TN_PORT_RATE, 0, 2);
  return rate == 0 ? 4 : rate == 2 ? 1 : 2;
}

// How far the parts of a unison may be apart: humanize delays by two ticks of the music at most,
// and nudges are less than one apart.
static int64_t most_apart(const Comparison* c) {
  const int ticks = c->situation->controls[TN_PORT_HUMANIZE] > 0 ? 3 : 1;
  return timeline_units_of_tick(c->passes->timeline, 1) * ticks * half_ticks(c) / 2;
}

static void expect_note(const Comparison* c, const HeardNote* note) {
  const int64_t place = place_of(c, note->on);
  const int64_t apart = most_apart(c);
  const int64_t most = apart > slack(c) ? apart : slack(c);
  if (place < c->pass->from - most || place >= c->end) {
    return;
  }
  HeardNote next = *note;
  next.on = frame_of(c, place);
  next.off = frame_of(c, place_of(c, note->off));
  if (place >= c->pass->from && next.on < c->pass->end) {
    note_list_add(c->due, next);
  }
  if (place < c->pass->from && place >= c->pass->from - slack(c)) {
    note_list_add(c->early, next);
  }
  if (place < c->pass->from && place >= c->pass->from - apart) {
    note_list_add(c->before, next);
  }
}

// ---- note by note ----

static const char* say(char* why, size_t size, const char* what, const HeardNote* note,
                       uint64_t other) {
  snprintf(why, size, "%s: channel %d pitch %d velocity %d on frame %llu to %llu (%lld)", what,
           note->channel + 1, note->pitch, note->velocity, (unsigned long long)note->on,
           (unsigned long long)note->off, (long long)other);
  return why;
}

static bool is_same(const HeardNote* a, const HeardNote* b) {
  return a->channel == b->channel && a->pitch == b->pitch && a->velocity == b->velocity;
}

static bool is_early(const Comparison* c, const HeardNote* note, uint64_t waits_to) {
  for (size_t i = 0; i < c->early->count && (note->on == c->begin || note->on < waits_to); i++) {
    if (is_same(&c->early->notes[i], note)) {
      return true;
    }
  }
  return false;
}

static bool holds_pitch(const NoteList* list, const HeardNote* note, uint64_t before) {
  for (size_t i = 0; i < list->count; i++) {
    const HeardNote* other = &list->notes[i];
    if (other->pitch == note->pitch && other->channel == note->channel && other->on < before) {
      return true;
    }
  }
  return false;
}

// Of a unison off the grid, a part that is alone, as the other is past or was cut.
static bool is_rest_of_unison(const Comparison* c, const HeardNote* note, uint64_t waits_to) {
  const uint64_t joined = waits_to > c->begin ? waits_to : c->begin;
  const uint64_t apart = frame_of(c, c->pass->from + most_apart(c)) - c->begin;
  return is_off_grid(c) && note->on < joined + apart &&
         (holds_pitch(c->before, note, UINT64_MAX) || holds_pitch(c->due, note, note->on));
}

// Off the grid the end of a note may overlap the next, by two fifths of a tick, three times: with
// swing by one and a half. It is cut where there are too many: which depends on what sounded before
// the pass.
static bool may_be_cut(const Comparison* c, uint64_t from, uint64_t to) {
  const Timeline* timeline = c->passes->timeline;
  const TimelineSegment* segment = timeline_segment_at(timeline, from);
  if (!c->is_nudged || !segment || situation_whole(c->situation, TN_PORT_POLYPHONY, 1, 16) == 16) {
    return false;
  }
  const int64_t most = timeline_units_of_tick(timeline, 1) * half_ticks(c) * 3 / 4;
  return to <= frame_of(c, timeline_position_in(segment, from) + c->pass->shift + most);
}

// What sounds where a situation ends may be cut there, or anywhere after.
static bool ends_right(const Comparison* c, const HeardNote* due, const HeardNote* heard) {
  const uint64_t from = heard->off < due->off ? heard->off : due->off;
  const uint64_t to = heard->off < due->off ? due->off : heard->off;
  return from == to || may_be_cut(c, from, to) ||
         (due->off == c->pass->end && !c->pass->ends_all && heard->off > due->off);
}

// Frames from `begin` on in which nothing need be heard yet.
static uint64_t wait_frames(const Comparison* c) {
  const int64_t phrase = c->phrase_bar * passes_bar_units(c->passes, c->situation);
  const bool in_the_midst = c->pass->from > phrase;
  if (!c->pass->may_wait || c->pass->freewheels) {
    return 0;
  }
  const uint32_t rate = c->passes->timeline->rate;
  if (c->pass->end <= c->begin + START_FRAMES) { // it has not begun
    return START_FRAMES;
  }
  const bool is_long = situation_phrase_bars(c->situation) > SHORT_BARS ||
                       situation_whole(c->situation, TN_PORT_RATE, 0, 2) == 2 ||
                       situation_whole(c->situation, TN_PORT_MODE, 0, 3) == 2;
  return situation_goes_on(c->situation) || (in_the_midst && is_long) ? rate
         : in_the_midst                                               ? rate / WAITS_A_SECOND
                                                                      : 0;
}

static bool is_due_then(const Comparison* c, const HeardNote* heard) {
  for (size_t i = 0; i < c->due->count; i++) {
    if (c->due->notes[i].on == heard->on && is_same(&c->due->notes[i], heard)) {
      return true;
    }
  }
  return false;
}

// A note of the beginning of a phrase that was not known long before is due when it is heard.
static void forgive_start(const Comparison* c, const HeardNote* heard, size_t count) {
  const bool waits = c->pass->may_wait && !c->pass->freewheels;
  const uint64_t latest = c->begin + START_FRAMES;
  for (size_t i = 0; waits && i < c->due->count; i++) {
    HeardNote* due = &c->due->notes[i];
    for (size_t k = 0; k < count && heard[k].on <= latest; k++) {
      if (is_same(due, &heard[k]) && due->on <= heard[k].on && due->on <= latest &&
          !is_due_then(c, &heard[k])) {
        due->on = heard[k].on;
        break;
      }
    }
  }
  note_list_sort(c->due);
}

static const char* compare(const Comparison* c, const HeardNote* heard, size_t count,
                           size_t* compared, char* why, size_t size) {
  const bool is_first = c->begin > c->pass->first; // what came before was promised nothing
  const uint64_t waits_to = c->begin + wait_frames(c);
  size_t same = 0;
  size_t i = 0;
  size_t k = 0;
  while (i < c->due->count || k < count) {
    const HeardNote* due = i < c->due->count ? &c->due->notes[i] : NULL;
    const HeardNote* next = k < count ? &heard[k] : NULL;
    const int order = !due ? 1 : !next ? -1 : note_list_compare(due, next);
    if (order < 0 && (same > 0 || due->on >= waits_to)) {
      return say(why, size, "is missing", due, c->begin);
    }
    if (order > 0 && !is_early(c, next, waits_to) && !is_rest_of_unison(c, next, waits_to) &&
        !(is_first && next->on == c->begin)) {
      return say(why, size, "is not in the straight play", next, c->begin);
    }
    if (order == 0 && due->velocity != next->velocity) {
      return say(why, size, "has another velocity", next, due->velocity);
    }
    if (order == 0 && !ends_right(c, due, next)) {
      return say(why, size, "ends at another time", next, due->off);
    }
    same += order == 0;
    i += order <= 0;
    k += order >= 0;
  }
  *compared += same;
  return NULL;
}

// ---- pass by pass ----

// The place of the frame at which the pass ends.
static int64_t end_place(const Promise* promise, const Pass* pass) {
  const TimelineSegment* last = timeline_segment_at(promise->passes->timeline, pass->end - 1);
  return last ? timeline_position_in(last, pass->end) + pass->shift : pass->from;
}

// The first note heard at `frame` or after.
static size_t first_heard(const NoteList* heard, uint64_t frame) {
  size_t low = 0;
  size_t high = heard->count;
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (heard->notes[middle].on < frame) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

static bool is_crowded(const NoteList* notes) {
  for (size_t i = 0; i < notes->count; i++) {
    int sounding = 1;
    for (size_t k = i > 512 ? i - 512 : 0; k < i; k++) {
      sounding += notes->notes[k].off > notes->notes[i].on;
    }
    if (sounding >= MOST_VOICES) {
      return true;
    }
  }
  return false;
}

static const char* check_pass(Promise* promise, const Pass* pass, NoteList lists[3], char* why,
                              size_t size) {
  const Passes* passes = promise->passes;
  const Situation* situation = &passes->situations[pass->situation];
  const int64_t end = pass->end == pass->first ? pass->from : end_place(promise, pass);
  if (end <= pass->from || situation->edits < 0) {
    return NULL;
  }
  const int64_t bar = passes_bar_at(passes, situation, pass->from);
  Comparison c = {.passes = passes,
                  .pass = pass,
                  .situation = situation,
                  .is_nudged = may_nudge(passes, situation),
                  .phrase_bar = situation_phrase_bar(situation, bar),
                  .end = end,
                  .due = &lists[0],
                  .early = &lists[1],
                  .before = &lists[2]};
  c.first_bar = c.phrase_bar > 0 && !situation_goes_on(situation) ? c.phrase_bar : 0;
  c.begin = frame_of(&c, pass->from);
  const NoteList* straight = straight_play(promise->straight, situation, c.first_bar,
                                           passes_bar_at(passes, situation, end) + 1);
  if (!straight) {
    snprintf(why, size, "the straight play went wrong");
    return why;
  }
  if (is_crowded(straight)) {
    return NULL;
  }
  c.due->count = 0;
  c.early->count = 0;
  c.before->count = 0;
  for (size_t i = 0; i < straight->count; i++) {
    expect_note(&c, &straight->notes[i]);
  }
  const size_t first = first_heard(promise->heard, c.begin);
  const size_t count = first_heard(promise->heard, pass->end) - first;
  forgive_start(&c, promise->heard->notes + first, count);
  return compare(&c, promise->heard->notes + first, count, &promise->compared, why, size);
}

const char* promise_check(Promise* promise, char* why, size_t size) {
  NoteList lists[3] = {{.count = 0}};
  const char* broken = NULL;
  for (size_t i = 0; i < promise->passes->count && !broken; i++) {
    broken = check_pass(promise, &promise->passes->passes[i], lists, why, size);
  }
  note_list_free(&lists[0]);
  note_list_free(&lists[1]);
  note_list_free(&lists[2]);
  return broken;
}
