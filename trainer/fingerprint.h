// What must be the same for a training run to go on to the result that it would have had unbroken.
#ifndef TN_TRAINER_FINGERPRINT_H
#define TN_TRAINER_FINGERPRINT_H

#include "trainer/split.h"
#include "trainer/train_options.h"

enum { FINGERPRINT_TRAITS = 24, FINGERPRINT_VALUE = 32 };

// The traits as text, filled up with zeros; which is which only fingerprint.c knows.
typedef struct {
  char value[FINGERPRINT_TRAITS][FINGERPRINT_VALUE];
} Fingerprint;

// Of a run on this music (after corpus_fit()) on this machine. False where memory is short.
bool fingerprint_take(const TrainOptions* options, const TnVocabulary* vocabulary,
                      const Corpus music[SPLIT_PARTS], Fingerprint* fingerprint);

// Whether the two are equal; else the first difference is told in `reason`: what `theirs` is of.
bool fingerprint_equals(const Fingerprint* ours, const Fingerprint* theirs, char* reason,
                        size_t reason_size);

#endif
