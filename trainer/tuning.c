#include "trainer/tuning.h"

#include "trainer/generated.h"

#include <math.h>
#include <stdio.h>

static const int LENGTHS[] = {8, 16, 32};
static const int TEMPERATURES[] = {80, 85, 90, 95, 100, 110};
static const int TOP_PS[] = {90, 95, 98, 100};

// In hundredths.
typedef struct {
  int temperature;
  int top_p;
} Boldness;

// At which lengths are compared: which of them is best depends on it.
static const Boldness PLAIN[] = {{95, 95}, {90, 100}};

enum { LEAST_LOOPS = LOOP_TIMES - 1 };

enum {
  LENGTH_COUNT = sizeof LENGTHS / sizeof LENGTHS[0],
  RHYTHM_COUNT = 2, // as all else, as learned
  LENGTH_TRIALS = LENGTH_COUNT * RHYTHM_COUNT * sizeof PLAIN / sizeof PLAIN[0],
  TEMPERATURE_TRIALS = sizeof TEMPERATURES / sizeof TEMPERATURES[0],
  TOP_P_TRIALS = sizeof TOP_PS / sizeof TOP_PS[0]
};

_Static_assert((int)TUNING_TRIALS ==
                   LENGTH_TRIALS + RHYTHM_COUNT * TEMPERATURE_TRIALS * TOP_P_TRIALS,
               "all are tried");

static int hundredths(float value) {
  return (int)(100.0F * value + 0.5F);
}

static TnManner manner_of(const TnManner* music, Boldness bold, bool rhythm_as_learned,
                          int length) {
  TnManner manner = *music;
  manner.sampling = (TnSampling){(float)bold.temperature / 100.0F, (float)bold.top_p / 100.0F};
  // In whole hundredths, as the style's metadata tell it.
  manner.rhythm =
      rhythm_as_learned ? (float)hundredths(1.0F / manner.sampling.temperature) / 100.0F : 0.0F;
  manner.length = length;
  return manner;
}

TnManner tuning_next(const TuningTrial* trials, int count, const TnManner* music) {
  if (count < LENGTH_TRIALS) {
    const int plain = count / LENGTH_COUNT;
    return manner_of(music, PLAIN[plain / RHYTHM_COUNT], plain % RHYTHM_COUNT != 0,
                     LENGTHS[count % LENGTH_COUNT]);
  }
  const int bold = (count - LENGTH_TRIALS) / RHYTHM_COUNT;
  return manner_of(music,
                   (Boldness){TEMPERATURES[bold / TOP_P_TRIALS], TOP_PS[bold % TOP_P_TRIALS]},
                   (count - LENGTH_TRIALS) % RHYTHM_COUNT != 0,
                   tuning_best(trials, LENGTH_TRIALS)->manner.length);
}

bool tuning_begin(const QualityMusic* music, TnManner* manner) {
  PassageSet people;
  RateSpread loops = {0};
  RateSpread pitch = {0};
  if (!passage_set_measure(&music->learned_passages, &people)) {
    return false;
  }
  const bool ok = passage_set_spread(&people, RATE_LOOP, &loops) &&
                  passage_set_spread(&people, RATE_PITCH, &pitch);
  *manner = tn_style_manner();
  manner->loops = loops.ninetieth > LEAST_LOOPS ? (int)(loops.ninetieth + 0.5) : LEAST_LOOPS;
  manner->pitch = (TnRegister){(int)ceil(pitch.least), (int)pitch.most};
  passage_set_free(&people);
  return ok;
}

bool tuning_try(const TnStyle* style, const QualityMusic* music, const TnManner* manner,
                TuningTrial* trial) {
  TnStyle own = *style; // the weights stay the style's
  Passages made;
  QualityReport report;
  own.manner = *manner;
  const TnControls controls = generated_controls(&own);
  if (!generated_like(&own, &controls, &music->learned_passages, GENERATED_PASSAGES, &made)) {
    return false;
  }
  const bool ok = quality_report(music, &music->learned_passages, &made, &report);
  if (ok) {
    *trial = (TuningTrial){*manner, quality_faults(&report), report.likeness.overlap};
  }
  passages_free(&made);
  return ok;
}

static int count_bits(unsigned bits) {
  int count = 0;
  for (; bits; bits &= bits - 1) {
    ++count;
  }
  return count;
}

static bool is_better(const TuningTrial* a, const TuningTrial* b) {
  const int more = count_bits(a->faults) - count_bits(b->faults);
  return more < 0 || (more == 0 && a->overlap > b->overlap);
}

const TuningTrial* tuning_best(const TuningTrial* trials, int count) {
  const TuningTrial* best = trials;
  for (int i = 1; i < count; ++i) {
    best = is_better(&trials[i], best) ? &trials[i] : best;
  }
  return best;
}

static bool put(TnStyleHeader* header, const char* key, int value) {
  char text[32];
  snprintf(text, sizeof text, "%d", value);
  return tn_style_header_set(header, key, text);
}

// Left out where it is 0, as its absence means, unless there is one to replace.
static bool put_rhythm(TnStyleHeader* header, float rhythm) {
  const bool said = rhythm > 0.0F || tn_style_header_get(header, "play.rhythm");
  return !said || put(header, "play.rhythm", hundredths(rhythm));
}

bool tuning_describe(const TnManner* manner, TnStyleHeader* header) {
  char pitch[32];
  snprintf(pitch, sizeof pitch, "%d %d", manner->pitch.low, manner->pitch.high);
  return put(header, "play.temperature", hundredths(manner->sampling.temperature)) &&
         put(header, "play.top_p", hundredths(manner->sampling.top_p)) &&
         put_rhythm(header, manner->rhythm) && put(header, "play.length", manner->length) &&
         put(header, "play.loops", manner->loops) &&
         tn_style_header_set(header, "play.pitch", pitch);
}
