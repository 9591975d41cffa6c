// What a training has come to, in plain words.
#ifndef TN_TRAINER_VERDICT_H
#define TN_TRAINER_VERDICT_H

#include "trainer/train_style.h"

typedef enum {
  VERDICT_COPIES,     // it plays more by heart than people do
  VERDICT_SCARCE,     // so little music that nothing can be told
  VERDICT_UNKNOWN,    // nothing was held out
  VERDICT_BASE,       // the base was better than all epochs
  VERDICT_UNFINISHED, // all epochs are done, and each still gained much in the middle
  VERDICT_GAP,        // it knows the learned pieces much better than others
  VERDICT_WELL
} Verdict;

// The first of these that holds.
Verdict verdict_find(const TrainSession* session, const TrainingReport* report);

// A few words without a capital, and a sentence or two on what it means and what helps.
const char* verdict_words(Verdict verdict);
const char* verdict_advice(Verdict verdict);

// What is measured of all pieces that were not learned, held out or of the test.
Measure verdict_unseen(const TrainSession* session, const TrainingReport* report);

#endif
