#include "plugin/engine/ahead.h"

#include "plugin/engine/due.h"
#include "plugin/engine/playhead.h"

enum { LOOKED_AT = 2 * TN_AHEAD, DONE_NOTES = 64 };

static bool is_done(const TnEngine* e, int index) {
  const int place = index - e->next;
  return place < DONE_NOTES && (e->done >> place & 1) != 0;
}

static int32_t to_fine(const TnEngine* e, int64_t units) {
  const TnTransport* t = tn_playhead_transport(e);
  const int64_t fine = units / (tn_transport_units_a_tick(t) / TN_FINE_A_TICK);
  return fine > INT32_MAX ? INT32_MAX : fine < INT32_MIN ? INT32_MIN : (int32_t)fine;
}

static TnAheadNote place_note(const TnEngine* e, const TnNote* note) {
  const TnSpan span = tn_phrase_span(e->phrase, &e->performance.feel, note);
  const int64_t fine_units = tn_playhead_tick_units(e) / TN_FINE_A_TICK;
  const int32_t onset = to_fine(e, e->origin + span.onset * fine_units);
  const int32_t end = to_fine(e, e->origin + span.end * fine_units);
  return (TnAheadNote){
      .position = onset,
      .length = end - onset,
      .part = note->part,
      .pitch = tn_performance_pitch(&e->performance, note->pitch, tn_due_is_drum(e, note))};
}

int tn_ahead_list(const TnEngine* e, TnAheadNote notes[TN_AHEAD]) {
  int count = 0;
  if (!e->composer || !e->enabled || !e->phrase) {
    return 0;
  }
  for (int i = e->next; i < e->phrase->count && i < e->next + LOOKED_AT && count < TN_AHEAD; ++i) {
    const TnNote* note = &e->phrase->notes[i];
    const bool is_past = note->onset * TN_FINE_A_TICK < e->from;
    if (!is_past && !is_done(e, i) && tn_due_may_sound(e, note)) {
      notes[count++] = place_note(e, note);
    }
  }
  return count;
}
