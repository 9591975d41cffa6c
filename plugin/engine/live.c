#include "plugin/engine/live.h"

#include "plugin/engine/given.h"

static bool is_held(const TnEar* ear, const TnNote* note) {
  return ear->held.pitches[note->pitch] > 0;
}

static bool is_among(const TnNote* notes, int count, int pitch) {
  bool is = false;
  for (int i = 0; i < count; ++i) {
    is = is || notes[i].pitch == pitch;
  }
  return is;
}

bool tn_live_has_news(const TnLive* live, const TnEar* ear) {
  bool has = tn_ear_has_news(ear);
  for (int i = 0; i < live->count; ++i) {
    has = has || !is_held(ear, &live->notes[i]);
  }
  return has;
}

// Those that went up, or were struck again, are complete.
static void end_notes(TnLive* live, const TnEar* ear, const TnNote* struck, int count, int32_t tick,
                      TnComposer* composer, TnPhrase* phrase) {
  int kept = 0;
  for (int i = 0; i < live->count; ++i) {
    TnNote note = live->notes[i];
    if (is_held(ear, &note) && !is_among(struck, count, note.pitch)) {
      live->notes[kept++] = note;
      continue;
    }
    note.duration = tick - note.onset;
    tn_composer_complete(composer, phrase, &note);
  }
  live->count = kept;
}

static int count_above(const TnVocabulary* v, const TnNote* notes, int count, int pitch) {
  int above = 0;
  for (int i = 0; i < count; ++i) {
    const bool is_pitched = notes[i].part < v->parts && notes[i].part != v->drum_part;
    above += is_pitched && notes[i].pitch > pitch;
  }
  return above;
}

// Gives the notes, which are struck together, their parts: below what is held and each other.
static void choose_parts(const TnLive* live, const TnVocabulary* v, TnNote* struck, int count) {
  for (int i = 0; i < count; ++i) {
    const int place = count_above(v, live->notes, live->count, struck[i].pitch) +
                      count_above(v, struck, i, struck[i].pitch);
    struck[i].part = tn_given_part(v, &struck[i], place);
  }
}

void tn_live_tell(TnLive* live, TnEar* ear, int64_t now, int32_t tick, TnComposer* composer,
                  TnPhrase* phrase) {
  TnNote struck[TN_LIVE_NOTES];
  const int count = tn_ear_tell(ear, now, struck, TN_LIVE_NOTES);
  end_notes(live, ear, struck, count, tick, composer, phrase);
  choose_parts(live, &composer->model->vocabulary, struck, count);
  for (int i = 0; i < count; ++i) {
    struck[i].onset = tick;
  }
  for (int i = 0; i < count && live->count < TN_LIVE_NOTES; ++i) {
    live->notes[live->count] = struck[i];
    live->count += is_held(ear, &struck[i]);
  }
  tn_composer_hold(composer, phrase, live->notes, live->count);
  tn_composer_tell(phrase, struck, count);
}
