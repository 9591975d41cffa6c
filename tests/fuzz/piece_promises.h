// What piece.h, corpus.h and codec.h promise of every piece, checked by ending the process.
#ifndef TN_TESTS_PIECE_PROMISES_H
#define TN_TESTS_PIECE_PROMISES_H

#include "trainer/corpus.h"

// Of a piece fresh from `score`: its notes in order and in range, and none of the score's missing.
void check_piece(const Piece* piece, const Score* score);

// Of one whose rests were shortened.
void check_rests(const Piece* piece);

// Of a piece of frames.
void check_roll(const Piece* piece);

// Takes the piece the way of a corpus: makes it speak `vocabulary`, turns it into events as it is
// and as high as it goes, and back. `whole` says that the vocabulary has a place for every note.
void check_events(Piece* piece, const TnVocabulary* vocabulary, bool whole);

#endif
