// What the player asked for in single bars of the song: takes and locks, and the way back.
#ifndef TN_ENGINE_EDITS_H
#define TN_ENGINE_EDITS_H

#include "plugin/engine/locks.h"
#include "plugin/engine/takes.h"

enum { TN_UNDO = TN_SPARE_LOCKS }; // changes that can be taken back

// What one change replaced; after an undo, what the undo replaced.
typedef struct {
  bool is_lock;
  int64_t bar;   // of a lock
  int place;     // of a lock: its notes, or TN_NO_PLACE
  TnTakes takes; // of a take: all of them
} TnChange;

// For reading only. Plain memory of the caller's, of fixed size, without a pointer into itself.
// Zeros are no edits. All functions may be called on the audio thread: none loops over more than
// its tables.
typedef struct {
  uint64_t version;
  uint32_t last_take; // the newest ever given
  TnTakes takes;
  TnLocks locks;

  int first;  // of the changes in their ring
  int done;   // that can be taken back
  int undone; // that can be made again, after those
  TnChange changes[TN_UNDO];
} TnEdits;

void tn_edits_init(TnEdits* edits);

// The take of a bar; 0 where it was never asked for anew.
uint32_t tn_edits_take(const TnEdits* edits, int64_t bar);

// A take that was never used before, for all bars from `bar` on or for `bar` alone. Where the table
// is full its oldest entry gives way, and the result is false.
bool tn_edits_reroll_from(TnEdits* edits, int64_t bar);
bool tn_edits_reroll_bar(TnEdits* edits, int64_t bar);

// Keeps these notes of a bar: `count` of them, onsets from its bar line in music ticks. Those of
// `drum_part` (-1: none) are drums. False, and nothing changes, where they do not fit. A bar that
// is locked stays as it is.
bool tn_edits_lock(TnEdits* edits, int64_t bar, const TnNote* notes, int count, int drum_part);

// False where the bar is not locked.
bool tn_edits_unlock(TnEdits* edits, int64_t bar);

// How many notes the locked bar has, and where they are until the next change; -1 where it is not
// locked.
int tn_edits_locked(const TnEdits* edits, int64_t bar, const TnKeptNote** notes);

// Takes the last change back, or makes that again which was taken back last. False where there is
// none.
bool tn_edits_undo(TnEdits* edits);
bool tn_edits_redo(TnEdits* edits);

// Another with every change.
uint64_t tn_edits_version(const TnEdits* edits);

// A hash of the takes and locks of `bars` bars: equal where they are, whatever came between.
uint64_t tn_edits_print(const TnEdits* edits, int64_t bar, int bars);

// Takes over the takes and locks of another, of which there is nothing to undo.
void tn_edits_adopt(TnEdits* edits, const TnEdits* other);

// Forgets all takes and locks, those to undo as well.
void tn_edits_clear(TnEdits* edits);

// What a state holds, in the order of its bars. These leave nothing to undo. False where it cannot
// be: out of order, too much, newer than `last_take`, no notes.
bool tn_edits_put_take(TnEdits* edits, int64_t bar, uint32_t from, uint32_t own);
bool tn_edits_put_lock(TnEdits* edits, int64_t bar, const TnKeptNote* notes, int count);

#endif
