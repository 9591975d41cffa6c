// How a report's page looks: its style sheet, light and dark.
#ifndef TN_TRAINER_REPORT_LOOK_H
#define TN_TRAINER_REPORT_LOOK_H

#include "trainer/bytes.h"

// The colours of the parts are those of piano_layout.h.
void report_look_put(Sink* page);

#endif
