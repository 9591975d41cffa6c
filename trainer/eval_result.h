// What `tiento eval` measured, and how it says so.
#ifndef TN_TRAINER_EVAL_RESULT_H
#define TN_TRAINER_EVAL_RESULT_H

#include "trainer/head_pass.h"

// `each` is of each piece and `first` of their first frames, where frames are counted.
typedef struct {
  Measure all;
  Measure first;
  Measure* each; // the holder's to free
} EvalResult;

// Prints to stdout what was measured on `corpus`; of a roll also nats a frame.
void eval_print(const EvalResult* result, const Corpus* corpus, bool roll);

#endif
