// Whether music comes to a close.
#ifndef TN_TRAINER_ENDINGS_H
#define TN_TRAINER_ENDINGS_H

#include "trainer/corpus.h"

// Whether what is struck last closes the piece: it holds the longest note that is struck in the two
// bars before the last release (no other there is longer), or what sounds then is a chord of the
// tonic: the key's tonic, and nothing but it, its third and its fifth. In minor the third may be
// major (the Picardy third). Notes of `drum_part` do not count; where there are no others, nothing
// closes. Bars are those of the piece's last meter, or of 4/4.
bool endings_closes(const Piece* piece, int drum_part);

typedef struct {
  size_t pieces; // looked at
  double closed; // the share of them that close; 0 where there are none
} EndingsShare;

// Looks at `most` pieces, spread over the corpus, or at all where there are no more.
EndingsShare endings_share(const Corpus* corpus, int drum_part, size_t most);

#endif
