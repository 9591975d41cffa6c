#include "plugin/engine/features.h"

enum {
  PLACE_ROWS = 97,    // unknown, 0..95 ticks: a beat of a whole note at most
  OCTAVE_ROWS = 11,   // of MIDI pitches 0..127
  BARS_LEFT_ROWS = 9, // unknown, 0, 1, 2, 3, 4-7, 8-15, 16-31, more
  EVENT_KINDS = 3     // an end is never an input
};

// Which features each table has: bit f is feature f.
#define HAS(feature)   (1U << (feature))
#define ONSET_FEATURES (HAS(TN_FEATURE_DT) | HAS(TN_FEATURE_BEAT) | HAS(TN_FEATURE_PLACE))
#define ROLLS                                                                                      \
  (HAS(TN_FEATURE_SOUNDING) | HAS(TN_FEATURE_CLASSES_SOUNDING) | HAS(TN_FEATURE_STRUCK) |          \
   HAS(TN_FEATURE_AGO))
static const uint32_t TABLE_FEATURES[TN_FIELDS + 1] = {
    [TN_DT] = HAS(TN_FEATURE_BARS_LEFT) | HAS(TN_FEATURE_NEXT_AGO),
    [TN_PART] = ONSET_FEATURES | ROLLS,
    [TN_PITCH] = ONSET_FEATURES | HAS(TN_FEATURE_PART) | HAS(TN_FEATURE_KEY) |
                 HAS(TN_FEATURE_BARS_LEFT) | ROLLS,
    [TN_DURATION] = ONSET_FEATURES | HAS(TN_FEATURE_PART) | HAS(TN_FEATURE_PITCH) |
                    HAS(TN_FEATURE_BARS_LEFT) | HAS(TN_FEATURE_HELD_AGO),
    [TN_VELOCITY] =
        ONSET_FEATURES | HAS(TN_FEATURE_PART) | HAS(TN_FEATURE_PITCH) | HAS(TN_FEATURE_DURATION),
    [TN_NUDGE] = ONSET_FEATURES | HAS(TN_FEATURE_PART) | HAS(TN_FEATURE_PITCH) |
                 HAS(TN_FEATURE_DURATION) | HAS(TN_FEATURE_VELOCITY),
    [TN_INPUT_TABLE] = (HAS(TN_FEATURES) - 1U) & ~HAS(TN_FEATURE_HELD_AGO),
};

int tn_feature_lookback_rows(const TnVocabulary* v, TnFeature feature) {
  switch (feature) {
  case TN_FEATURE_AGO:
    return tn_vocabulary_pitch_rows(v);
  case TN_FEATURE_NEXT_AGO: // none known; 0 to dt_values - 1 ticks; more
    return 2 + v->dt_values;
  case TN_FEATURE_HELD_AGO: // not struck; the durations
    return 1 + v->duration_count;
  default:
    return 0;
  }
}

static int feature_rows(const TnVocabulary* v, TnFeature feature) {
  switch (feature) {
  case TN_FEATURE_KIND:
    return EVENT_KINDS;
  case TN_FEATURE_DT:
    return tn_vocabulary_classes(v, TN_DT);
  case TN_FEATURE_PART:
    return v->parts;
  case TN_FEATURE_DURATION:
    return v->duration_count;
  case TN_FEATURE_VELOCITY:
    return v->velocity_count;
  case TN_FEATURE_NUDGE: // no rows where nothing is nudged
    return v->nudge_count > 1 ? v->nudge_count : 0;
  case TN_FEATURE_BEAT:
    return TN_BEAT_ROWS;
  case TN_FEATURE_PLACE:
    return PLACE_ROWS;
  case TN_FEATURE_BAR_BEATS:
    return TN_BAR_BEATS_ROWS;
  case TN_FEATURE_BEAT_UNIT:
    return TN_BEAT_UNIT_ROWS;
  case TN_FEATURE_KEY:
    return TN_KEYS;
  case TN_FEATURE_BARS_LEFT:
    return BARS_LEFT_ROWS;
  case TN_FEATURE_PITCH_CLASS:
  case TN_FEATURE_CLASSES_SOUNDING:
    return TN_PITCH_CLASSES;
  case TN_FEATURE_OCTAVE:
    return OCTAVE_ROWS;
  case TN_FEATURE_AGO:
  case TN_FEATURE_NEXT_AGO:
  case TN_FEATURE_HELD_AGO:
    return v->lookback_count * tn_feature_lookback_rows(v, feature);
  default: // a pitch, or a roll of pitches
    return tn_vocabulary_pitch_rows(v);
  }
}

TnTable tn_feature_table(const TnVocabulary* v, int field_or_input) {
  TnTable table = {.rows = 0};
  for (int f = 0; f < TN_FEATURES; ++f) {
    const bool wanted = TABLE_FEATURES[field_or_input] & HAS(f);
    const int rows = wanted ? feature_rows(v, (TnFeature)f) : 0;
    table.first[f] = (int16_t)(rows > 0 ? table.rows : -1);
    table.rows += rows;
  }
  return table;
}
