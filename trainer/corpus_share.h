// Giving every machine of a cluster the pieces that one has read. All get all: each round deals
// every piece to whichever stream is next, and a corpus is small beside the weights' memory.
#ifndef TN_TRAINER_CORPUS_SHARE_H
#define TN_TRAINER_CORPUS_SHARE_H

#include "trainer/bytes.h"
#include "trainer/corpus.h"

// Gives all ranks the first one's corpus; that of the others is empty before. False where a rank is
// short of memory: then the caller frees what there is. All ranks call it, and get the same.
bool corpus_share(Corpus* corpus);

// The corpus as bytes. Where memory is short the sink says that it has failed.
void corpus_put(const Corpus* corpus, Sink* sink);

// Reads them into `corpus`, which is empty. False where memory is short or the bytes are not those
// of a corpus; it, which the caller frees in any case, then holds the pieces so far.
bool corpus_take(Corpus* corpus, Span bytes);

#endif
