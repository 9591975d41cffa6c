#include "plugin/engine/played.h"

void tn_played_add(TnPlayed* played, int64_t position, TnPlayedNote note) {
  note.position = position > INT32_MAX   ? INT32_MAX
                  : position < INT32_MIN ? INT32_MIN
                                         : (int32_t)position;
  played->notes[played->count++ % TN_PLAYED] = note;
}

uint64_t tn_played_oldest(const TnPlayed* played) {
  return played->count > TN_PLAYED ? played->count - TN_PLAYED : 0;
}

const TnPlayedNote* tn_played_note(const TnPlayed* played, uint64_t number) {
  return &played->notes[number % TN_PLAYED];
}
