// The triggers: what the player asks for of the music under the playhead. A part of the engine's,
// which see.
#ifndef TN_ENGINE_TRIGGERS_H
#define TN_ENGINE_TRIGGERS_H

#include "plugin/engine/engine.h"

// Acts on those that have risen since the block before. `controls` are those of this block, the
// engine's are still those of the one before.
void tn_triggers_act(TnEngine* engine, const TnControls* controls, TnMidiSink sink);

// Locks the bar that is to be locked, where the phrase, which begins on bar `first` of the song, is
// composed to its end; composes on towards it.
void tn_triggers_lock(TnEngine* engine, int64_t first);

// Locks a bar of the song with the notes that bar `index` of the phrase has, which is composed so
// far.
void tn_triggers_keep(TnEngine* engine, const TnPhrase* phrase, int index, int64_t bar);

#endif
