// Deals the pieces of a corpus to the streams of a batch: shuffled and transposed for training, one
// by one and as they are for measuring.
#ifndef TN_TRAINER_DECK_H
#define TN_TRAINER_DECK_H

#include "plugin/engine/context.h"
#include "trainer/corpus.h"
#include "trainer/random.h"

typedef struct {
  const Corpus* corpus;
  const TnVocabulary* vocabulary;
  bool endless;  // deal on, newly shuffled, when all are dealt
  int transpose; // at most so many semitones up or down; 0: as it is
  bool hints;    // tell the network key and end (and drop them, and the meter, now and then)
  size_t dealt;  // of this round
  size_t* order; // [corpus->count]
  Random random;
} Deck;

// A piece in the hands of a stream.
typedef struct {
  size_t count; // events
  TnEvent* events;
  TnNote* notes; // scratch
  TnContext start;
} DealtPiece;

bool deck_init(Deck* deck, const Corpus* corpus, const TnVocabulary* vocabulary, uint64_t seed,
               bool endless);
void deck_free(Deck* deck);

// Memory for the longest piece. False where there is none.
bool dealt_piece_init(DealtPiece* dealt, const Deck* deck);
void dealt_piece_free(DealtPiece* dealt);

// The next piece. False where all are dealt and the deck is not endless.
bool deck_deal(Deck* deck, DealtPiece* dealt);

#endif
