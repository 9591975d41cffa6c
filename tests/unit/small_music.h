// Pieces made in memory, for tests.
#ifndef TN_TESTS_SMALL_MUSIC_H
#define TN_TESTS_SMALL_MUSIC_H

#include "trainer/corpus.h"
#include "trainer/random.h"
#include "trainer/role.h"

#include <stdlib.h>

// A piece of `notes` random notes, four to a chord, in `parts` parts, none of them drums. The
// caller frees it with piece_free(), or the corpus it is in with corpus_free().
static inline Piece random_piece(uint64_t seed, size_t notes, int parts) {
  Random random = {seed};
  Piece piece = {
      .notes = malloc(notes * sizeof(TnNote)), .meters = calloc(1, sizeof(TnMeter)), .bpm = 100};
  int32_t tick = 0;
  for (size_t i = 0; piece.notes && i < notes; ++i, ++piece.note_count) {
    piece.notes[i] = (TnNote){.onset = tick,
                              .duration = 1 + random_below(&random, 30),
                              .part = (uint8_t)random_below(&random, parts),
                              .pitch = (uint8_t)(80 - i % 4 * 7 - (size_t)random_below(&random, 5)),
                              .velocity = 80};
    tick += i % 4 == 3 ? 6 * (1 + random_below(&random, 12)) : 0;
  }
  for (int part = 0; part < parts; ++part) {
    piece.roles[part] = (uint8_t)(ROLE_SOPRANO + part);
  }
  if (piece.meters) {
    piece.meters[0] = (TnMeter){0, 4, 4};
    piece.meter_count = 1;
  }
  piece.end = tick + 24;
  piece.key = (uint8_t)(1 + random_below(&random, 24));
  piece_tidy(&piece);
  return piece;
}

// `count` of them, of different lengths. The caller frees it with corpus_free().
static inline Corpus random_corpus(size_t count, size_t notes) {
  Corpus corpus = {.pieces = calloc(count, sizeof(Piece))};
  for (size_t i = 0; corpus.pieces && i < count; ++i) {
    corpus.pieces[corpus.count++] = random_piece(100 + i, notes + 3 * i, 2);
  }
  return corpus;
}

#endif
