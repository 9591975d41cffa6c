// All pieces of a training run, read from folders, and what they have in common.
#ifndef TN_TRAINER_CORPUS_H
#define TN_TRAINER_CORPUS_H

#include "plugin/engine/context.h"
#include "trainer/collection.h"
#include "trainer/skips.h"

enum { CORPUS_LEAST_BPM = 20, CORPUS_MOST_BPM = 300 }; // that a style plays at

typedef struct {
  Piece* pieces;
  size_t count;
} Corpus;

// Reads every MIDI file (.mid, .midi, .kar, .rmi, in any case) under `paths`, each a folder or a
// file, in order of name. Of the files that cannot be used the first ones are named on stderr with
// the reason, and all are added to `skips`, which may be NULL. False, with a message on stderr,
// where a path cannot be read or nothing at all can be used; the caller frees `skips` in any case.
bool corpus_read(Corpus* corpus, char* const* paths, int path_count, const ReadOptions* options,
                 SkipList* skips);

// Moves the pieces of what was read to `corpus`, which they make anew. False without memory: then
// none is moved.
bool corpus_take_collection(Corpus* corpus, Collection* collection);

void corpus_free(Corpus* corpus);

// The vocabulary that the pieces need, on the grid: parts with names, drums, velocities, nudges
// where the music was performed.
TnVocabulary corpus_vocabulary(const Corpus* corpus);

// Makes the pieces speak `vocabulary`: moves their notes from the voices of the file to its parts
// (see parts.h). Notes for which it has no part or pitch are left out. Once only: afterwards a
// note's part is no voice any more.
void corpus_fit(Corpus* corpus, const TnVocabulary* vocabulary);

// What is most frequent in the corpus, for players that are told nothing.
typedef struct {
  uint8_t key;   // 1..24; 0 where no piece has one
  TnMeter meter; // 4/4 where no piece has one
  double bpm;    // the median of the pieces' first tempi, playable
} CorpusHabits;

// The nearest tempo that a style plays at.
double corpus_playable_bpm(double bpm);

CorpusHabits corpus_habits(const Corpus* corpus);

size_t corpus_notes(const Corpus* corpus);
uint64_t corpus_frames(const Corpus* corpus); // ticks of all pieces together

#endif
