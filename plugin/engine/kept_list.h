// The notes of the locked bars, for a window to draw and to save before they are played.
#ifndef TN_ENGINE_KEPT_LIST_H
#define TN_ENGINE_KEPT_LIST_H

#include "plugin/engine/engine.h"

// As they will be played if nothing changes.
typedef struct {
  int32_t position; // of the song, fine
  int32_t length;   // fine
  int32_t part;
  int32_t pitch;
  int32_t velocity;
} TnListedNote;

// How many notes are locked in all.
int tn_kept_list_count(const TnEngine* engine);

// Lists at most `most` of them, from that of number `first` on, in the order of their bars; returns
// how many. Changes nothing; on the audio thread.
int tn_kept_list(const TnEngine* engine, int first, TnListedNote* notes, int most);

#endif
