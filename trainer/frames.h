// How likely the frames of piano rolls are, as different authors count them.
#ifndef TN_TRAINER_FRAMES_H
#define TN_TRAINER_FRAMES_H

#include "trainer/head_pass.h"

// The pitches of a piano: those of a roll, where nobody names others.
enum { FRAMES_PITCH_LOW = 21, FRAMES_PITCH_COUNT = 88 };

// Nats a frame; 0 where there is no frame of the kind.
typedef struct {
  double all;         // of all frames of all pieces
  double after_first; // of all but the first of each piece
  double by_piece;    // the mean over the pieces of each one's mean
} FrameRates;

// `each` has the measure of each piece of `corpus`, `first` that of all first frames together.
FrameRates frames_rates(const Corpus* corpus, const Measure* each, const Measure* first);

// Makes `first` of the first frames of all pieces. As the silence at the end of a roll is only so
// long as is known, measuring them gives exactly what these frames cost within their pieces. The
// caller frees it with corpus_free(). False where memory is short.
bool frames_first(const Corpus* corpus, Corpus* first);

// Measures the network on each piece of a corpus by itself, nothing hinted, into
// each[corpus->count]. False where memory is short.
bool frames_measure_each(const TnNetwork* network, const Corpus* corpus, Measure* each);

#endif
