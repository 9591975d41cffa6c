// Random vocabularies, meters and events for the tests of the engine.
#ifndef TN_TESTS_ENGINE_FIXTURE_H
#define TN_TESTS_ENGINE_FIXTURE_H

#include "plugin/engine/context.h"
#include "trainer/random.h"

// Uniform in low..high.
static inline int random_within(Random* random, int low, int high) {
  return low + random_below(random, high - low + 1);
}

// `count` rising values of 1..limit, every choice alike; count <= limit.
static inline void random_rising(Random* random, int count, int limit, int* values) {
  int chosen = 0;
  for (int value = 1; chosen < count; ++value) {
    if (random_below(random, limit - value + 1) < count - chosen) {
      values[chosen++] = value;
    }
  }
}

static inline void random_lists(Random* random, TnVocabulary* v) {
  int values[TN_MAX_DURATIONS];
  v->duration_count = random_within(random, 1, TN_MAX_DURATIONS);
  random_rising(random, v->duration_count, 400, values);
  for (int i = 0; i < v->duration_count; ++i) {
    v->durations[i] = (int16_t)values[i];
  }
  v->velocity_count = random_within(random, 1, TN_MAX_VELOCITIES);
  random_rising(random, v->velocity_count, 127, values);
  for (int i = 0; i < v->velocity_count; ++i) {
    v->velocities[i] = (uint8_t)values[i];
  }
  v->nudge_count = random_within(random, 1, TN_MAX_NUDGES);
  random_rising(random, v->nudge_count, TN_MAX_NUDGES, values);
  for (int i = 0; i < v->nudge_count; ++i) {
    v->nudges[i] = (int8_t)(values[i] - 1 - TN_MAX_NUDGE);
  }
}

static inline TnVocabulary random_vocabulary(Random* random) {
  TnVocabulary v = {.dt_values = random_within(random, 2, TN_MAX_DT_VALUES),
                    .has_end = random_below(random, 2),
                    .has_grid = random_below(random, 2),
                    .parts = random_within(random, 1, TN_MAX_PARTS)};
  v.drum_part = random_within(random, -1, v.parts - 1);
  v.drum_count = v.drum_part < 0 ? 0 : TN_MAX_PITCHES;
  v.pitch_low = random_below(random, TN_MAX_PITCHES);
  v.pitch_count = random_within(random, 1, TN_MAX_PITCHES - v.pitch_low);
  random_lists(random, &v);
  return v;
}

enum { FIXTURE_METERS = 4 };

// Up to FIXTURE_METERS meters from tick 0 on, bars whole. Returns how many.
static inline int random_meters(Random* random, TnMeter* meters) {
  const int count = random_below(random, FIXTURE_METERS + 1);
  int32_t tick = 0;
  for (int m = 0; m < count; ++m) {
    meters[m] = (TnMeter){tick, (uint8_t)random_within(random, 1, 20),
                          (uint8_t)(1 << random_below(random, 6))};
    tick += random_within(random, 1, 4) * tn_meter_bar_ticks(meters[m]);
  }
  return count;
}

// One of the classes that are allowed, or -1 where none is; class 0 oftener where `low`.
static inline int random_allowed(Random* random, const uint8_t* allowed, int classes, bool low) {
  if (low && allowed[0] && random_below(random, 2)) {
    return 0;
  }
  int count = 0;
  for (int k = 0; k < classes; ++k) {
    count += allowed[k];
  }
  int chosen = count ? random_below(random, count) : 0;
  for (int k = 0; k < classes; ++k) {
    if (allowed[k] && chosen-- == 0) {
      return k;
    }
  }
  return -1;
}

static inline int random_value(Random* random, const TnContext* context, TnField field,
                               TnEvent next) {
  uint8_t allowed[TN_MAX_CLASSES];
  tn_context_allowed(context, field, next, allowed);
  return random_allowed(random, allowed, tn_vocabulary_classes(context->vocabulary, field),
                        field == TN_DT);
}

// A note or rest that may follow `context`; dt is 255 where some field had no class left to draw.
static inline TnEvent random_event(Random* random, const TnContext* context) {
  const TnVocabulary* v = context->vocabulary;
  TnEvent next = {.kind = TN_EVENT_NOTE};
  int dt = random_value(random, context, TN_DT, next);
  if (v->has_end && dt == tn_vocabulary_end(v)) {
    dt = tn_vocabulary_rest(v); // a walk goes on
  }
  next.dt = (uint8_t)dt;
  if (dt == tn_vocabulary_rest(v)) {
    next.kind = TN_EVENT_REST;
    return next;
  }
  const int part = random_value(random, context, TN_PART, next);
  next.part = (uint8_t)part;
  const int row = part < 0 ? -1 : random_value(random, context, TN_PITCH, next);
  if (dt < 0 || part < 0 || row < 0) {
    next.dt = 255;
    return next;
  }
  const TnPitchRange range = tn_vocabulary_pitch_range(v, part);
  next.pitch = (uint8_t)(row - range.first + range.low);
  next.duration = (uint8_t)random_value(random, context, TN_DURATION, next);
  next.velocity = (uint8_t)random_value(random, context, TN_VELOCITY, next);
  next.nudge = (uint8_t)random_value(random, context, TN_NUDGE, next);
  return next;
}

#endif
