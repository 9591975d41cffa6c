// What the network has been told of the player in the phrase that plays: it hears keys as they are
// struck, knows them to sound for as long as they are held, and how long that was when they go up.
#ifndef TN_ENGINE_LIVE_H
#define TN_ENGINE_LIVE_H

#include "plugin/engine/composer.h"
#include "plugin/engine/ear.h"

// Plain memory; it begins as zeros. Notes that were told and are held still, more than there is
// room for left out: onsets in ticks of the phrase, from the first to the last.
typedef struct {
  int count;
  TnNote notes[TN_LIVE_NOTES];
} TnLive;

// Whether the player has done something that the network is to be told. For the audio thread, as
// the next.
bool tn_live_has_news(const TnLive* live, const TnEar* ear);

// Tells it, after tn_composer_forget_after(). What was struck since is heard at `tick`, which is
// after that of the forgetting and of the last telling; `now` is the ear's time.
void tn_live_tell(TnLive* live, TnEar* ear, int64_t now, int32_t tick, TnComposer* composer,
                  TnPhrase* phrase);

#endif
