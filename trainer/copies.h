// What music has in common with other music, note for note.
//
// A window is a number of notes of one piece that follow each other in the order of events, with
// their pitches and the time from each onset to the next; a pitch that two parts strike at once
// counts as one note. Two windows are transposed copies of each other where the pitched notes of
// one lie as many semitones above those of the other; drums never move. Velocities, durations and
// parts do not count.
#ifndef TN_TRAINER_COPIES_H
#define TN_TRAINER_COPIES_H

#include "trainer/corpus.h"

typedef struct {
  int32_t step;  // ticks since the note before in the piece
  int16_t pitch; // drums from 128 on
  uint32_t left; // notes of the piece from this one on
} CopyNote;

// The notes of a corpus, piece after piece.
typedef struct {
  CopyNote* notes; // owned
  size_t count;
} CopyMusic;

// False where memory is short: then there is nothing to free.
bool copy_music_init(CopyMusic* music, const Corpus* corpus, int drum_part);
void copy_music_free(CopyMusic* music);

// All windows of some music, to look others up among. Windows are compared themselves, not only
// their hashes. Memory beside the music: 8 to 16 bytes a window.
typedef struct {
  const CopyMusic* music; // not owned
  int window;             // notes
  bool transposed;        // a transposed copy is a copy too
  uint32_t* slots;        // owned; [capacity] index of a window's first note, plus 1; 0: empty
  size_t capacity;        // a power of two
} CopyIndex;

// The music stays the caller's and outlives the index. False where memory is short.
bool copy_index_init(CopyIndex* index, const CopyMusic* music, int window, bool transposed);
void copy_index_free(CopyIndex* index);

// The share of the windows of `music` that occur in the index, 0 where it has none.
double copy_index_share(const CopyIndex* index, const CopyMusic* music);

#endif
