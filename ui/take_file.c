#include "ui/take_file.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plugin/midi_file.h"

enum { TICKS = 480, FINE_A_TICK = UI_FINE_A_QUARTER / TICKS, TRACKS = 16 };

static bool is_own(const UiRollNote* note) {
  return note->velocity > 0 && note->part < UI_PLAYER_PART;
}

TakeBars take_last_bars(const UiRoll* roll, int bars) {
  const int32_t length = ui_roll_bar_length(roll);
  int32_t end = ui_roll_bar_at(roll, roll->place + (ui_roll_is_rolling(roll) ? 0 : length - 1));
  int32_t first = end;
  for (uint64_t i = ui_roll_oldest(roll); i < roll->count; i++) {
    const UiRollNote* note = ui_roll_note(roll, i);
    const int32_t bar = ui_roll_bar_at(roll, note->start);
    first = is_own(note) && bar < first ? bar : first;
  }
  first = first > end - bars ? first : end - bars;
  end = end > first ? end : first + 1;
  return (TakeBars){first > 0 ? first : 0, end, false};
}

TakeBars take_locked_bars(const UiRoll* roll) {
  const int32_t last = roll->lock_count > 0 ? roll->locks[roll->lock_count - 1] : -1;
  return (TakeBars){roll->lock_count > 0 ? roll->locks[0] : 0, last + 1, true};
}

// The bar of the file, from 0, in which a bar of the song comes; -1 where it does not.
static int32_t place_of(const UiRoll* roll, TakeBars bars, int32_t bar) {
  if (bar < bars.first || bar >= bars.end) {
    return -1;
  }
  if (!bars.locked_only) {
    return bar - bars.first;
  }
  int32_t before = 0;
  while (before < roll->lock_count && roll->locks[before] < bar) {
    before++;
  }
  return before < roll->lock_count && roll->locks[before] == bar ? before : -1;
}

static bool is_in(const UiRoll* roll, TakeBars bars, const UiRollNote* note) {
  return is_own(note) && place_of(roll, bars, ui_roll_bar_at(roll, note->start)) >= 0;
}

// What a file may hold: the notes that were played, and then those of locked bars that were not.
static uint64_t candidates(const UiRoll* roll) {
  return roll->count - ui_roll_oldest(roll) + (uint64_t)roll->kept_count;
}

// The candidate of that number where it is in these bars, or NULL.
static const UiRollNote* candidate(const UiRoll* roll, TakeBars bars, uint64_t number) {
  const uint64_t played = roll->count - ui_roll_oldest(roll);
  const UiRollNote* note = number < played ? ui_roll_note(roll, ui_roll_oldest(roll) + number)
                                           : &roll->kept[number - played];
  const bool counts =
      number < played ||
      (bars.locked_only && !ui_roll_was_played(roll, ui_roll_bar_at(roll, note->start)));
  return is_in(roll, bars, note) && counts ? note : NULL;
}

size_t take_count(const UiRoll* roll, TakeBars bars) {
  size_t count = 0;
  for (uint64_t i = 0; i < candidates(roll); i++) {
    count += candidate(roll, bars, i) != NULL;
  }
  return count;
}

static int32_t bars_of_file(const UiRoll* roll, TakeBars bars) {
  int32_t count = 0;
  for (int i = 0; i < roll->lock_count; i++) {
    count += place_of(roll, bars, roll->locks[i]) >= 0;
  }
  return bars.locked_only ? count : bars.end - bars.first;
}

static size_t collect(const UiRoll* roll, TakeBars bars, MidiFileNote* notes, int32_t* end) {
  const int32_t length = ui_roll_bar_length(roll);
  size_t count = 0;
  *end = bars_of_file(roll, bars) * (length / FINE_A_TICK);
  for (uint64_t i = 0; i < candidates(roll); i++) {
    const UiRollNote* note = candidate(roll, bars, i);
    if (!note) {
      continue;
    }
    const int32_t bar = ui_roll_bar_at(roll, note->start);
    const int32_t in_bar = note->start - bar * length;
    const int32_t onset = (place_of(roll, bars, bar) * length + in_bar) / FINE_A_TICK;
    const int32_t duration = (note->end - note->start) / FINE_A_TICK;
    notes[count] = (MidiFileNote){.onset = onset,
                                  .duration = duration > 0 ? duration : 1,
                                  .track = note->part,
                                  .channel = note->channel,
                                  .pitch = note->pitch,
                                  .velocity = note->velocity};
    *end = onset + notes[count].duration > *end ? onset + notes[count].duration : *end;
    count++;
  }
  return count;
}

static bool write_notes(const UiRoll* roll, MidiFile file, const UiStyleInfo* info,
                        const char* path, char* reason, size_t reason_size) {
  const char* names[TRACKS] = {NULL};
  const MidiFileTempo tempo = {0, roll->last_tempo > 0 ? roll->last_tempo / 1000.0 : 120.0};
  const MidiFileMeter meter = {0, roll->beats, roll->beat_note};
  for (int part = 0; info && part < UI_INFO_PARTS; part++) {
    names[part] = info->parts[part][0] ? info->parts[part] : NULL;
  }
  file.tempos = &tempo;
  file.tempo_count = 1;
  file.meters = &meter;
  file.meter_count = 1;
  file.track_names = names;
  return midi_file_write(&file, path, reason, reason_size);
}

bool take_write(const UiRoll* roll, TakeBars bars, const char* title, const UiStyleInfo* info,
                const char* path, char* reason, size_t reason_size) {
  const size_t count = take_count(roll, bars);
  if (count == 0) {
    snprintf(reason, reason_size, "there are no notes in these bars");
    return false;
  }
  MidiFileNote* notes = calloc(count, sizeof *notes);
  if (!notes) {
    snprintf(reason, reason_size, "out of memory");
    return false;
  }
  MidiFile file = {.ticks_per_quarter = TICKS, .title = title, .notes = notes};
  file.note_count = collect(roll, bars, notes, &file.end);
  const bool written = write_notes(roll, file, info, path, reason, reason_size);
  free(notes);
  return written;
}
