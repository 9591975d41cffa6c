// The notes struck last, to look back at what was played some bars ago.
#ifndef TN_ENGINE_HISTORY_H
#define TN_ENGINE_HISTORY_H

#include <stdbool.h>
#include <stdint.h>

enum { TN_HISTORY_NOTES = 1024 }; // kept; a power of two

typedef struct {
  int32_t tick;     // onset
  int16_t row;      // pitch row
  uint8_t duration; // class
} TnStruckNote;

typedef struct {
  uint32_t count; // notes ever struck; the last TN_HISTORY_NOTES of them are kept
  TnStruckNote notes[TN_HISTORY_NOTES];
} TnHistory;

// Adds a note; onsets never fall.
void tn_history_add(TnHistory* history, TnStruckNote note);

// Changes the duration of the note at `tick` of `row`, if it is kept.
void tn_history_complete(TnHistory* history, int32_t tick, int row, uint8_t duration);

// The number of the first note kept with an onset at `tick` or after; history->count where there is
// none.
uint32_t tn_history_find(const TnHistory* history, int32_t tick);

// Whether notes at `tick` or after were struck that are kept no longer.
bool tn_history_forgot(const TnHistory* history, int32_t tick);

// Note `number`, which is kept.
static inline TnStruckNote tn_history_note(const TnHistory* history, uint32_t number) {
  return history->notes[number % TN_HISTORY_NOTES];
}

#endif
