// What there is to tell a musician at the end of a training.
#ifndef TN_TRAINER_REPORT_H
#define TN_TRAINER_REPORT_H

#include "trainer/histogram.h"
#include "trainer/verdict.h"

#include <stdio.h>

enum { REPORT_PAIRS = 3 };

typedef struct {
  const Piece* piece; // the session's
  bool held_out;      // or else it was learned
} ReportExample;

typedef struct {
  const TrainSession* session;
  const TrainingReport* training;
  double seconds; // from the first epoch to the style
  Verdict verdict;
  bool plays; // or else the style is for measuring, and all below is empty
  Histogram learned[HISTOGRAM_KINDS];
  Histogram generated[HISTOGRAM_KINDS];
  ReportExample examples[REPORT_PAIRS]; // of pieces held out, as far as there are any
  int example_count;
  Piece phrases[REPORT_PAIRS]; // owned: what the seeds 0, 1 .. play first; see report_compose()
  int phrase_count;
} Report;

// `session`, whose passages and copies are known by now, and `training` outlive the report.
void report_gather(Report* report, const TrainSession* session, const TrainingReport* training,
                   double seconds);

// Lets the style that was written play the phrases. False, with a one-line reason, where it cannot.
bool report_compose(Report* report, char* reason, size_t reason_size);
void report_free(Report* report);

// A few lines. What was measured of is the pieces held out, or those learned where none are.
void report_print(const Report* report, FILE* out);

#endif
