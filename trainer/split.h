// The pieces of a corpus in three parts: to learn from, to stop by and to test with.
#ifndef TN_TRAINER_SPLIT_H
#define TN_TRAINER_SPLIT_H

#include "trainer/corpus.h"

typedef enum {
  SPLIT_TRAIN, // the weights are learned from these
  SPLIT_VALID, // these say when to stop, and which weights are kept
  SPLIT_TEST,  // nothing is decided by these
  SPLIT_PARTS
} SplitPart;

// Moves the pieces of `corpus`, which is left empty, to `parts`: by the hash of their content, and
// with each piece its copies and the other movements of its work (works.h), by the least of their
// hashes. So a work is in the same part whatever else is read with it, as long as that holds no
// copy that is of a larger work. About one in ten is for stopping and one in ten for
// testing; a corpus in which either would have less than a twentieth or more than a fifth of the
// notes moves that border to the next hashes. Three different works or more leave no part empty,
// two leave none for testing, one is learned from. The caller frees each part with corpus_free().
// False where memory is short: nothing is moved.
bool split_corpus(Corpus* corpus, Corpus parts[SPLIT_PARTS]);

// Moves the pieces of `more`, which is left empty, behind those of `corpus`. False where memory is
// short: nothing is moved.
bool split_join(Corpus* corpus, Corpus* more);

// Keeps one part of `corpus` and frees the others. False where memory is short.
bool split_keep(Corpus* corpus, SplitPart part);

#endif
