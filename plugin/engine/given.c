#include "plugin/engine/given.h"

#include "plugin/engine/prompt.h"

enum { NO_PITCH = UINT8_MAX };

bool tn_given_is_heard(const TnVocabulary* v, const TnNote* note) {
  return note->part < v->parts && tn_vocabulary_pitch_row(v, note->part, note->pitch) >= 0;
}

TnNote tn_given_moved(const TnVocabulary* v, TnNote note, int semitones) {
  const int pitch = note.pitch + semitones;
  if (note.part < v->parts && note.part != v->drum_part) {
    note.pitch = (uint8_t)(pitch >= 0 && pitch < TN_MAX_PITCHES ? pitch : NO_PITCH);
  }
  return note;
}

TnEvent tn_given_event(const TnContext* c, const TnNote* note) {
  const TnVocabulary* v = c->vocabulary;
  const int32_t away = note->onset > c->tick ? note->onset - c->tick : 0;
  if (away >= v->dt_values) {
    return (TnEvent){.kind = TN_EVENT_REST, .dt = (uint8_t)tn_vocabulary_rest(v)};
  }
  return (TnEvent){.kind = TN_EVENT_NOTE,
                   .dt = (uint8_t)away,
                   .part = note->part,
                   .pitch = note->pitch,
                   .duration = (uint8_t)tn_vocabulary_duration_class(v, note->duration),
                   .velocity = (uint8_t)tn_vocabulary_velocity_class(v, note->velocity),
                   .nudge = (uint8_t)tn_vocabulary_nudge_class(v, note->nudge)};
}

static uint8_t drums_of(const TnVocabulary* v) {
  return (uint8_t)(v->drum_part >= 0 ? v->drum_part : TN_FOREIGN_DRUMS);
}

static uint8_t pitched_part(const TnVocabulary* v, int place) {
  const int part = tn_vocabulary_pitched_part(v, place);
  return (uint8_t)(part >= 0 ? part : 0);
}

// Drums stay drums, and what is none becomes none.
static uint8_t part_of(const TnVocabulary* v, const TnKeptNote* kept) {
  if (kept->drums) {
    return drums_of(v);
  }
  return kept->part == v->drum_part ? pitched_part(v, 0) : kept->part;
}

TnNote tn_given_kept(const TnVocabulary* v, const TnKeptNote* kept) {
  return (TnNote){.onset = kept->onset,
                  .duration = kept->duration,
                  .part = part_of(v, kept),
                  .pitch = kept->pitch,
                  .velocity = kept->velocity,
                  .nudge = kept->nudge};
}

uint8_t tn_given_part(const TnVocabulary* v, const TnNote* note, int place) {
  return note->part == TN_PROMPT_DRUMS ? drums_of(v) : pitched_part(v, place);
}
