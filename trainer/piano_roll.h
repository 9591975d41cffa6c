// A picture of a song as a piano roll: a PNG, drawn with cairo.
#ifndef TN_TRAINER_PIANO_ROLL_H
#define TN_TRAINER_PIANO_ROLL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PIANO_ROLL_PARTS = 8 };

// Every time below is in ticks of `ticks_per_quarter` from the start of the song.

typedef struct {
  int32_t onset;
  int32_t duration;
  uint8_t pitch;    // 0..127; 60 is C4
  uint8_t velocity; // 1..127: the louder, the stronger the colour
  uint8_t part;     // 0..7: the colour
} PianoRollNote;

typedef struct {
  int32_t tick;
  double bpm; // quarters a minute
} PianoRollTempo;

typedef struct {
  int32_t tick;
  const char* text;
} PianoRollSection;

// What is drawn. All memory belongs to the caller and is only read. Text is UTF-8; bytes that are
// not are shown as question marks. The arrays of ticks, tempos and sections are sorted.
typedef struct {
  const char* title; // or NULL
  int ticks_per_quarter;
  int32_t end;                // of the song; later where a note ends later
  const PianoRollNote* notes; // in any order; one that starts before 0 is not drawn
  size_t note_count;
  const int32_t* bars; // where bars start; they are numbered from 1 on the first
  size_t bar_count;
  const int32_t* beats; // where beats start
  size_t beat_count;
  const PianoRollTempo* tempos;
  size_t tempo_count;
  const PianoRollSection* sections; // such as the name of the style from here on
  size_t section_count;
  const char* part_names[PIANO_ROLL_PARTS]; // for the legend, which shows parts that have notes
} PianoRoll;

// Draws `roll` and puts the PNG at `path` as atomic_file_write() does: whole or not at all. The
// picture is 1600 pixels wide and as high as it takes, eight bars a row (more in a long song). On
// failure returns false and writes one line that says why, without the path, into `reason`.
bool piano_roll_write_png(const PianoRoll* roll, const char* path, char* reason,
                          size_t reason_size);

#endif
