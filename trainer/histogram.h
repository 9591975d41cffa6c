// How often the notes of some music have which pitch and length, and how alike two musics are in
// it.
#ifndef TN_TRAINER_HISTOGRAM_H
#define TN_TRAINER_HISTOGRAM_H

#include "trainer/corpus.h"

enum { HISTOGRAM_BINS = 128 };

typedef struct {
  double counts[HISTOGRAM_BINS];
  double total;
} Histogram;

typedef enum {
  HISTOGRAM_PITCH,    // of notes that are no drums: MIDI pitches, all pieces in one key
  HISTOGRAM_DRUM,     // of drums, the same
  HISTOGRAM_DURATION, // of all notes: note values
  HISTOGRAM_STEP,     // from each note's onset to the next one's in its piece: note values
  HISTOGRAM_KINDS
} HistogramKind;

void histogram_add(Histogram* histogram, int bin);

// Of all that was added; 0 where nothing was.
double histogram_share(const Histogram* histogram, int bin);

// The sum over the bins of the lesser of the two shares: 1 where they are the same, 0 where they
// have nothing in common.
double histogram_overlap(const Histogram* a, const Histogram* b);

// Counts the notes of `corpus`, those that are no drums moved by the few semitones from their
// piece's tonic to that of `key`: a style that plays in one key is not told from pieces in many by
// that. As they are where either key is 0. `all` is empty before, or counted so far.
void histogram_count(Histogram all[HISTOGRAM_KINDS], const Corpus* corpus, int drum_part,
                     uint8_t key);

// Note values are the bins of lengths of time: each holds what is nearest to it, as an ear compares
// lengths. histogram_value_name() is in quarter notes, as "1½".
enum { HISTOGRAM_VALUES = 14 };
int histogram_value(int32_t ticks);
const char* histogram_value_name(int value);

#endif
