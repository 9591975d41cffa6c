#include "plugin/engine/codec.h"

int tn_codec_compare(const TnNote* a, const TnNote* b) {
  if (a->onset != b->onset) {
    return a->onset < b->onset ? -1 : 1;
  }
  if (a->pitch != b->pitch) {
    return b->pitch - a->pitch;
  }
  return a->part - b->part;
}

size_t tn_codec_capacity(const TnVocabulary* v, const TnNote* notes, size_t count) {
  const size_t rests = count ? (size_t)(notes[count - 1].onset / v->dt_values) : 0;
  return count + rests + 1;
}

size_t tn_codec_encode(const TnVocabulary* v, const TnNote* notes, size_t count, TnEvent* events) {
  size_t written = 0;
  int32_t tick = 0;
  for (size_t i = 0; i < count; ++i) {
    const TnNote* note = &notes[i];
    if (tn_vocabulary_pitch_row(v, note->part, note->pitch) < 0) {
      continue;
    }
    for (; note->onset - tick >= v->dt_values; tick += v->dt_values) {
      events[written++] = (TnEvent){.kind = TN_EVENT_REST, .dt = (uint8_t)tn_vocabulary_rest(v)};
    }
    events[written++] =
        (TnEvent){.kind = TN_EVENT_NOTE,
                  .dt = (uint8_t)(note->onset - tick),
                  .part = note->part,
                  .pitch = note->pitch,
                  .duration = (uint8_t)tn_vocabulary_duration_class(v, note->duration),
                  .velocity = (uint8_t)tn_vocabulary_velocity_class(v, note->velocity),
                  .nudge = (uint8_t)tn_vocabulary_nudge_class(v, note->nudge)};
    tick = note->onset;
  }
  if (v->has_end) {
    events[written++] = (TnEvent){.kind = TN_EVENT_END, .dt = (uint8_t)tn_vocabulary_end(v)};
  }
  return written;
}

bool tn_codec_decode(const TnVocabulary* v, TnEvent event, int32_t* tick, TnNote* note) {
  if (event.kind == TN_EVENT_NOTE || event.kind == TN_EVENT_REST) {
    *tick += event.dt;
  }
  if (event.kind != TN_EVENT_NOTE) {
    return false;
  }
  *note = (TnNote){.onset = *tick,
                   .duration = v->durations[event.duration],
                   .part = event.part,
                   .pitch = event.pitch,
                   .velocity = v->velocities[event.velocity],
                   .nudge = v->nudges[event.nudge]};
  return true;
}
