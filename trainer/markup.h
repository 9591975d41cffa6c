// Text on a page: HTML that is well-formed XML, too.
#ifndef TN_TRAINER_MARKUP_H
#define TN_TRAINER_MARKUP_H

#include "trainer/bytes.h"

// Puts `text`, of any bytes, as it may stand between tags and in the value of an attribute: what is
// markup is escaped, and what is not printable is written as \xNN.
void markup_text(Sink* sink, const char* text);

#endif
