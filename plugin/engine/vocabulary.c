#include "plugin/engine/vocabulary.h"

const char* tn_field_name(TnField field) {
  static const char* const NAMES[TN_FIELDS] = {"dt",       "part",     "pitch",
                                               "duration", "velocity", "nudge"};
  return NAMES[field];
}

// Every tick up to a quarter, then steps that widen with the length: an ear hears ratios.
static int fill_durations(int16_t* durations) {
  static const struct {
    int16_t until;
    int16_t step;
  } RANGES[] = {{24, 1}, {48, 2}, {96, 6}, {192, 12}, {384, 48}, {768, 192}};
  int count = 0;
  int ticks = 0;
  for (unsigned r = 0; r < sizeof RANGES / sizeof RANGES[0]; ++r) {
    while (ticks < RANGES[r].until) {
      ticks += RANGES[r].step;
      durations[count++] = (int16_t)ticks;
    }
  }
  return count;
}

TnVocabulary tn_vocabulary_for_grid(void) {
  TnVocabulary v = {.dt_values = 4 * TN_TICKS_PER_QUARTER,
                    .has_end = true,
                    .has_grid = true,
                    .parts = 1,
                    .drum_part = -1,
                    .pitch_count = TN_MAX_PITCHES,
                    .velocity_count = 1,
                    .nudge_count = 1};
  v.duration_count = fill_durations(v.durations);
  v.velocities[0] = 80;
  return v;
}

TnVocabulary tn_vocabulary_for_roll(int pitch_low, int pitch_count) {
  TnVocabulary v = {.dt_values = 16,
                    .parts = 1,
                    .drum_part = -1,
                    .pitch_low = pitch_low,
                    .pitch_count = pitch_count,
                    .duration_count = 1,
                    .velocity_count = 1,
                    .nudge_count = 1};
  v.durations[0] = 1;
  v.velocities[0] = 80;
  return v;
}

void tn_vocabulary_add_nudges(TnVocabulary* v) {
  v->nudge_count = TN_MAX_NUDGES;
  for (int i = 0; i < TN_MAX_NUDGES; ++i) {
    v->nudges[i] = (int8_t)(i - TN_MAX_NUDGE);
  }
}

static bool is_within(int value, int low, int high) {
  return value >= low && value <= high;
}

static bool lists_are_valid(const TnVocabulary* v) {
  for (int i = 0; i < v->duration_count; ++i) {
    if (v->durations[i] <= (i ? v->durations[i - 1] : 0)) {
      return false;
    }
  }
  for (int i = 0; i < v->velocity_count; ++i) {
    if (v->velocities[i] > 127 || v->velocities[i] <= (i ? v->velocities[i - 1] : 0)) {
      return false;
    }
  }
  for (int i = 0; i < v->nudge_count; ++i) {
    if (v->nudges[i] > TN_MAX_NUDGE || v->nudges[i] < (i ? v->nudges[i - 1] + 1 : -TN_MAX_NUDGE)) {
      return false;
    }
  }
  for (int i = 0; i < v->lookback_count; ++i) {
    if (!is_within(v->lookbacks[i], 1, TN_MAX_LOOKBACK)) {
      return false;
    }
  }
  return true;
}

bool tn_vocabulary_is_valid(const TnVocabulary* v) {
  return is_within(v->dt_values, 2, TN_MAX_DT_VALUES) && is_within(v->parts, 1, TN_MAX_PARTS) &&
         is_within(v->drum_part, -1, v->parts - 1) &&
         is_within(v->pitch_low, 0, TN_MAX_PITCHES - 1) &&
         is_within(v->pitch_count, 1, TN_MAX_PITCHES - v->pitch_low) &&
         v->drum_count == (v->drum_part < 0 ? 0 : TN_MAX_PITCHES) &&
         is_within(v->duration_count, 1, TN_MAX_DURATIONS) &&
         is_within(v->velocity_count, 1, TN_MAX_VELOCITIES) &&
         is_within(v->nudge_count, 1, TN_MAX_NUDGES) &&
         is_within(v->lookback_count, 0, TN_MAX_LOOKBACKS) && lists_are_valid(v);
}

int tn_vocabulary_pitch_rows(const TnVocabulary* v) {
  return v->pitch_count + v->drum_count;
}

int tn_vocabulary_classes(const TnVocabulary* v, TnField field) {
  switch (field) {
  case TN_DT:
    return v->dt_values + 1 + (v->has_end ? 1 : 0);
  case TN_PART:
    return v->parts;
  case TN_PITCH:
    return tn_vocabulary_pitch_rows(v);
  case TN_DURATION:
    return v->duration_count;
  case TN_VELOCITY:
    return v->velocity_count;
  default:
    return v->nudge_count;
  }
}

int tn_vocabulary_pitched_part(const TnVocabulary* v, int n) {
  const bool drums = v->drum_part >= 0;
  const int last = v->parts - 1 - (drums ? 1 : 0);
  const int place = n < last ? n : last;
  return drums && place >= v->drum_part ? place + 1 : place;
}

TnPitchRange tn_vocabulary_pitch_range(const TnVocabulary* v, int part) {
  if (part == v->drum_part) {
    return (TnPitchRange){v->pitch_count, v->pitch_count + v->drum_count, 0};
  }
  return (TnPitchRange){0, v->pitch_count, v->pitch_low};
}

int tn_vocabulary_pitch_row(const TnVocabulary* v, int part, int pitch) {
  const TnPitchRange range = tn_vocabulary_pitch_range(v, part);
  const int row = range.first + pitch - range.low;
  return row >= range.first && row < range.last ? row : -1;
}

int tn_vocabulary_duration_class(const TnVocabulary* v, int ticks) {
  int best = 0;
  while (best + 1 < v->duration_count &&
         v->durations[best + 1] - ticks < ticks - v->durations[best]) {
    ++best;
  }
  return best;
}

int tn_vocabulary_velocity_class(const TnVocabulary* v, int velocity) {
  int best = 0;
  while (best + 1 < v->velocity_count &&
         v->velocities[best + 1] - velocity < velocity - v->velocities[best]) {
    ++best;
  }
  return best;
}

int tn_vocabulary_nudge_class(const TnVocabulary* v, int nudge) {
  int best = 0;
  while (best + 1 < v->nudge_count && v->nudges[best + 1] - nudge < nudge - v->nudges[best]) {
    ++best;
  }
  return best;
}
