// Notes to events and back.
#ifndef TN_ENGINE_CODEC_H
#define TN_ENGINE_CODEC_H

#include "plugin/engine/event.h"
#include "plugin/engine/vocabulary.h"

#include <stdbool.h>
#include <stddef.h>

// The order of events: by onset, then from the highest pitch down, then by part. Negative, 0 or
// positive, as for qsort.
int tn_codec_compare(const TnNote* a, const TnNote* b);

// How many events `count` notes make at most, the last of them ending the piece.
size_t tn_codec_capacity(const TnVocabulary* vocabulary, const TnNote* notes, size_t count);

// Writes the events of `notes`, which are sorted by tn_codec_compare() and hold no pitch twice in
// one part and onset. Notes that the vocabulary has no pitch for are left out. A piece that may end
// (has_end) gets its end event. Returns the number of events; `events` has room for
// tn_codec_capacity().
size_t tn_codec_encode(const TnVocabulary* vocabulary, const TnNote* notes, size_t count,
                       TnEvent* events);

// Moves `tick`, where the previous event stands, to `event`, and writes the note if there is one.
// Returns whether there is.
bool tn_codec_decode(const TnVocabulary* vocabulary, TnEvent event, int32_t* tick, TnNote* note);

#endif
