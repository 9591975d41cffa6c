// The parts of a report's page that are drawn. `report` is only read.
#ifndef TN_TRAINER_REPORT_PICTURES_H
#define TN_TRAINER_REPORT_PICTURES_H

#include "trainer/bytes.h"
#include "trainer/report.h"

// The phrases beside the examples as piano rolls; nothing for a style that does not play, as with
// the histograms.
void report_put_rolls(Sink* page, const Report* report);

// Likelihood and accuracy over the epochs.
void report_put_curves(Sink* page, const Report* report);

// Pitches and note values of what the style plays, beside those of the pieces learned.
void report_put_histograms(Sink* page, const Report* report);

#endif
