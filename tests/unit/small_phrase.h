// Scores made in memory, for tests of what a style hears.
#ifndef TN_TESTS_SMALL_PHRASE_H
#define TN_TESTS_SMALL_PHRASE_H

#include "trainer/score.h"

#include <assert.h>

enum { PHRASE_QUARTER = 480, PHRASE_NOTES = 64, PHRASE_EVENTS = 4 };

// Plain data without a pointer into itself: phrase_score() has the score.
typedef struct {
  ScoreNote notes[PHRASE_NOTES];
  ScoreMeter meters[PHRASE_EVENTS];
  ScoreTempo tempos[PHRASE_EVENTS];
  size_t note_count;
  size_t meter_count;
  size_t tempo_count;
} Phrase;

// A note of a score; times in file ticks. In order of onset.
static inline void phrase_add(Phrase* phrase, int64_t onset, int64_t length, uint8_t channel,
                              uint8_t pitch) {
  assert(phrase->note_count < PHRASE_NOTES);
  phrase->notes[phrase->note_count++] = (ScoreNote){.onset = onset,
                                                    .end = onset + length,
                                                    .track = channel,
                                                    .channel = channel,
                                                    .pitch = pitch,
                                                    .velocity = (uint8_t)(60 + phrase->note_count)};
}

// `count` quarters, one after the other, up and down from `pitch`.
static inline Phrase phrase_of_quarters(int count, uint8_t pitch) {
  Phrase phrase = {.note_count = 0};
  for (int i = 0; i < count; ++i) {
    phrase_add(&phrase, (int64_t)i * PHRASE_QUARTER, PHRASE_QUARTER, 0,
               (uint8_t)(pitch + 2 * (i % 3)));
  }
  return phrase;
}

static inline Score phrase_score(Phrase* phrase) {
  Score score = {.ticks_per_quarter = PHRASE_QUARTER,
                 .notes = phrase->notes,
                 .note_count = phrase->note_count,
                 .meters = phrase->meters,
                 .meter_count = phrase->meter_count,
                 .tempos = phrase->tempos,
                 .tempo_count = phrase->tempo_count};
  for (size_t i = 0; i < score.note_count; ++i) {
    score.end = score.notes[i].end > score.end ? score.notes[i].end : score.end;
  }
  return score;
}

#endif
