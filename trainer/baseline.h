// What a network has to beat: Witten-Bell 5-grams over the same fields, in the same order, with the
// same masks, told nothing of meter or key.
//
// A field of an event follows the fields of that event before it and four things of the past. What
// these are can be read in three ways, none of which is the best for all music.
#ifndef TN_TRAINER_BASELINE_H
#define TN_TRAINER_BASELINE_H

#include "trainer/head_pass.h"

typedef enum {
  BASELINE_EVENTS,  // the event's fields so far, then the last 4 events, each as a whole
  BASELINE_FIELDS,  // the event's fields so far, then the same field of each of the last 4 events
  BASELINE_SYMBOLS, // the last 4 fields decided, of whatever events, without those of one class
  BASELINE_READINGS,
  BASELINE_UNIGRAM = BASELINE_READINGS // none of these: nothing of what came before is told
} BaselineReading;

const char* baseline_name(BaselineReading reading);

// Counts the pieces of `known` and measures those of `corpus`, one by one, into
// each[corpus->count]. Both speak `vocabulary`. False where memory is short.
bool baseline_measure(const Corpus* known, const Corpus* corpus, const TnVocabulary* vocabulary,
                      BaselineReading reading, Measure* each);

#endif
