// The music that a training run learns from: `tiento train FOLDER...`.
#ifndef TN_TRAINER_TRAIN_MUSIC_H
#define TN_TRAINER_TRAIN_MUSIC_H

#include "trainer/split.h"
#include "trainer/train_options.h"

// Reads the folders as `options` say: cut into parts, or with --valid the part to stop by from its
// own folder, of which nothing is learned. `music` and `skips`, the files left out, are empty
// before. False, with a message on stderr, where there is no music or no memory; `music` and
// `skips`, which the caller frees in any case, may then hold some of it.
bool train_music_read(const TrainOptions* options, char** folders, int count,
                      Corpus music[SPLIT_PARTS], SkipList* skips);

// Gives all ranks the first one's music. False where a rank is short of memory. All ranks call it,
// and get the same.
bool train_music_share(Corpus music[SPLIT_PARTS]);

void train_music_free(Corpus music[SPLIT_PARTS]);

#endif
