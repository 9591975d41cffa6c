#include "plugin/engine/kept_list.h"

#include "plugin/engine/due.h"
#include "plugin/engine/given.h"
#include "plugin/engine/playhead.h"

static const TnKeptBar* kept_bar(const TnEngine* e, int index) {
  return &e->edits.locks.kept[e->edits.locks.places[index]];
}

int tn_kept_list_count(const TnEngine* e) {
  int count = 0;
  for (int i = 0; e->composer && i < e->edits.locks.count; ++i) {
    count += kept_bar(e, i)->count;
  }
  return count;
}

static int32_t to_fine(int64_t fine) {
  return fine > INT32_MAX ? INT32_MAX : fine < INT32_MIN ? INT32_MIN : (int32_t)fine;
}

static TnListedNote list_note(const TnEngine* e, int64_t bar, const TnKeptNote* kept) {
  const TnPerformance* p = &e->performance;
  const TnTransport* t = tn_playhead_transport(e);
  const TnNote note = tn_given_kept(&e->composer->model->vocabulary, kept);
  const int64_t tick_units = tn_playhead_tick_units(e); // of the music
  const int64_t song_units = tn_transport_units_a_tick(t);
  const int64_t bar_fine = (int64_t)tn_meter_bar_ticks(t->meter) * TN_FINE_A_TICK;
  const int32_t bar_length = (int32_t)(bar_fine * song_units / tick_units); // music fine
  const TnSpan span = tn_feel_span(&p->feel, &note, bar_length, bar);
  const int64_t onset = bar * bar_fine + span.onset * tick_units / song_units;
  const bool drums = tn_due_is_drum(e, &note);
  return (TnListedNote){.position = to_fine(onset),
                        .length = to_fine((span.end - span.onset) * tick_units / song_units),
                        .part = note.part < TN_MAX_PARTS ? note.part : TN_MAX_PARTS - 1,
                        .pitch = tn_performance_pitch(p, note.pitch, drums),
                        .velocity = tn_touch_velocity(&p->touch, &p->feel, &note, bar_length, bar)};
}

int tn_kept_list(const TnEngine* e, int first, TnListedNote* notes, int most) {
  const TnLocks* locks = &e->edits.locks;
  int listed = 0;
  for (int i = 0; e->composer && i < locks->count && listed < most; ++i) {
    const TnKeptBar* bar = kept_bar(e, i);
    for (int k = first; k < bar->count && listed < most; ++k) {
      notes[listed++] = list_note(e, locks->bars[i], &bar->notes[k]);
    }
    first = first > bar->count ? first - bar->count : 0;
  }
  return listed;
}
