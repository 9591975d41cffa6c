// What is composed and not played yet, for a window to draw.
#ifndef TN_ENGINE_AHEAD_H
#define TN_ENGINE_AHEAD_H

#include "plugin/engine/engine.h"

enum { TN_AHEAD = 64 }; // notes at most

// As they will be played if nothing changes.
typedef struct {
  int32_t position; // of the song, fine
  int32_t length;   // fine
  int32_t part;
  int32_t pitch;
} TnAheadNote;

// Lists the next notes of the phrase under the playhead, in the order in which they were composed,
// and returns how many. Changes nothing; bounded work, on the audio thread.
int tn_ahead_list(const TnEngine* engine, TnAheadNote notes[TN_AHEAD]);

#endif
