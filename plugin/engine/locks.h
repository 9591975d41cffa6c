// Bars of the song whose notes are kept: they play whatever else changes.
#ifndef TN_ENGINE_LOCKS_H
#define TN_ENGINE_LOCKS_H

#include "plugin/engine/event.h"

#include <stdbool.h>
#include <stdint.h>

// TN_SPARE_LOCKS: places beyond the locks in force, for those that were taken back.
enum {
  TN_MAX_LOCKS = 256,
  TN_LOCK_NOTES = 128,
  TN_SPARE_LOCKS = 16,
  TN_LOCK_PLACES = TN_MAX_LOCKS + TN_SPARE_LOCKS
};

// A note of a locked bar, as composed: before transposition, gate and the like. Its drums are known
// without the style that composed it.
typedef struct {
  uint16_t onset;    // music ticks from the bar line
  uint16_t duration; // music ticks, at least 1
  uint8_t part;      // 0..7
  uint8_t pitch;     // 0..127
  uint8_t velocity;  // 1..127
  int8_t nudge;      // fifths of a tick, -2..2
  bool drums;
} TnKeptNote;

typedef struct {
  int count;
  uint64_t print; // a hash of the notes
  TnKeptNote notes[TN_LOCK_NOTES];
} TnKeptBar;

// Plain memory of the caller's, no pointer into itself; zeros are no lock.
typedef struct {
  int count;
  int64_t bars[TN_MAX_LOCKS];    // rising
  uint16_t places[TN_MAX_LOCKS]; // of each in `kept`
  bool used[TN_LOCK_PLACES];     // not in `kept`, most of which is never touched
  TnKeptBar kept[TN_LOCK_PLACES];
} TnLocks;

enum { TN_NO_PLACE = -1 };

// The place of a bar's notes in `kept`, or TN_NO_PLACE where it is not locked.
int tn_locks_find(const TnLocks* locks, int64_t bar);

// Keeps notes, in a place that tn_locks_put() can be told of. TN_NO_PLACE where a note is none or
// does not fit, where there are too many, or all places are in use.
int tn_locks_keep(TnLocks* locks, const TnKeptNote* notes, int count);

// Locks the bar with the notes at `place`, or unlocks it: TN_NO_PLACE. Returns the place that it
// had, which stays in use until tn_locks_drop(). There must be room: tn_locks_fit().
int tn_locks_put(TnLocks* locks, int64_t bar, int place);

bool tn_locks_fit(const TnLocks* locks);

// Forgets the notes at a place that no bar has; nothing where it is TN_NO_PLACE.
void tn_locks_drop(TnLocks* locks, int place);

void tn_locks_clear(TnLocks* locks);

// Copies the locks, without the places that no bar has.
void tn_locks_copy(TnLocks* locks, const TnLocks* from);

#endif
