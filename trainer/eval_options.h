// The command line of `tiento eval`, and the music that it names.
#ifndef TN_TRAINER_EVAL_OPTIONS_H
#define TN_TRAINER_EVAL_OPTIONS_H

#include "trainer/split.h"

enum {
  EVAL_WHOLE = SPLIT_PARTS, // of the music, instead of a SplitPart
  EVAL_MOST_BESIDE = 32
};

typedef struct {
  bool baseline;     // measure a 5-gram: the arguments are folders only
  const char* known; // the folder that it counts; NULL: the part to learn from of those measured
  int part;          // of the music, to be measured: a SplitPart or EVAL_WHOLE
  int roll_ticks;    // file ticks of a frame of a piano roll; 0: events, on the grid
  const char* cache; // the file that remembers what others were read as; NULL: none
  int workers;
  int phrases;     // to make up and compare with the ends of the music, instead; 0: not at all
  int key_phrases; // to make up in each key and see whether they keep to it, instead; 0: not at all
  bool copies;     // measure how much of what the style makes up it has learned by heart, instead
  bool quality;    // compare what the style makes up with the music held out, instead
  int hours;       // to be made up and looked through, instead; 0: not at all
  double temperature; // at which to make up; negative: as the style says, as the next
  double top_p;
  int length;                           // bars of a phrase; 0: as the style says
  const char* beside[EVAL_MOST_BESIDE]; // folders of other music, to be compared too
  int beside_count;
} EvalOptions;

// Reads the command line; the arguments, as many as are needed, begin at optind. Returns -1 where
// the command is to run, else the status to end with: the help was asked for, or a message on
// stderr says what is wrong.
int eval_options_read(int argc, char** argv, EvalOptions* options);

// Reads the music and keeps the part that is to be measured. False, with a message on stderr and
// nothing to free, where there is none.
bool eval_read(const EvalOptions* options, char* const* folders, int count, Corpus* corpus);

// How all of it is read.
ReadOptions eval_reading(const EvalOptions* options);

// Whether there is any; else it says so on stderr.
bool eval_has_music(const Corpus* part);

#endif
