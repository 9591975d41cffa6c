// log_to_midi RATE LOG OUT.mid: makes a MIDI file of what a listener noted down (note_log.h) while
// the song rolled once: each note where the song was, in time, at 120 BPM.
#include "plugin/midi_file.h"
#include "tests/host/note_log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TICKS_PER_QUARTER = 480, TICKS_A_SECOND = 2 * TICKS_PER_QUARTER };

typedef struct {
  double rate; // frames a second
  MidiFileNote* notes;
  size_t count;
  int64_t open[16][128]; // 1 + index of the note that sounds, 0: none
  int32_t end;
} Song;

static void take(Song* song, int32_t tick, const int bytes[3]) {
  const int kind = bytes[0] & 0xf0;
  if (kind != 0x80 && kind != 0x90) {
    return;
  }
  int64_t* open = &song->open[bytes[0] & 0x0f][bytes[1] & 0x7f];
  song->end = tick > song->end ? tick : song->end;
  if (*open) {
    MidiFileNote* note = &song->notes[*open - 1];
    note->duration = tick > note->onset ? tick - note->onset : 1;
    *open = 0;
  }
  if (kind == 0x90 && bytes[2] > 0 && song->count < NOTE_LOG_MOST) {
    song->notes[song->count++] = (MidiFileNote){.onset = tick,
                                                .duration = 1,
                                                .channel = bytes[0] & 0x0f,
                                                .pitch = bytes[1] & 0x7f,
                                                .velocity = bytes[2] & 0x7f};
    *open = (int64_t)song->count;
  }
}

static bool read_log(Song* song, const char* path) {
  FILE* file = fopen(path, "r");
  char line[128];
  while (file && fgets(line, sizeof line, file)) {
    long long frame;
    int bytes[3];
    if (line[0] != '#' &&
        sscanf(line, "%lld %d %d %d", &frame, &bytes[0], &bytes[1], &bytes[2]) == 4 && frame >= 0) {
      take(song, (int32_t)((double)frame * TICKS_A_SECOND / song->rate + 0.5), bytes);
    }
  }
  return file && fclose(file) == 0;
}

static bool write_song(const Song* song, const char* path) {
  const MidiFileTempo tempo = {0, 120.0};
  const MidiFileMeter meter = {0, 4, 4};
  const char* const track_names[16] = {"Captured"};
  const MidiFile file = {.ticks_per_quarter = TICKS_PER_QUARTER,
                         .title = "Captured",
                         .notes = song->notes,
                         .note_count = song->count,
                         .tempos = &tempo,
                         .tempo_count = 1,
                         .meters = &meter,
                         .meter_count = 1,
                         .track_names = track_names,
                         .end = song->end + 1};
  char reason[256] = "";
  const bool ok = midi_file_write(&file, path, reason, sizeof reason);
  if (!ok) {
    fprintf(stderr, "log_to_midi: %s: %s\n", path, reason);
  }
  return ok;
}

int main(int argc, char** argv) {
  Song* song = calloc(1, sizeof *song);
  if (argc != 4 || !song) {
    fprintf(stderr, "usage: log_to_midi RATE LOG OUT.mid\n");
    free(song);
    return 2;
  }
  song->rate = strtod(argv[1], NULL);
  song->notes = calloc(NOTE_LOG_MOST, sizeof *song->notes);
  const bool ok = song->rate > 0 && song->notes && read_log(song, argv[2]) && song->count > 0 &&
                  write_song(song, argv[3]);
  if (ok) {
    printf("%zu notes in %s\n", song->count, argv[3]);
  }
  free(song->notes);
  free(song);
  return ok ? 0 : 1;
}
