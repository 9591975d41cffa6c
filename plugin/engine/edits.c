#include "plugin/engine/edits.h"

#include "plugin/engine/random.h"

void tn_edits_init(TnEdits* e) {
  *e = (TnEdits){.version = 0};
}

uint32_t tn_edits_take(const TnEdits* e, int64_t bar) {
  return tn_takes_at(&e->takes, bar);
}

// ---- changes ----

static TnChange* change_at(TnEdits* e, int index) {
  return &e->changes[(e->first + index) % TN_UNDO];
}

static void drop(TnEdits* e, TnChange* change) {
  if (change->is_lock) {
    tn_locks_drop(&e->locks, change->place);
  }
}

// Room for one more change, behind those that are done. What was undone can be made again no more.
static TnChange* next_change(TnEdits* e) {
  for (; e->undone > 0; --e->undone) {
    drop(e, change_at(e, e->done + e->undone - 1));
  }
  if (e->done == TN_UNDO) {
    drop(e, change_at(e, 0));
    e->first = (e->first + 1) % TN_UNDO;
    --e->done;
  }
  ++e->version;
  return change_at(e, e->done++);
}

// Puts back what a change replaced, and keeps what that replaces in turn.
static void swap(TnEdits* e, TnChange* change) {
  if (change->is_lock) {
    change->place = tn_locks_put(&e->locks, change->bar, change->place);
  } else {
    const TnTakes takes = e->takes;
    e->takes = change->takes;
    change->takes = takes;
  }
  ++e->version;
}

bool tn_edits_undo(TnEdits* e) {
  if (e->done == 0) {
    return false;
  }
  swap(e, change_at(e, --e->done));
  ++e->undone;
  return true;
}

bool tn_edits_redo(TnEdits* e) {
  if (e->undone == 0) {
    return false;
  }
  --e->undone;
  swap(e, change_at(e, e->done++));
  return true;
}

// ---- takes ----

static void remember_takes(TnEdits* e) {
  TnChange* change = next_change(e);
  change->is_lock = false;
  change->takes = e->takes;
}

bool tn_edits_reroll_from(TnEdits* e, int64_t bar) {
  remember_takes(e);
  return tn_takes_set_from(&e->takes, bar, ++e->last_take);
}

bool tn_edits_reroll_bar(TnEdits* e, int64_t bar) {
  remember_takes(e);
  return tn_takes_set_bar(&e->takes, bar, ++e->last_take);
}

// ---- locks ----

static void remember_lock(TnEdits* e, int64_t bar, int place) {
  TnChange* change = next_change(e);
  change->is_lock = true;
  change->bar = bar;
  change->place = place;
}

// False where the note is not inside a bar.
static bool keep_note(const TnNote* note, int drum_part, TnKeptNote* kept) {
  const int32_t longest = note->duration < UINT16_MAX ? note->duration : UINT16_MAX;
  *kept = (TnKeptNote){.onset = (uint16_t)note->onset,
                       .duration = (uint16_t)longest,
                       .part = note->part,
                       .pitch = note->pitch,
                       .velocity = note->velocity,
                       .nudge = note->nudge,
                       .drums = note->part == drum_part};
  return note->onset >= 0 && note->onset <= UINT16_MAX && note->duration > 0;
}

bool tn_edits_lock(TnEdits* e, int64_t bar, const TnNote* notes, int count, int drum_part) {
  TnKeptNote kept[TN_LOCK_NOTES];
  if (tn_locks_find(&e->locks, bar) != TN_NO_PLACE) {
    return true;
  }
  if (count > TN_LOCK_NOTES || !tn_locks_fit(&e->locks)) {
    return false;
  }
  for (int i = 0; i < count; ++i) {
    if (!keep_note(&notes[i], drum_part, &kept[i])) {
      return false;
    }
  }
  const int place = tn_locks_keep(&e->locks, kept, count);
  if (place == TN_NO_PLACE) {
    return false;
  }
  remember_lock(e, bar, tn_locks_put(&e->locks, bar, place));
  return true;
}

bool tn_edits_unlock(TnEdits* e, int64_t bar) {
  const int place = tn_locks_put(&e->locks, bar, TN_NO_PLACE);
  if (place == TN_NO_PLACE) {
    return false;
  }
  remember_lock(e, bar, place);
  return true;
}

int tn_edits_locked(const TnEdits* e, int64_t bar, const TnKeptNote** notes) {
  const int place = tn_locks_find(&e->locks, bar);
  if (place == TN_NO_PLACE) {
    return -1;
  }
  *notes = e->locks.kept[place].notes;
  return e->locks.kept[place].count;
}

// ---- all of them ----

uint64_t tn_edits_version(const TnEdits* e) {
  return e->version;
}

uint64_t tn_edits_print(const TnEdits* e, int64_t bar, int bars) {
  uint64_t print = 0;
  for (int64_t i = bar; i < bar + bars; ++i) {
    const int place = tn_locks_find(&e->locks, i);
    const uint64_t lock = place == TN_NO_PLACE ? 0 : e->locks.kept[place].print;
    print = tn_random_mix(print ^ tn_edits_take(e, i));
    print = tn_random_mix(print ^ lock);
  }
  return print;
}

static void forget_changes(TnEdits* e) {
  ++e->version;
  e->done = 0;
  e->undone = 0;
}

void tn_edits_adopt(TnEdits* e, const TnEdits* other) {
  forget_changes(e);
  e->last_take = other->last_take;
  e->takes = other->takes;
  tn_locks_copy(&e->locks, &other->locks);
}

void tn_edits_clear(TnEdits* e) {
  forget_changes(e);
  e->last_take = 0;
  e->takes.count = 0;
  tn_locks_clear(&e->locks);
}

bool tn_edits_put_take(TnEdits* e, int64_t bar, uint32_t from, uint32_t own) {
  return from <= e->last_take && own <= e->last_take && tn_takes_append(&e->takes, bar, from, own);
}

bool tn_edits_put_lock(TnEdits* e, int64_t bar, const TnKeptNote* notes, int count) {
  const TnLocks* l = &e->locks;
  if (!tn_locks_fit(l) || (l->count > 0 && bar <= l->bars[l->count - 1])) {
    return false;
  }
  const int place = tn_locks_keep(&e->locks, notes, count);
  if (place == TN_NO_PLACE) {
    return false;
  }
  tn_locks_put(&e->locks, bar, place);
  return true;
}
