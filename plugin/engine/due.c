#include "plugin/engine/due.h"

#include "plugin/engine/given.h"

enum { DONE_NOTES = 64 }; // from the next one on, of which it is known whether they are played

static TnSpan span_of(const TnEngine* e, const TnNote* note) {
  return tn_phrase_span(e->phrase, &e->performance.feel, note);
}

bool tn_due_is_drum(const TnEngine* e, const TnNote* note) {
  const int drum_part = e->composer->model->vocabulary.drum_part;
  return note->part == drum_part || note->part == TN_FOREIGN_DRUMS;
}

// Whether the note sounds before the place where the playhead came in, and belongs there by the
// grid. The playhead is most often put on a bar line, and what is meant to sound there is played
// there, also where its nudge would have it sooner.
static bool is_before(const TnEngine* e, const TnNote* note) {
  enum { MOST_LATE = 32 }; // ticks, by swing, humanize and nudge together
  if (note->onset * TN_FINE_A_TICK >= e->from) {
    return false;
  }
  return (note->onset + MOST_LATE) * TN_FINE_A_TICK < e->from || span_of(e, note).onset < e->from;
}

// Whether the note may leave the plugin.
bool tn_due_may_sound(const TnEngine* e, const TnNote* note) {
  const TnPerformance* p = &e->performance;
  return (p->parts >> note->part & 1) != 0 &&
         (tn_due_is_drum(e, note) || tn_limits_fit(&p->limits, note->pitch + p->limits.transpose));
}

// Whether two notes are one that two parts strike, `b` maybe first.
static bool is_unison(const TnEngine* e, const TnNote* a, const TnNote* b) {
  return a->onset == b->onset && a->pitch == b->pitch &&
         tn_due_is_drum(e, a) == tn_due_is_drum(e, b) &&
         (tn_due_is_drum(e, a) || e->performance.channel > 0) && tn_due_may_sound(e, b);
}

// Whether the note lies behind the place where the playhead came in, or in a unison is struck while
// what was begun behind it still sounds: of those only the first is struck, and it sounds as long
// as the longest that was struck meanwhile. A unison is gone through as often as that moves its
// end: no more often than it has notes, of which there is one a part.
static bool is_past(const TnEngine* e, int index) {
  const TnNote* notes = e->phrase->notes;
  int first = index;
  int last = index;
  while (first > 0 && is_unison(e, &notes[index], &notes[first - 1])) {
    --first;
  }
  while (last + 1 < e->phrase->count && is_unison(e, &notes[index], &notes[last + 1])) {
    ++last;
  }
  int32_t sounds_to = INT32_MIN;
  for (bool grows = true; grows;) { // each may be the one that leads to another
    grows = false;
    for (int i = first; i <= last; ++i) {
      const TnSpan span = span_of(e, &notes[i]);
      if (span.end > sounds_to && (is_before(e, &notes[i]) || span.onset < sounds_to)) {
        sounds_to = span.end;
        grows = true;
      }
    }
  }
  return is_before(e, &notes[index]) || span_of(e, &notes[index]).onset < sounds_to;
}

// Brings e->next to the first note that is still to be played.
static void pass_played(TnEngine* e) {
  const TnPhrase* phrase = e->phrase;
  while (e->next < phrase->count && ((e->done & 1) != 0 || is_past(e, e->next))) {
    ++e->next;
    e->done >>= 1;
  }
}

// The note to play next, and when it sounds: of those that are to be played, the one that sounds
// first. Notes are composed by ticks, and within a tick from the highest pitch down, whenever they
// sound. -1 where none is composed yet.
int tn_due_next(TnEngine* e, TnSpan* span) {
  int next = -1;
  if (e->joining && e->from > 0) {
    return next;
  }
  pass_played(e);
  for (int i = e->next; i < e->phrase->count && i < e->next + DONE_NOTES; ++i) {
    const TnNote* note = &e->phrase->notes[i];
    if (next >= 0 && (note->onset - 1) * TN_FINE_A_TICK >= span->onset) {
      break; // no note sounds a tick before its onset
    }
    const TnSpan other = span_of(e, note);
    if ((e->done >> (i - e->next) & 1) == 0 && !is_past(e, i) &&
        (next < 0 || other.onset < span->onset)) {
      next = i;
      *span = other;
    }
  }
  return next;
}

void tn_due_mark_played(TnEngine* e, int index) {
  e->done |= UINT64_C(1) << (index - e->next);
  pass_played(e);
}
