// The voices of a file: what one track plays on one channel with instruments of one family.
#ifndef TN_TRAINER_VOICES_H
#define TN_TRAINER_VOICES_H

#include "trainer/score.h"

enum { VOICES_MAX = 64, VOICE_DRUMS = VOICES_MAX - 1 };

// Writes the voice of each note of `score` into `voices` and the role of each voice into `roles`.
// Pitched voices count from 0 in order of track, channel and family, those beyond the last number
// share it; all drums (channel 10, as musicians count) are VOICE_DRUMS, whose role means nothing.
// False without memory.
bool voices_find(const Score* score, uint8_t* voices, uint8_t roles[VOICES_MAX]);

#endif
