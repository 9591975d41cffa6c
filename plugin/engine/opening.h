// How a phrase begins: with nothing before it, or with the prompt, which the network hears first.
#ifndef TN_ENGINE_OPENING_H
#define TN_ENGINE_OPENING_H

#include "plugin/engine/composer.h"

// Puts `front` to the beginning of the phrase, after the prompt where that was heard before, and
// sets the phrase's lead and shift. For the audio thread, as the next.
void tn_opening_start(TnComposer* composer, TnPhrase* phrase, TnFront* front);

// The key that the network is told.
uint8_t tn_opening_key(const TnComposer* composer, const TnPhrase* phrase,
                       const TnSettings* settings);

// Whether the network has notes of the prompt to hear still.
bool tn_opening_hears(const TnPhrase* phrase, const TnFront* front);

// Lets it hear the next event of the prompt. Returns whether `work` lasted.
bool tn_opening_hear(TnComposer* composer, const TnPhrase* phrase, TnFront* front, int64_t* work);

#endif
