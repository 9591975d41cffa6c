// How much of what a style makes up it knows by heart, beside what pieces of people have in common.
#ifndef TN_TRAINER_COPY_REPORT_H
#define TN_TRAINER_COPY_REPORT_H

#include "trainer/corpus.h"

#include <stdio.h>

enum { COPY_WINDOWS = 2 };

extern const int COPY_WINDOW_NOTES[COPY_WINDOWS]; // 8, 16

// Shares of windows that occur in the learned pieces, by the window's notes and whether transposed
// copies count.
typedef struct {
  double generated[COPY_WINDOWS][2];
  double held_out[COPY_WINDOWS][2]; // 0 where nothing is held out
  bool compares;                    // something is
} CopyReport;

// Compares what a style plays (generated_passages()), and the pieces held out, with the learned
// ones. `drum_part` is that of the latter two. False where memory is short.
bool copy_report(const Corpus* passages, const Corpus* learned, const Corpus* held_out,
                 int drum_part, CopyReport* report);

// Whether the style copies more than people do: windows of 16 notes, transposed ones too, at over
// twice the rate of the pieces held out plus one in a hundred.
bool copy_report_is_high(const CopyReport* report);

// A line for each rate: its name, the rate and what it is.
void copy_report_print_rates(const CopyReport* report, FILE* out);

// One line that tells the rates of windows of 16 notes, and another that warns where they are high.
void copy_report_print(const CopyReport* report, FILE* out);

#endif
