// What of composing (composing.c) its other half needs, which goes on from where the listener is.
#ifndef TN_ENGINE_COMPOSING_H
#define TN_ENGINE_COMPOSING_H

#include "plugin/engine/composer.h"

// The phrase's front was put into the midst of a bar: finds out how many notes sound there.
void tn_composing_count_voices(TnComposer* composer, TnPhrase* phrase, const TnBrief* brief);

#endif
