#include "plugin/engine/wishes.h"

#include "plugin/engine/playhead.h"
#include "plugin/engine/triggers.h"

#include <stddef.h>

static void drop(TnEngine* e, int index) {
  --e->wish_count;
  for (int i = index; i < e->wish_count; ++i) {
    e->wishes[i] = e->wishes[i + 1];
  }
}

static int find(const TnEngine* e, int64_t bar) {
  int i = 0;
  while (i < e->wish_count && e->wishes[i] != bar) {
    ++i;
  }
  return i;
}

bool tn_wishes_lock(TnEngine* e, int64_t bar) {
  if (bar < 0 || find(e, bar) < e->wish_count) {
    return bar >= 0;
  }
  if (e->wish_count == TN_WISHES) {
    return false;
  }
  e->wishes[e->wish_count++] = bar;
  return true;
}

void tn_wishes_unlock(TnEngine* e, int64_t bar) {
  const int waiting = find(e, bar);
  if (waiting < e->wish_count) {
    drop(e, waiting);
  }
  if (tn_edits_unlock(&e->edits, bar)) {
    tn_playhead_alter(e);
  }
}

void tn_wishes_reroll(TnEngine* e, int64_t bar) {
  const TnKeptNote* notes;
  if (bar >= 0 && tn_edits_locked(&e->edits, bar, &notes) < 0) {
    tn_edits_reroll_bar(&e->edits, bar);
    tn_playhead_alter(e);
  }
}

// A phrase and which of its bars is meant.
typedef struct {
  TnPhrase* phrase;
  int bar;
} Place;

static bool is_known(const Place* place) {
  const TnPhrase* p = place->phrase;
  return p->complete || tn_phrase_reach(p) >= tn_phrase_line(p, place->bar + 1);
}

// The bar as it was played last: its phrase may have been changed as it went on.
static Place find_played(TnEngine* e, int64_t bar) {
  const TnMeter meter = tn_playhead_transport(e)->meter;
  Place found = {NULL, 0};
  for (int i = 0; i < TN_PHRASES && e->settings.mode != TN_REPEAT; ++i) {
    TnPhrase* p = &e->composer->phrases[i];
    const Place place = {p, (int)(bar - p->bar)};
    if (p->used && p->bar <= bar && bar - p->bar < p->bars &&
        p->meter.numerator == meter.numerator && p->meter.denominator == meter.denominator &&
        is_known(&place) && (!found.phrase || p->visit > found.phrase->visit)) {
      found = place;
    }
  }
  return found;
}

static Place place_of(TnEngine* e, int64_t bar, TnBrief* brief) {
  const int64_t first = e->phrase ? tn_playhead_bar(e, e->origin) : 0;
  *brief = tn_engine_brief(e);
  if (e->phrase && bar >= first && bar - first < e->phrase->bars) {
    (void)tn_answer_first_bar(&e->answer, brief, first);
    return (Place){e->phrase, (int)(bar - first)};
  }
  const Place played = find_played(e, bar);
  if (played.phrase) {
    return played;
  }
  const int64_t begin = tn_answer_first_bar(&e->answer, brief, bar);
  const TnMeter meter = tn_playhead_transport(e)->meter;
  return (Place){tn_composer_phrase(e->composer, begin, meter, brief), (int)(bar - begin)};
}

void tn_wishes_grant(TnEngine* e) {
  if (!e->composer || e->wish_count == 0) {
    return;
  }
  TnBrief brief;
  const Place place = place_of(e, e->wishes[0], &brief);
  if (!is_known(&place)) {
    tn_playhead_compose_to(e, place.phrase, &brief, tn_phrase_line(place.phrase, place.bar + 1));
  }
  if (e->phrase) {
    tn_composer_keep(e->composer, e->phrase); // it is the last to give way
  }
  if (is_known(&place)) {
    tn_triggers_keep(e, place.phrase, place.bar, e->wishes[0]);
    drop(e, 0);
  }
}
