// Deals the pieces of a corpus to the streams of a batch: shuffled and transposed for training, one
// by one and as they are for measuring. What lies at a position of the deck is known without what
// lies before, so that any number of workers, on any machine, deal from one deck without a word.
#ifndef TN_TRAINER_DECK_H
#define TN_TRAINER_DECK_H

#include "plugin/engine/context.h"
#include "trainer/corpus.h"
#include "trainer/random.h"

typedef struct {
  const Corpus* corpus;
  const TnVocabulary* vocabulary;
  uint64_t seed;
  bool endless;  // newly shuffled in every round; else one round, in order
  int transpose; // at most so many semitones up or down; 0: as it is
  bool hints;    // tell the network key and end (and drop them, and the meter, now and then)
} Deck;

// A piece in the hands of a stream.
typedef struct {
  int transpose; // the deck's when it was dealt
  size_t count;  // events
  TnEvent* events;
  TnNote* notes; // scratch
  TnContext start;
} DealtPiece;

// Keeps `corpus`, which is not empty where the deck is endless, and `vocabulary`.
Deck deck_new(const Corpus* corpus, const TnVocabulary* vocabulary, uint64_t seed, bool endless);

// Memory for the longest piece. False where there is none.
bool dealt_piece_init(DealtPiece* dealt, const Deck* deck);
void dealt_piece_free(DealtPiece* dealt);

// The piece at `position`, from 0; corpus->count of them are a round. False beyond the last, where
// the deck is not endless. Any thread may call it.
bool deck_deal(const Deck* deck, uint64_t position, DealtPiece* dealt);

#endif
