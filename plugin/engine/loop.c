#include "plugin/engine/loop.h"

enum { MOST_BEYOND = 8 }; // times by which it gets bolder

// Each time beyond what is borne adds so much of the temperature.
static const float BOLDER = 0.5F;

// The notes of a bar: from index first to end - 1.
typedef struct {
  int first;
  int end;
  int32_t line;
} Bar;

static Bar find_bar(const TnPhrase* phrase, int bar) {
  const int32_t line = tn_phrase_line(phrase, bar);
  return (Bar){tn_phrase_find(phrase, line),
               tn_phrase_find(phrase, tn_phrase_line(phrase, bar + 1)), line};
}

static bool bars_equal(const TnPhrase* phrase, int a, int b) {
  const Bar x = find_bar(phrase, a);
  const Bar y = find_bar(phrase, b);
  if (x.end - x.first != y.end - y.first || x.end == x.first) {
    return false;
  }
  for (int i = 0; i < x.end - x.first; ++i) {
    const TnNote* note = &phrase->notes[x.first + i];
    const TnNote* other = &phrase->notes[y.first + i];
    if (note->pitch != other->pitch || note->onset - x.line != other->onset - y.line) {
      return false;
    }
  }
  return true;
}

// How many times the `unit` bars before `bar` have been played.
static int times_of(const TnPhrase* phrase, int bar, int unit, int most) {
  int equal = 0; // bars, from the last one back, that equal those a unit before
  while (equal < (most - 1) * unit && bar - equal - unit > 0 &&
         bars_equal(phrase, bar - equal - 1, bar - equal - 1 - unit)) {
    ++equal;
  }
  return 1 + equal / unit;
}

int tn_loop_times(const TnPhrase* phrase, int bar, int most) {
  int times = 1;
  for (int unit = 1; unit <= TN_LOOP_BARS; ++unit) {
    const int of_unit = times_of(phrase, bar, unit, most);
    times = of_unit > times ? of_unit : times;
  }
  return times;
}

TnSampling tn_loop_sampling(TnSampling sampling, int times, int borne) {
  if (borne > 0 && times >= borne) {
    const int beyond = times - borne < MOST_BEYOND ? times - borne + 1 : MOST_BEYOND;
    sampling.temperature *= 1.0F + BOLDER * (float)beyond;
    sampling.top_p = 1.0F;
  }
  return sampling;
}
