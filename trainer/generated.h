// Music that a style makes up, as pieces, to be measured beside those of a folder.
#ifndef TN_TRAINER_GENERATED_H
#define TN_TRAINER_GENERATED_H

#include "plugin/engine/controls.h"
#include "plugin/engine/style.h"
#include "trainer/passages.h"

enum {
  GENERATED_PHRASE_BARS = 8, // the plugin's default
  GENERATED_PASSAGES = 100,
  GENERATED_PASSAGE_BARS = 2 * GENERATED_PHRASE_BARS
};

// Fills `corpus` with `pieces` passages of so many bars, a whole number of phrases each, played by
// the engine that the plugin runs: in the style's key and meter, as bold as it tells of itself.
// Each is another stretch of one song; the same style, always the same music. Drums are in
// VOICE_DRUMS, all else in part 0; times are on the grid and count from the beginning of the
// passage. False where memory is short: then there is nothing to free. Free with corpus_free().
bool generated_corpus(const TnStyle* style, size_t pieces, int bars, Corpus* corpus);

// The same: GENERATED_PASSAGES of GENERATED_PASSAGE_BARS, which is enough to tell what a style
// does.
bool generated_passages(const TnStyle* style, Corpus* corpus);

// How a style plays where nobody says otherwise: the plugin's defaults, and what its file tells of
// itself.
TnControls generated_controls(const TnStyle* style);

// The song of these controls, in the style's key and meter, cut into so many pieces of so many bars
// each. Drums, times and memory as above.
bool generated_song(const TnStyle* style, const TnControls* controls, size_t pieces, int bars,
                    Corpus* corpus);

// `count` passages, each from the beginning of another song (its place among them is the seed), in
// the key and meter of one of those of `told`, which is not empty, evenly spread over it. Where
// that is of fewer bars, repeated, so is this: a phrase of as many. False where memory is short:
// then there is nothing to free.
bool generated_like(const TnStyle* style, const TnControls* controls, const Passages* told,
                    size_t count, Passages* passages);

// The first phrase of the song that `seed` makes, settings as above, with the parts and nudges of
// the style. False where memory is short: then there is nothing to free. Free with piece_free().
bool generated_phrase(const TnStyle* style, int seed, Piece* phrase);

#endif
