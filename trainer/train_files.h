// The files of a training run: the style, and beside it the checkpoint and the page of the report.
// What others have put where they are to be is never lost by a run.
#ifndef TN_TRAINER_TRAIN_FILES_H
#define TN_TRAINER_TRAIN_FILES_H

#include "trainer/file_lock.h"
#include "trainer/train_options.h"

typedef struct {
  bool is_file;        // the style is one, or becomes one: only then is there anything beside it
  bool is_new;         // there was no style before
  bool has_checkpoint; // of a run that was ended
  char* checkpoint;    // its path, owned
  char* report;        // that of the page, owned
  FileLock lock;       // the first rank's
} TrainFiles;

// Looks at what is there before a run, which has it for itself until train_files_close(). False,
// with one line on stderr, where one of the files cannot be written or is somebody else's, where
// another run writes them, or where a checkpoint is there and the options say neither to go on from
// it nor to begin anew. The caller closes them in any case. All ranks call it, and get the same.
bool train_files_open(TrainFiles* files, const TrainOptions* options);
void train_files_close(TrainFiles* files);

#endif
