#include "plugin/engine/register.h"

enum { LEAST_BARS = 2, MOST_SEMITONES = 6 };

// Nats a semitone, for each semitone that the music is outside.
static const float PULL = 0.02F;

static bool is_bound(const TnSettings* settings) {
  bool bound = settings->polyphony > 0 && settings->polyphony < TN_MAX_POLYPHONY;
  for (int i = 0; i < TN_MAX_PITCHES / 8; ++i) {
    bound = bound || settings->barred[i] != 0;
  }
  return bound;
}

static float within_reach(float semitones) {
  const float most = (float)MOST_SEMITONES;
  return semitones > most ? most : semitones < -most ? -most : semitones;
}

float tn_register_tilt(const TnPhrase* phrase, int drum_part, int bar, TnRegister borne) {
  if (bar < LEAST_BARS || borne.high == 0 || is_bound(&phrase->settings)) {
    return 0.0F;
  }
  const int first = bar > TN_REGISTER_BARS ? bar - TN_REGISTER_BARS : 0;
  int32_t sum = 0;
  int32_t notes = 0;
  for (int i = tn_phrase_find(phrase, tn_phrase_line(phrase, first)); i < phrase->count; ++i) {
    const TnNote* note = &phrase->notes[i];
    sum += note->part != drum_part ? note->pitch : 0;
    notes += note->part != drum_part;
  }
  if (notes == 0) {
    return 0.0F;
  }
  const float mean = (float)sum / (float)notes;
  const float low = (float)borne.low - mean;
  const float high = (float)borne.high - mean;
  return PULL * within_reach(low > 0.0F ? low : high < 0.0F ? high : 0.0F);
}
