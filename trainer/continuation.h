// What a style plays after a phrase that it was given: one piece with it.
#ifndef TN_TRAINER_CONTINUATION_H
#define TN_TRAINER_CONTINUATION_H

#include "trainer/prompt.h"
#include "trainer/recording.h"

// The phrase's last meter, in which the style goes on.
TnMeter continuation_meter(const Prompt* prompt);

// Where options->bars bars after the phrase's end, in ticks of the recording. They are in the
// phrase's last meter; options->meter does not count.
int32_t continuation_end(const Prompt* prompt, const RecordingOptions* options);

// Lets the network hear the phrase, event by event, and then play on to the end, the first note at
// prompt->entry or later, in the key of the controls or else the phrase's. `recording` gets the
// phrase's notes as they were given, then the style's. The continuation is composed in one go: the
// controls' length does not count. The same seed gives the same notes. False where memory is short:
// then there is nothing to free.
bool continuation_make(const TnStyle* style, const Prompt* prompt, const RecordingOptions* options,
                       Recording* recording);

#endif
