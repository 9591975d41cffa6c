// Which note of the phrase under the playhead is due next. A part of the engine's, which see.
#ifndef TN_ENGINE_DUE_H
#define TN_ENGINE_DUE_H

#include "plugin/engine/engine.h"

// The index of the note to play next, and when it sounds: of those that are to be played, the one
// that sounds first. Notes are composed by ticks, and within a tick from the highest pitch down,
// whenever they sound. -1 where none is composed yet.
int tn_due_next(TnEngine* engine, TnSpan* span);

// It was played.
void tn_due_mark_played(TnEngine* engine, int index);

bool tn_due_is_drum(const TnEngine* engine, const TnNote* note);

// Whether the note may leave the plugin.
bool tn_due_may_sound(const TnEngine* engine, const TnNote* note);

#endif
