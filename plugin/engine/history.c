#include "plugin/engine/history.h"

void tn_history_add(TnHistory* history, TnStruckNote note) {
  history->notes[history->count % TN_HISTORY_NOTES] = note;
  ++history->count;
}

bool tn_history_forgot(const TnHistory* history, int32_t tick) {
  return history->count > TN_HISTORY_NOTES &&
         tn_history_note(history, history->count - TN_HISTORY_NOTES).tick >= tick;
}

uint32_t tn_history_find(const TnHistory* history, int32_t tick) {
  uint32_t low = history->count > TN_HISTORY_NOTES ? history->count - TN_HISTORY_NOTES : 0;
  uint32_t high = history->count;
  while (low < high) {
    const uint32_t middle = low + (high - low) / 2;
    if (tn_history_note(history, middle).tick < tick) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

void tn_history_complete(TnHistory* history, int32_t tick, int row, uint8_t duration) {
  for (uint32_t i = tn_history_find(history, tick); i < history->count; ++i) {
    TnStruckNote* note = &history->notes[i % TN_HISTORY_NOTES];
    if (note->tick > tick) {
      return;
    }
    note->duration = note->row == row ? duration : note->duration;
  }
}
