// An answer to what the player has played: so many bars from a bar line on, composed as if the
// player's phrase came right before them.
#ifndef TN_ENGINE_ANSWER_H
#define TN_ENGINE_ANSWER_H

#include "plugin/engine/composer.h"

// Plain memory.
typedef struct {
  int64_t bar; // of the song, on which it begins
  int bars;    // 0: there is no answer
  TnPrompt prompt;
} TnAnswer;

// Whether a bar of the song is one of it.
bool tn_answer_has(const TnAnswer* answer, int64_t bar);

// What is composed at a bar of the song: makes `brief`, which points into the answer then, that of
// its phrase and returns the first bar of it. In TN_ANSWER there is silence but for the answer and
// what is locked; other modes are as tn_composer_first_bar() has them. For the audio thread.
int64_t tn_answer_first_bar(const TnAnswer* answer, TnBrief* brief, int64_t bar);

#endif
