// Stretches of music of one length, to be measured and compared.
#ifndef TN_TRAINER_PASSAGES_H
#define TN_TRAINER_PASSAGES_H

#include "trainer/corpus.h"

enum {
  PASSAGE_BARS = 32,
  PASSAGE_LEAST_BARS = 8 // of a piece that is played again until a passage is full
};

typedef struct {
  Corpus music;    // each passage a piece of its own, from tick 0 on; the paths are NULL. Drums are
                   // in VOICE_DRUMS, all else in part 0, where a pitch sounds once at a time
  size_t* sources; // owned; [music.count] index of the piece that it was cut from
  int* bars;       // owned; [music.count] bars of the piece that are in it: fewer where they repeat
} Passages;

// Cuts each piece into passages, one after the other; bars that are left over at its end are left
// out. One with too few bars for a passage makes one all the same, played again and again as the
// verses of a song are, but for pieces below PASSAGE_LEAST_BARS, which make none. Nor do bars with
// fewer than two notes in all. Notes are cut at a passage's end. The parts of the corpus are
// voices, as before corpus_fit(). False where memory is short: then there is nothing to free.
bool passages_cut(const Corpus* corpus, Passages* passages);

void passages_free(Passages* passages);

// How many pieces of the corpus the passages are from.
size_t passages_sources(const Passages* passages);

#endif
