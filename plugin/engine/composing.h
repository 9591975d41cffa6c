// What of composing (composing.c) its other half needs, which goes on from where the listener is.
#ifndef TN_ENGINE_COMPOSING_H
#define TN_ENGINE_COMPOSING_H

#include "plugin/engine/composer.h"

// The phrase's front was put into the midst of its bar, after `tick`: finds out what of the bar's
// given notes is past and how many notes sound.
void tn_composing_resume(TnComposer* composer, TnPhrase* phrase, int32_t tick,
                         const TnBrief* brief);

#endif
