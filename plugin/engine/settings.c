#include "plugin/engine/settings.h"

#include <string.h>

// What binds nothing in this style is as if it were not there, so that it does not matter how it is
// set.
static void bind_pitches(const TnLimits* limits, const TnVocabulary* v, TnSettings* settings) {
  uint8_t fits[TN_MAX_PITCHES];
  tn_limits_composed(limits, fits);
  for (int row = 0; row < v->pitch_count; ++row) {
    const int pitch = v->pitch_low + row;
    settings->barred[pitch / 8] |= (uint8_t)(!fits[pitch] << pitch % 8);
  }
  for (int class = 0; class < TN_PITCH_CLASSES; ++class) {
    settings->favour[class] = tn_limits_favour(limits, class + limits->transpose);
  }
}

TnSettings tn_settings_from(const TnControls* c, uint16_t chord, const TnVocabulary* vocabulary) {
  const TnPerformance performance = tn_performance_from(c, chord);
  TnSettings settings = {.sampling = {.temperature = tn_control_within(c->temperature, 0.0F, 2.0F),
                                      .top_p = tn_control_within(c->top_p, 0.05F, 1.0F)},
                         .seed = (uint32_t)tn_control_whole(c->seed, 0, 9999),
                         .bars = tn_control_whole(c->length, 1, TN_MAX_PHRASE_BARS),
                         .offset = tn_control_whole(c->offset, 0, TN_MAX_PHRASE_BARS - 1),
                         .key = (uint8_t)tn_control_whole(c->key, 0, TN_KEYS - 1),
                         .mode = (TnMode)tn_control_whole(c->mode, TN_VARIATIONS, TN_ANSWER),
                         .pace = tn_controls_pace(c),
                         .polyphony = (uint8_t)performance.polyphony,
                         .muted = (uint8_t)~performance.parts,
                         .feel = performance.feel,
                         .density = tn_control_within(c->density, -1.0F, 1.0F),
                         .rest = tn_control_within(c->rest, 0.0F, 1.0F)};
  settings.variation =
      settings.mode == TN_REPEAT ? tn_control_within(c->variation, 0.0F, 1.0F) : 0.0F;
  bind_pitches(&performance.limits, vocabulary, &settings);
  return settings;
}

static bool bounds_equal(const TnSettings* a, const TnSettings* b) {
  bool equal = memcmp(a->barred, b->barred, sizeof a->barred) == 0 &&
               a->polyphony == b->polyphony && a->muted == b->muted &&
               tn_feel_equal(&a->feel, &b->feel);
  for (int class = 0; class < TN_PITCH_CLASSES; ++class) {
    equal = equal && a->favour[class] == b->favour[class];
  }
  return equal;
}

bool tn_settings_equal(const TnSettings* a, const TnSettings* b) {
  return a->sampling.temperature == b->sampling.temperature &&
         a->sampling.top_p == b->sampling.top_p && a->seed == b->seed && a->bars == b->bars &&
         a->offset == b->offset && a->key == b->key && a->mode == b->mode &&
         a->variation == b->variation && a->pace == b->pace && a->density == b->density &&
         a->rest == b->rest && bounds_equal(a, b);
}
