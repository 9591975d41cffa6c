// Music that a style makes up, as pieces, to be measured beside those of a folder.
#ifndef TN_TRAINER_GENERATED_H
#define TN_TRAINER_GENERATED_H

#include "plugin/engine/style.h"
#include "trainer/corpus.h"

enum {
  GENERATED_PHRASE_BARS = 8, // the plugin's default
  GENERATED_PASSAGES = 100,
  GENERATED_PASSAGE_BARS = 2 * GENERATED_PHRASE_BARS
};

// Fills `corpus` with `pieces` passages of so many bars, a whole number of phrases each, played by
// the engine that the plugin runs: in the style's key and meter, temperature 1, top-p 0.95. Each is
// another stretch of one song; the same style, always the same music. Drums are in VOICE_DRUMS,
// all else in part 0; times are on the grid and count from the beginning of the passage. False
// where memory is short: then there is nothing to free. Free with corpus_free().
bool generated_corpus(const TnStyle* style, size_t pieces, int bars, Corpus* corpus);

// The same: GENERATED_PASSAGES of GENERATED_PASSAGE_BARS, which is enough to tell what a style
// does.
bool generated_passages(const TnStyle* style, Corpus* corpus);

// The first phrase of the song that `seed` makes, settings as above, with the parts and nudges of
// the style. False where memory is short: then there is nothing to free. Free with piece_free().
bool generated_phrase(const TnStyle* style, int seed, Piece* phrase);

#endif
