// What comes of what the player plays: it is learned, it steers the music, it is answered. A part
// of the engine's, which see.
#ifndef TN_ENGINE_LISTENING_H
#define TN_ENGINE_LISTENING_H

#include "plugin/engine/engine.h"

// Follows the control that has the player's notes learned. `controls` are those of this block, the
// engine's are still those of the one before.
void tn_listening_learn(TnEngine* engine, const TnControls* controls);

// Follows the control that lets the player's notes steer the music.
void tn_listening_steer(TnEngine* engine, const TnControls* controls);

// The player has let go of the last key: plans the answer, for when no more comes.
void tn_listening_plan_answer(TnEngine* engine);

#endif
