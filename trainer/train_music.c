#include "trainer/train_music.h"

#include "trainer/command.h"
#include "trainer/corpus_share.h"

static bool divide(const TrainOptions* options, Corpus* all, Corpus music[SPLIT_PARTS]) {
  const bool ok = split_corpus(all, music) &&
                  (!options->keep_all || split_join(&music[SPLIT_TRAIN], &music[SPLIT_TEST]));
  return ok || command_out_of_memory();
}

bool train_music_read(const TrainOptions* options, char** folders, int count,
                      Corpus music[SPLIT_PARTS], SkipList* skips) {
  const ReadOptions reading = {.roll_ticks = options->roll_ticks, .cache = options->cache};
  if (options->valid) {
    char* folder = (char*)options->valid;
    ReadOptions others = reading;
    others.apart = options->valid;
    return corpus_read(&music[SPLIT_TRAIN], folders, count, &others, skips) &&
           corpus_read(&music[SPLIT_VALID], &folder, 1, &reading, skips);
  }
  Corpus all;
  if (!corpus_read(&all, folders, count, &reading, skips)) {
    return false;
  }
  const bool ok = divide(options, &all, music);
  corpus_free(&all);
  return ok;
}

bool train_music_share(Corpus music[SPLIT_PARTS]) {
  bool ok = true;
  for (int p = 0; ok && p < SPLIT_PARTS; ++p) {
    ok = corpus_share(&music[p]);
  }
  return ok;
}

void train_music_free(Corpus music[SPLIT_PARTS]) {
  for (int p = 0; p < SPLIT_PARTS; ++p) {
    corpus_free(&music[p]);
  }
}
