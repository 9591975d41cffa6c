// What the player asks for of any bar of the song, not only of the one under the playhead. A part
// of the engine's, which see.
#ifndef TN_ENGINE_WISHES_H
#define TN_ENGINE_WISHES_H

#include "plugin/engine/engine.h"

// Keeps the notes of a bar as soon as they are known: as they were played where its phrase is still
// kept, else as they are composed now, with the work that blocks leave over. False where too many
// wait already, or the bar is none of the song.
bool tn_wishes_lock(TnEngine* engine, int64_t bar);

// Lets the bar be composed again; a lock that waits for it is forgotten.
void tn_wishes_unlock(TnEngine* engine, int64_t bar);

// Composes the bar anew. One that is locked stays as it is.
void tn_wishes_reroll(TnEngine* engine, int64_t bar);

// At the end of a block: grants a lock that waits, or composes towards it.
void tn_wishes_grant(TnEngine* engine);

#endif
