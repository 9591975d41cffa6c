// The key of a piece, estimated from its notes.
#ifndef TN_ENGINE_KEY_H
#define TN_ENGINE_KEY_H

#include "plugin/engine/event.h"

#include <stdbool.h>
#include <stddef.h>

// The major (1..12, from C) or minor (13..24) key whose profile the durations of the pitch classes
// match best; 0 where no note is pitched. Notes of `drum_part` do not count.
uint8_t tn_key_estimate(const TnNote* notes, size_t count, int drum_part);

// Whether two keys, each 1..24, are hard to tell apart by their notes: the same, a fifth apart in
// one mode, relatives (C major and A minor) or parallels (C major and C minor).
bool tn_key_is_near(uint8_t a, uint8_t b);

// `key` moved by `semitones`; 0, which is unknown, stays so.
uint8_t tn_key_transposed(uint8_t key, int semitones);

#endif
