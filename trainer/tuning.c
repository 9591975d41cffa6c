#include "trainer/tuning.h"

#include "trainer/generated.h"

#include <stdio.h>

static const int LENGTHS[] = {8, 16, 32};
static const int TEMPERATURES[] = {80, 90, 100, 110};
static const int TOP_PS[] = {90, 95, 98, 100};

enum { LEAST_LOOPS = LOOP_TIMES - 1 };

enum {
  LENGTH_TRIALS = sizeof LENGTHS / sizeof LENGTHS[0],
  TEMPERATURE_TRIALS = sizeof TEMPERATURES / sizeof TEMPERATURES[0],
  TOP_P_TRIALS = sizeof TOP_PS / sizeof TOP_PS[0]
};

_Static_assert((int)TUNING_TRIALS == LENGTH_TRIALS + TEMPERATURE_TRIALS * TOP_P_TRIALS,
               "all are tried");

TuningManner tuning_next(const TuningTrial* trials, int count, int loops) {
  if (count < LENGTH_TRIALS) {
    return (TuningManner){95, 95, LENGTHS[count], loops};
  }
  const int bold = count - LENGTH_TRIALS;
  const TuningTrial* best = tuning_best(trials, LENGTH_TRIALS);
  return (TuningManner){TEMPERATURES[bold / TOP_P_TRIALS], TOP_PS[bold % TOP_P_TRIALS],
                        best->manner.length, loops};
}

bool tuning_find_loops(const QualityMusic* music, int* loops) {
  PassageSet people;
  RateSpread spread;
  if (!passage_set_measure(&music->learned_passages, &people)) {
    return false;
  }
  const bool ok = passage_set_spread(&people, RATE_LOOP, &spread);
  *loops = spread.ninetieth > LEAST_LOOPS ? (int)(spread.ninetieth + 0.5) : LEAST_LOOPS;
  passage_set_free(&people);
  return ok;
}

bool tuning_try(const TnStyle* style, const QualityMusic* music, TuningManner manner,
                TuningTrial* trial) {
  TnControls controls = generated_controls(style);
  TnStyle own = *style; // the weights stay the style's
  Passages made;
  QualityReport report;
  controls.temperature = (float)manner.temperature / 100.0F;
  controls.top_p = (float)manner.top_p / 100.0F;
  controls.length = (float)manner.length;
  own.manner.loops = manner.loops;
  if (!generated_like(&own, &controls, &music->learned_passages, GENERATED_PASSAGES, &made)) {
    return false;
  }
  const bool ok = quality_report(music, &music->learned_passages, &made, &report);
  if (ok) {
    *trial = (TuningTrial){manner, quality_faults(&report), report.likeness.overlap};
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
  char text[16];
  snprintf(text, sizeof text, "%d", value);
  return tn_style_header_set(header, key, text);
}

bool tuning_describe(TuningManner manner, TnStyleHeader* header) {
  return put(header, "play.temperature", manner.temperature) &&
         put(header, "play.top_p", manner.top_p) && put(header, "play.length", manner.length) &&
         put(header, "play.loops", manner.loops);
}
