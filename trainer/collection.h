// All that the MIDI files of folders were read as, in the order of their names.
#ifndef TN_TRAINER_COLLECTION_H
#define TN_TRAINER_COLLECTION_H

#include "trainer/folder.h"
#include "trainer/reading.h"

typedef struct {
  int roll_ticks;    // file ticks of a frame of a piano roll; 0: events, on the grid
  const char* cache; // the file that remembers what others were read as; NULL: none
  const char* apart; // a folder whose files are left out, as they are held out; NULL: none
} ReadOptions;

typedef struct {
  FileList list;
  Reading* readings; // of list.files
  size_t apart;      // files that were left out
} Collection;

// Reads every MIDI file under `paths`, each a folder or a file, by as many threads as there are
// cores, with a bar on a terminal. Says how many were left out as they lie apart, too. False, with
// a message on stderr, where a path cannot be read or memory is short: then there is nothing to
// free.
bool collection_read(Collection* collection, char* const* paths, int path_count,
                     const ReadOptions* options);

// How many of the files there is a piece of.
size_t collection_usable(const Collection* collection);

// How many can be read, but not learned from.
size_t collection_unfit(const Collection* collection);

// Says on stderr that there is none of any.
void collection_complain(const Collection* collection, char* const* paths, int path_count);

void collection_free(Collection* collection);

#endif
