// Loops that a network can get stuck in: it hears a bar, plays it again, and is the surer of it the
// more often it has heard it. Only where a loop has been found is it made bolder, so that all other
// music stays as it was learned: rules against any repetition are known to hurt (see QUALITY.md).
#ifndef TN_ENGINE_LOOP_H
#define TN_ENGINE_LOOP_H

#include "plugin/engine/phrase.h"

enum { TN_LOOP_BARS = 2 }; // of the longest unit that is looked for

// How many times in a row one bar, or two, have been played when `bar` of the phrase begins: those
// right before it, the same pitches on the same ticks, and not silent. 1 where nothing is repeated;
// at most `most`. Bounded: `most` units, the notes of each compared once.
int tn_loop_times(const TnPhrase* phrase, int bar, int most);

// How to draw a bar before which something has been played so many times, where `borne` times are
// music: the bolder the longer it lasts. At temperature 0 the likeliest is drawn all the same.
TnSampling tn_loop_sampling(TnSampling sampling, int times, int borne);

#endif
