// Some bars to try a style by, while the host's transport stands. A part of the engine's, which
// see.
#ifndef TN_ENGINE_AUDITION_H
#define TN_ENGINE_AUDITION_H

#include "plugin/engine/engine.h"

enum { TN_AUDITION_BARS = 8 }; // at most

// Plays so many bars from bar 0 of the song on, freely, at the tempo that the host told last or
// that of the free run; again from its beginning where one plays already. 0 ends it. Where the
// music plays anyway nothing happens.
void tn_audition_start(TnEngine* engine, int bars);

// At the beginning of a block: whether the audition goes on through it.
bool tn_audition_goes_on(TnEngine* engine);

// In quarters a minute.
double tn_audition_tempo(const TnEngine* engine);

#endif
