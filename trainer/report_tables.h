// The parts of a report's page that are words and numbers. `report` is only read.
#ifndef TN_TRAINER_REPORT_TABLES_H
#define TN_TRAINER_REPORT_TABLES_H

#include "trainer/bytes.h"
#include "trainer/report.h"

// What the style is, what has come of it, and how much music there was.
void report_put_head(Sink* page, const Report* report);

// How well each field of an event is foreseen.
void report_put_fields(Sink* page, const Report* report);

// How much it copies; nothing where that is not known.
void report_put_copies(Sink* page, const Report* report);

// Which files were left out, and why; nothing where none were.
void report_put_skips(Sink* page, const Report* report);

// How to hear the style.
void report_put_foot(Sink* page, const Report* report);

#endif
