// The music that composing goes on from: what the player taught, kept in the state.
#ifndef TN_ENGINE_PROMPT_H
#define TN_ENGINE_PROMPT_H

#include "plugin/engine/event.h"
#include "plugin/engine/vocabulary.h"

#include <stdbool.h>
#include <stdint.h>

enum { TN_PROMPT_NOTES = 512, TN_PROMPT_TICKS = 1 << 20 };

// The part of drums: what else the player plays has none, and is of part 0.
enum { TN_PROMPT_DRUMS = TN_MAX_PARTS - 1 };

// For reading only. Plain memory of the caller's; zeros are no prompt.
typedef struct {
  int count;     // 0: no prompt
  int32_t ticks; // whole length, to its last bar line
  TnMeter meter; // its tick is 0
  uint8_t key;   // as TN_FEATURE_KEY, 0 unknown
  TnNote
      notes[TN_PROMPT_NOTES]; // sorted by tn_codec_compare(), none twice; from its first bar line
  uint64_t print;             // a hash of all of it; 0 where there is no prompt
} TnPrompt;

// Makes a prompt of `count` notes (0: none), for the audio thread too. False, and nothing changes,
// where it cannot be one: too many notes or out of order, a value that no note has, an onset at or
// after `ticks`, a meter that is unknown.
bool tn_prompt_set(TnPrompt* prompt, const TnNote* notes, int count, int32_t ticks, TnMeter meter,
                   uint8_t key);

#endif
