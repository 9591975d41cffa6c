// What score.h promises of every score, checked.
#ifndef TN_TESTS_SCORE_PROMISES_H
#define TN_TESTS_SCORE_PROMISES_H

#include "trainer/score.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static inline void check_score(const Score* score) {
  assert_true(score->ticks_per_quarter >= 1 && score->ticks_per_quarter <= 32767);
  assert_true(score->note_count > 0);
  for (size_t i = 0; i < score->note_count; ++i) {
    const ScoreNote* note = &score->notes[i];
    assert_true(note->onset >= 0 && note->onset <= note->end && note->end <= score->end);
    assert_true(note->channel < 16 && note->program < 128 && note->pitch < 128);
    assert_true(note->velocity >= 1 && note->velocity < 128);
    assert_true(i == 0 || note[-1].onset < note->onset ||
                (note[-1].onset == note->onset && note[-1].track <= note->track));
  }
  for (size_t i = 0; i < score->meter_count; ++i) {
    const ScoreMeter* meter = &score->meters[i];
    assert_true(meter->numerator >= 1 && meter->numerator <= 255);
    assert_true(meter->denominator >= 1 && meter->denominator <= 64);
    assert_true((meter->denominator & (meter->denominator - 1)) == 0);
    assert_true(meter->tick >= 0 && (i == 0 || meter[-1].tick <= meter->tick));
  }
  for (size_t i = 0; i < score->tempo_count; ++i) {
    const ScoreTempo* tempo = &score->tempos[i];
    assert_true(isfinite(tempo->bpm) && tempo->bpm > 0.0);
    assert_true(tempo->tick >= 0 && (i == 0 || tempo[-1].tick <= tempo->tick));
  }
}

// What both readers promise of the reason that they give.
static inline void check_reason(const char* reason) {
  assert_true(reason[0] != '\0');
  for (; *reason; ++reason) {
    assert_true(*reason >= ' ' && *reason <= '~');
  }
}

#endif
