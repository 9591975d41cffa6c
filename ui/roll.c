#include "ui/roll.h"

#include <math.h>
#include <string.h>

#include "plugin/uris.h"

enum {
  // A step back by more is a jump; less is the order in which a block's news come.
  JUMP_BACK = UI_FINE_A_QUARTER / 2,
  LEAST_LENGTH = 60,    // of a note that is drawn
  QUEUED_VELOCITY = 100 // of notes of which it is not told
};

// Seconds that missing notes are waited for: they may be forgotten.
#define PATIENCE 1.0

void ui_roll_init(UiRoll* roll) {
  memset(roll, 0, sizeof *roll);
  roll->next_number = -1;
  roll->beats = 4;
  roll->beat_note = 4;
}

uint64_t ui_roll_oldest(const UiRoll* roll) {
  return roll->count > UI_ROLL_NOTES ? roll->count - UI_ROLL_NOTES : 0;
}

// The music has come to `place`: what earlier passes had on the way there is no more.
static void advance_to(UiRoll* roll, int32_t place) {
  if (place < roll->cursor - JUMP_BACK) {
    roll->pass++;
    roll->cursor = place;
    return;
  }
  if (place <= roll->cursor) {
    return;
  }
  for (uint64_t i = ui_roll_oldest(roll); roll->pass > 0 && i < roll->count; i++) {
    UiRollNote* note = &roll->notes[i % UI_ROLL_NOTES];
    if (note->pass < roll->pass && note->start >= roll->cursor && note->start < place) {
      note->velocity = 0;
    }
  }
  roll->cursor = place;
}

static void release(UiRoll* roll, const int32_t* ints) {
  const uint64_t oldest = ui_roll_oldest(roll);
  for (uint64_t i = roll->count; i > oldest; i--) {
    UiRollNote* note = &roll->notes[(i - 1) % UI_ROLL_NOTES];
    if (note->sounds && note->pitch == ints[TN_NOTE_PITCH] &&
        note->channel == ints[TN_NOTE_CHANNEL]) {
      const int32_t end = ints[TN_NOTE_PLACE];
      note->sounds = false;
      note->end = end > note->start ? end : note->end; // or the music went elsewhere
      note->end = note->end > note->start + LEAST_LENGTH ? note->end : note->start + LEAST_LENGTH;
      return;
    }
  }
}

static void strike(UiRoll* roll, const int32_t* ints) {
  const int32_t place = ints[TN_NOTE_PLACE];
  roll->notes[roll->count++ % UI_ROLL_NOTES] =
      (UiRollNote){.start = place,
                   .end = place + LEAST_LENGTH,
                   .pass = roll->pass,
                   .part = (uint8_t)(ints[TN_NOTE_PART] & 15),
                   .pitch = (uint8_t)(ints[TN_NOTE_PITCH] & 127),
                   .velocity = (uint8_t)(ints[TN_NOTE_VELOCITY] & 127),
                   .channel = (uint8_t)(ints[TN_NOTE_CHANNEL] & 15),
                   .sounds = true};
}

bool ui_roll_take_notes(UiRoll* roll, int64_t number, const int32_t* ints, size_t count,
                        double now) {
  const size_t notes = count / TN_NOTE_INTS;
  if (roll->next_number >= 0 && number > roll->next_number) {
    const bool first = !roll->waits;
    roll->waits_since = first ? now : roll->waits_since;
    roll->waits = now - roll->waits_since < PATIENCE;
    if (first || roll->waits) {
      return !first;
    }
  }
  roll->waits = false;
  const int64_t known = roll->next_number > number ? roll->next_number - number : 0;
  for (size_t i = (size_t)known; i < notes; i++) {
    const int32_t* note = ints + i * TN_NOTE_INTS;
    advance_to(roll, note[TN_NOTE_PLACE]);
    if (note[TN_NOTE_VELOCITY] > 0) {
      strike(roll, note);
    } else {
      release(roll, note);
    }
  }
  roll->next_number =
      number + (int64_t)notes > roll->next_number ? number + (int64_t)notes : roll->next_number;
  return true;
}

// ---- the playhead ----

void ui_roll_take_playhead(UiRoll* roll, const int32_t* ints, size_t count, double now) {
  if (count < TN_PLAYHEAD_INTS) {
    return;
  }
  const int beats = ints[TN_PLAYHEAD_BEATS];
  const int beat_note = ints[TN_PLAYHEAD_BEAT_NOTE];
  const bool jumps = ints[TN_PLAYHEAD_TEMPO] == 0 || roll->tempo == 0;
  roll->place = ints[TN_PLAYHEAD_PLACE];
  roll->tempo = ints[TN_PLAYHEAD_TEMPO] > 0 ? ints[TN_PLAYHEAD_TEMPO] : 0;
  roll->last_tempo = roll->tempo > 0 ? roll->tempo : roll->last_tempo;
  roll->beats = beats >= 1 && beats <= 64 ? beats : 4;
  roll->beat_note = beat_note >= 1 && beat_note <= 64 ? beat_note : 4;
  roll->told_at = now;
  if (jumps) {
    roll->shown = roll->place;
    roll->shown_at = now;
  }
  if (roll->tempo > 0) {
    advance_to(roll, roll->place - JUMP_BACK);
  }
}

bool ui_roll_move(UiRoll* roll, double now) {
  const double pace = roll->tempo * (UI_FINE_A_QUARTER / 60000.0); // fine a second
  const double waited = fmin(fmax(now - roll->told_at, 0), 0.5);   // the host has stopped talking
  const double due = roll->place + pace * waited;
  const double before = roll->shown;
  const double step = pace * fmin(fmax(now - roll->shown_at, 0), 0.5);
  const double ahead = before + step;
  roll->shown_at = now;
  // Messages come in fits and starts: the picture follows them gently.
  roll->shown = roll->tempo == 0 || fabs(due - ahead) > UI_FINE_A_QUARTER / 2.0
                    ? due
                    : ahead + (due - ahead) * 0.1;
  const uint64_t oldest = ui_roll_oldest(roll);
  const uint64_t recent = roll->count > oldest + 64 ? roll->count - 64 : oldest;
  for (uint64_t i = recent; i < roll->count; i++) {
    UiRollNote* note = &roll->notes[i % UI_ROLL_NOTES];
    if (note->sounds && note->pass == roll->pass && roll->shown > note->end) {
      note->end = (int32_t)roll->shown;
    }
  }
  return fabs(roll->shown - before) > 0;
}

int32_t ui_roll_bar_length(const UiRoll* roll) {
  return UI_FINE_A_QUARTER * 4 * roll->beats / roll->beat_note;
}

int32_t ui_roll_bar_at(const UiRoll* roll, double place) {
  return (int32_t)floor(place / ui_roll_bar_length(roll));
}

// ---- lists ----

bool ui_roll_is_locked(const UiRoll* roll, int32_t bar) {
  for (int i = 0; i < roll->lock_count; i++) {
    if (roll->locks[i] == bar) {
      return true;
    }
  }
  return false;
}

// The head of a list in parts: whether this part fits, and how many items it has.
static bool read_head(const int32_t* ints, size_t count, int size, int most, int* here) {
  *here = count >= TN_LIST_INTS ? ((int)count - TN_LIST_INTS) / size : 0;
  return count >= TN_LIST_INTS && ints[TN_LIST_COUNT] >= 0 && ints[TN_LIST_COUNT] <= most &&
         ints[TN_LIST_BEFORE] >= 0 && *here <= ints[TN_LIST_COUNT] - ints[TN_LIST_BEFORE];
}

void ui_roll_take_locks(UiRoll* roll, const int32_t* ints, size_t count) {
  int here;
  if (!read_head(ints, count, 1, UI_ROLL_LOCKS, &here)) {
    return;
  }
  memcpy(roll->coming_locks + ints[TN_LIST_BEFORE], ints + TN_LIST_INTS,
         (size_t)here * sizeof *ints);
  if (ints[TN_LIST_BEFORE] + here == ints[TN_LIST_COUNT]) {
    memcpy(roll->locks, roll->coming_locks, sizeof roll->locks);
    roll->lock_count = ints[TN_LIST_COUNT];
  }
}

// A note that is not played yet, of numbers that came in a message.
static UiRollNote planned_note(int32_t place, int32_t length, int32_t part, int32_t pitch,
                               int32_t velocity) {
  return (UiRollNote){.start = place,
                      .end = place + (length > LEAST_LENGTH ? length : LEAST_LENGTH),
                      .part = (uint8_t)(part & 7),
                      .pitch = (uint8_t)(pitch & 127),
                      .velocity = (uint8_t)(velocity & 127)};
}

// The list is shown as it comes: it is rarely more than one message.
void ui_roll_take_kept(UiRoll* roll, const int32_t* ints, size_t count) {
  const int here = count >= TN_LIST_INTS ? ((int)count - TN_LIST_INTS) / TN_KEPT_NOTE_INTS : -1;
  if (here < 0 || ints[TN_LIST_BEFORE] < 0 || ints[TN_LIST_BEFORE] > UI_ROLL_KEPT - here ||
      here > ints[TN_LIST_COUNT] - ints[TN_LIST_BEFORE]) {
    return;
  }
  const int32_t* note = ints + TN_LIST_INTS;
  for (int i = 0; i < here; i++, note += TN_KEPT_NOTE_INTS) {
    roll->kept[ints[TN_LIST_BEFORE] + i] =
        planned_note(note[TN_KEPT_PLACE], note[TN_KEPT_LENGTH], note[TN_KEPT_PART],
                     note[TN_KEPT_PITCH], note[TN_KEPT_VELOCITY]);
  }
  roll->kept_count = ints[TN_LIST_BEFORE] + here;
}

bool ui_roll_was_played(const UiRoll* roll, int32_t bar) {
  for (uint64_t i = ui_roll_oldest(roll); i < roll->count; i++) {
    const UiRollNote* note = ui_roll_note(roll, i);
    if (note->velocity > 0 && note->part < UI_PLAYER_PART &&
        ui_roll_bar_at(roll, note->start) == bar) {
      return true;
    }
  }
  return false;
}

void ui_roll_take_queued(UiRoll* roll, const int32_t* ints, size_t count) {
  int here;
  if (!read_head(ints, count, TN_QUEUED_NOTE_INTS, UI_ROLL_QUEUED, &here)) {
    return;
  }
  const int32_t* note = ints + TN_LIST_INTS;
  for (int i = 0; i < here; i++, note += TN_QUEUED_NOTE_INTS) {
    roll->coming_queue[ints[TN_LIST_BEFORE] + i] =
        planned_note(note[TN_QUEUED_PLACE], note[TN_QUEUED_LENGTH], note[TN_QUEUED_PART],
                     note[TN_QUEUED_PITCH], QUEUED_VELOCITY);
  }
  if (ints[TN_LIST_BEFORE] + here == ints[TN_LIST_COUNT]) {
    memcpy(roll->queued, roll->coming_queue, sizeof roll->queued);
    roll->queued_count = ints[TN_LIST_COUNT];
  }
}

void ui_roll_take_odds(UiRoll* roll, const int32_t* ints, size_t count) {
  if (count < TN_ODDS_INTS) {
    return;
  }
  roll->knows_odds = false;
  roll->odds_part = ints[TN_ODDS_PART] & 7;
  roll->odds_pitch = ints[TN_ODDS_PITCH];
  for (int pitch = 0; pitch < UI_PITCHES; pitch++) {
    const uint32_t pair = (uint32_t)ints[TN_ODDS_SHARES + pitch / 2];
    roll->odds[pitch] = (uint16_t)(pitch % 2 ? pair >> 16 : pair & 0xffff);
    roll->knows_odds = roll->knows_odds || roll->odds[pitch] > 0;
  }
}
