// The parts of a style: chosen once from the roles of the music it learns, named after them, and
// from then on found by these names in any file.
#ifndef TN_TRAINER_PARTS_H
#define TN_TRAINER_PARTS_H

#include "trainer/piece.h"
#include "trainer/role.h"

// How many notes of the music each role plays.
typedef struct {
  uint64_t notes[ROLE_COUNT];
  uint64_t drums;
} PartCensus;

// Adds the notes of a piece that corpus_fit() has not yet moved.
void parts_count(PartCensus* census, const Piece* piece);

// Gives the roles with the most notes a part each, and drums the last; sets parts, drum_part,
// drum_count and part_names. Roles that play little beside others get none.
void parts_choose(const PartCensus* census, TnVocabulary* vocabulary);

// Finds the part of each voice of the piece: the one of its role; else one of its family; else the
// one with the nearest register, rather a free one. -1 where the vocabulary has none for it. Where
// the parts of the vocabulary have no names that mean something, the order of the voices counts.
void parts_of_voices(const TnVocabulary* vocabulary, const Piece* piece, int8_t parts[VOICES_MAX]);

#endif
