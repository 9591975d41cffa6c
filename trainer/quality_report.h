// What is told of the quality of music that a style makes up.
#ifndef TN_TRAINER_QUALITY_REPORT_H
#define TN_TRAINER_QUALITY_REPORT_H

#include "trainer/copy_report.h"
#include "trainer/quality.h"
#include "trainer/split.h"

// Music of people, and its passages.
typedef struct {
  Corpus learned; // the part to learn from
  Corpus held_out;
  Passages learned_passages;
  Passages held_out_passages;
} QualityMusic;

// Splits what was read, which is left empty, and cuts it into passages. False where memory is
// short: then there is nothing to free.
bool quality_music_init(QualityMusic* music, Corpus* corpus);
void quality_music_free(QualityMusic* music);

// Whether both parts have as many passages as can be compared.
bool quality_music_suffices(const QualityMusic* music);

// All passages, of both parts. False where memory is short: then there is nothing to free.
bool quality_music_measure(const QualityMusic* music, PassageSet* all);

typedef struct {
  size_t passages; // that were compared
  size_t pieces;   // that the reference is from
  QualityLikeness likeness;
  RateSpread rates[PASSAGE_RATES]; // of what was made up
  RateSpread people_rates[PASSAGE_RATES];
  double stuck;
  double people_stuck;
  CopyReport copies;
} QualityReport;

// Compares what was made up with passages of people: those of `whole`, which is one of the two
// parts, evenly thinned to as many as are made up. Rates of people are those of all their passages,
// but where `whole` is what was learned: then nothing is told of what is held out. False where
// memory is short.
bool quality_report(const QualityMusic* music, const Passages* whole, const Passages* made,
                    QualityReport* report);

// What is not as it is with people. Bits:
typedef enum {
  FAULT_ENTROPY = 1 << RATE_ENTROPY, // the median is not within the middle eight tenths of people's
  FAULT_SCALE = 1 << RATE_SCALE,     // as the next
  FAULT_GROOVE = 1 << RATE_GROOVE,
  FAULT_DENSITY = 1 << RATE_DENSITY,
  FAULT_PITCH = 1 << RATE_PITCH,
  FAULT_STUCK = 1 << PASSAGE_RATES, // more passages hold a loop
  FAULT_COPIES = 2 << PASSAGE_RATES // copy_report_is_high()
} QualityFault;

unsigned quality_faults(const QualityReport* report);

// Prints a word for each fault, or "none", and ends the line.
void quality_faults_print(unsigned faults, FILE* out);

#endif
