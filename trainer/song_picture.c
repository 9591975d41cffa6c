#include "trainer/song_picture.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX_LINES = 200000 }; // bar lines and beats of a song that is still worth drawing

typedef struct {
  int32_t* bars;
  size_t bar_count;
  int32_t* beats;
  size_t beat_count;
} Grid;

static int64_t beat_ticks(const MidiFile* song, const MidiFileMeter* meter) {
  const int64_t ticks = 4 * (int64_t)song->ticks_per_quarter / meter->denominator;
  return ticks > 0 ? ticks : 1;
}

// Adds the lines of one meter, from its tick to before `end`.
static void add_lines(Grid* grid, const MidiFile* song, const MidiFileMeter* meter, int32_t end) {
  const int64_t step = beat_ticks(song, meter);
  int beat = 0;
  for (int64_t tick = meter->tick; tick < end && grid->beat_count < MAX_LINES; tick += step) {
    if (beat == 0) {
      grid->bars[grid->bar_count++] = (int32_t)tick;
    }
    grid->beats[grid->beat_count++] = (int32_t)tick;
    beat = (beat + 1) % meter->numerator;
  }
}

static bool grid_init(Grid* grid, const MidiFile* song) {
  static const MidiFileMeter COMMON = {0, 4, 4};
  const MidiFileMeter* meters = song->meter_count ? song->meters : &COMMON;
  const size_t count = song->meter_count ? song->meter_count : 1;
  *grid = (Grid){.bars = malloc(MAX_LINES * sizeof(int32_t)),
                 .beats = malloc(MAX_LINES * sizeof(int32_t))};
  for (size_t i = 0; grid->bars && grid->beats && i < count; ++i) {
    add_lines(grid, song, &meters[i], i + 1 < count ? meters[i + 1].tick : song->end);
  }
  return grid->bars && grid->beats;
}

static PianoRollNote* copy_notes(const MidiFile* song) {
  PianoRollNote* notes = malloc((song->note_count + 1) * sizeof *notes);
  for (size_t i = 0; notes && i < song->note_count; ++i) {
    const MidiFileNote* note = &song->notes[i];
    notes[i] = (PianoRollNote){.onset = note->onset,
                               .duration = note->duration,
                               .pitch = note->pitch,
                               .velocity = note->velocity,
                               .part = note->track % PIANO_ROLL_PARTS};
  }
  return notes;
}

static PianoRollTempo* copy_tempos(const MidiFile* song) {
  PianoRollTempo* tempos = malloc((song->tempo_count + 1) * sizeof *tempos);
  for (size_t i = 0; tempos && i < song->tempo_count; ++i) {
    tempos[i] = (PianoRollTempo){song->tempos[i].tick, song->tempos[i].bpm};
  }
  return tempos;
}

bool song_picture_write(const MidiFile* song, const PianoRollSection* sections,
                        size_t section_count, const char* path, char* reason, size_t reason_size) {
  Grid grid;
  PianoRollNote* notes = copy_notes(song);
  PianoRollTempo* tempos = copy_tempos(song);
  bool ok = grid_init(&grid, song) && notes && tempos;
  if (!ok) {
    snprintf(reason, reason_size, "out of memory");
  } else {
    PianoRoll roll = {.title = song->title,
                      .ticks_per_quarter = song->ticks_per_quarter,
                      .end = song->end,
                      .notes = notes,
                      .note_count = song->note_count,
                      .bars = grid.bars,
                      .bar_count = grid.bar_count,
                      .beats = grid.beats,
                      .beat_count = grid.beat_count,
                      .tempos = tempos,
                      .tempo_count = song->tempo_count,
                      .sections = sections,
                      .section_count = section_count};
    for (int i = 0; song->track_names && i < PIANO_ROLL_PARTS; ++i) {
      roll.part_names[i] = song->track_names[i];
    }
    ok = piano_roll_write_png(&roll, path, reason, reason_size);
  }
  free(grid.bars);
  free(grid.beats);
  free(notes);
  free(tempos);
  return ok;
}
