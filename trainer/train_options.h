// The command line of `tiento train`.
#ifndef TN_TRAINER_TRAIN_OPTIONS_H
#define TN_TRAINER_TRAIN_OPTIONS_H

#include "plugin/engine/style.h"
#include "trainer/training.h"

// What the user says about the style, as indices of TrainOptions.text.
enum { TRAIN_NAME, TRAIN_SOURCE, TRAIN_LICENCE, TRAIN_ATTRIBUTION, TRAIN_TEXTS };

// The strings are those of the command line, or NULL where the user named none.
typedef struct {
  TrainingOptions training; // the defaults for the music, then what the user set
  const char* output;       // the style file to write
  const char* valid;        // the folder to hold out, instead of parts of the music
  bool no_report;           // no page beside the style
  bool keep_all;            // learn from the part of the test, too
  const char* from;         // the style to go on from
  const TnStyle* base;      // that style, once it has been read; not owned
  bool resume;              // go on from the checkpoint
  bool anew;                // begin although there is one
  int checkpoint;           // seconds from one to the next; 0: after every batch
  const char* text[TRAIN_TEXTS];
  int lookback_count;              // -1: what suits the music
  int lookbacks[TN_MAX_LOOKBACKS]; // bars, or frames of a piano roll
  int roll_ticks;                  // file ticks of a frame of a piano roll; 0: events, on the grid
  const char* cache;               // the file that remembers what MIDI files were read as
  int pitch_low;                   // the lowest pitch of a piano roll
  int pitch_count;
} TrainOptions;

// What holds where the user says nothing, for no music in particular. The sizes are 0: not known.
TrainOptions train_options_default(void);

// Sets in `options` what the command line names; what follows the options begins at optind. To be
// called twice, since the defaults of `training` depend on the music, which the arguments name:
// again after those have been set. Returns -1 where the command is to run, else the status to end
// with: the help was asked for, or a message on stderr says what is wrong.
int train_options_read(int argc, char** argv, TrainOptions* options);

#endif
