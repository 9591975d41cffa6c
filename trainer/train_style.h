// The style that a training run leaves, with what is told about it.
#ifndef TN_TRAINER_TRAIN_STYLE_H
#define TN_TRAINER_TRAIN_STYLE_H

#include "trainer/copy_report.h"
#include "trainer/split.h"
#include "trainer/train_options.h"

// All that a style is written from but the weights and the report. Before the end `test` is of no
// notes; there and for a style that does not play there are no passages, and nothing is known of
// copies. The passages are the first rank's alone.
typedef struct {
  const TrainOptions* options;
  const TnVocabulary* vocabulary;
  const Corpus* music;   // [SPLIT_PARTS]
  const SkipList* skips; // the files left out of it; empty but on the first rank
  Measure test;
  Corpus passages; // owned by whoever trains: generated_passages() of the finished network
  bool knows_copies;
  CopyReport copies;
} TrainSession;

enum { TRAIN_STYLE_NAME = TN_MAX_METADATA_VALUE + 1 }; // bytes, the zero included

// What musicians call the style: the user's word, or else its file's name without ".safetensors"
// and with an underscore for each byte that is not of printable UTF-8.
void train_style_name(const TrainOptions* options, char name[TRAIN_STYLE_NAME]);

// The path of what lies beside a style and is called like it, with `ending` instead of
// ".safetensors", for the caller to free. NULL where memory is short.
char* train_style_beside(const char* style, const char* ending);

// Writes options->output, whole or not at all: the weights, what the user says of the style, what
// its music is like, and the report of the run (training.*). False, with a one-line reason, where
// it cannot be written.
bool train_style_write(const TrainSession* session, const float* weights,
                       const TrainingReport* report, char* reason, size_t reason_size);

#endif
