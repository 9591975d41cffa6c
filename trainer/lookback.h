// After how many bars the music of a corpus comes again: how far back a network should look.
#ifndef TN_TRAINER_LOOKBACK_H
#define TN_TRAINER_LOOKBACK_H

#include "trainer/corpus.h"

// Sets the lookbacks of `vocabulary` to those candidates (1, 2, 4, 8 and 16 bars; 8 to 64 frames of
// a piano roll) after which enough of the corpus' chords come again to pay for being told. None,
// where it hardly repeats itself.
void lookback_choose(const Corpus* corpus, TnVocabulary* vocabulary);

// The share of the onsets at which the same pitches are struck in the same parts as `distance` bars
// (or frames) before, of all onsets that have so much before them.
double lookback_share(const Corpus* corpus, const TnVocabulary* vocabulary, int distance);

#endif
