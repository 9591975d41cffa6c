// Which pieces of a corpus are movements of one work.
#ifndef TN_TRAINER_WORKS_H
#define TN_TRAINER_WORKS_H

#include "trainer/corpus.h"

enum { WORK_MOST_FILES = 8 };

// Writes for each piece of `corpus` the number of its work, that of the work's first piece, to
// `works`, which has room for all. A work is what its files are named after: they lie in one folder
// and their names are the same up to the number of a work ("sonata 2 - rondo", "BWV-827-04"), or
// but for a count at their end ("pathetique-2", "bwv848a", "song_op53no5"). Names that more files
// share than a work has movements, more than WORK_MOST_FILES or a third of their folder's pieces,
// are those of a collection: its pieces stand alone. Copies, pieces of one hash, are one work, and
// tie the works that they are in. Where a name leaves it open, pieces are tied rather than not: a
// few works of one opus, or numbers of a catalogue that stand alone. False where memory is short.
bool works_find(const Corpus* corpus, size_t* works);

#endif
