// Finding the manner in which a style plays most like the music that it has learned.
#ifndef TN_TRAINER_TUNING_H
#define TN_TRAINER_TUNING_H

#include "plugin/engine/style.h"
#include "trainer/quality_report.h"

typedef struct {
  TnManner manner;
  unsigned faults; // see quality_report.h
  double overlap;  // with the passages learned
} TuningTrial;

enum { TUNING_TRIALS = 60 };

// What the music itself says of a manner: how many times in a row it plays a bar or two, but for
// the tenth of its passages that does so most (3 at least, which is no loop yet), and between what
// the mean pitch of its passages lies. False where memory is short.
bool tuning_begin(const QualityMusic* music, TnManner* manner);

// What to try next, when so many trials have been made: first the length of a phrase, at two
// boldnesses, then at the best of these how bold; all else as the music says. Each boldness is
// tried twice: time steps drawn as all else, and as they were learned, at a temperature of 1.
TnManner tuning_next(const TuningTrial* trials, int count, const TnManner* music);

// Lets the style play in a manner, beside the part that it has learned from. False where memory is
// short.
bool tuning_try(const TnStyle* style, const QualityMusic* music, const TnManner* manner,
                TuningTrial* trial);

// The best of some trials: that of the fewest faults, and of these the one that overlaps most.
const TuningTrial* tuning_best(const TuningTrial* trials, int count);

// Writes the manner into the metadata of a style. False where there is no room.
bool tuning_describe(const TnManner* manner, TnStyleHeader* header);

#endif
