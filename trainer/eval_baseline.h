// `tiento eval --baseline`: counting music and measuring how well the counts predict other music.
#ifndef TN_TRAINER_EVAL_BASELINE_H
#define TN_TRAINER_EVAL_BASELINE_H

#include "trainer/eval_options.h"

// Prints the result to stdout. Returns the exit code of the command; what is wrong with the music
// is said on stderr.
int eval_baseline(const EvalOptions* options, char* const* folders, int count);

#endif
