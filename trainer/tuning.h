// Finding the manner in which a style plays most like the music that it has learned.
#ifndef TN_TRAINER_TUNING_H
#define TN_TRAINER_TUNING_H

#include "plugin/engine/style.h"
#include "trainer/quality_report.h"

// A manner in whole numbers, as a style's file holds it.
typedef struct {
  int temperature; // hundredths, as the next
  int top_p;
  int length; // bars of a phrase
  int loops;  // times in a row that a bar or two may be played
} TuningManner;

typedef struct {
  TuningManner manner;
  unsigned faults; // see quality_report.h
  double overlap;  // with the passages learned
} TuningTrial;

enum { TUNING_TRIALS = 19 };

// What to try next, when so many trials have been made: first the length of a phrase, then at the
// best of these how bold.
TuningManner tuning_next(const TuningTrial* trials, int count, int loops);

// How many times in a row the music itself plays a bar or two, but for the tenth of its passages
// that does so most: 3 at least, which is no loop yet. False where memory is short.
bool tuning_find_loops(const QualityMusic* music, int* loops);

// Lets the style play in a manner, beside the part that it has learned from. False where memory is
// short.
bool tuning_try(const TnStyle* style, const QualityMusic* music, TuningManner manner,
                TuningTrial* trial);

// The best of some trials: that of the fewest faults, and of these the one that overlaps most.
const TuningTrial* tuning_best(const TuningTrial* trials, int count);

// Writes the manner into the metadata of a style. False where there is no room.
bool tuning_describe(TuningManner manner, TnStyleHeader* header);

#endif
