// Whether music is in the key that it was told.
#ifndef TN_TRAINER_OBEDIENCE_H
#define TN_TRAINER_OBEDIENCE_H

#include "trainer/corpus.h"

typedef struct {
  size_t phrases;
  size_t obeyed; // their notes say the key that they were told
  size_t near;   // they say it or one near to it (see tn_key_is_near())
} Obedience;

// Adds the pieces of `corpus`, each of which was told its `key`. Notes of `drum_part` say nothing;
// a piece that has no others obeys nobody.
void obedience_add(Obedience* obedience, const Corpus* corpus, int drum_part);

#endif
