// The workers that compute a batch's loss and gradient side by side, each on streams of its own.
#ifndef TN_TRAINER_LEARNER_H
#define TN_TRAINER_LEARNER_H

#include "trainer/head_pass.h"
#include "trainer/lstm_pass.h"
#include "trainer/pool.h"

typedef struct {
  Batch batch;
  LstmPass lstm;
  HeadPass heads;
  DenseScratch scratch;
  float* gradient_block;
  TnNetwork gradient; // bound to gradient_block
  Random random;      // for dropout
  Measure measure;    // of the last batch
} Worker;

typedef struct {
  int workers;
  Worker* worker; // [workers]
  Pool* pool;
  DenseNetwork dense;
  size_t weight_count;
  float dropout; // of the run in progress
  float scale;
  bool learning;
} Learner;

// Workers for `network`, which is kept and whose weights may change between calls where it is
// `learning`: then there is also memory for gradients. `streams` is of all workers together. False
// where memory is short.
bool learner_init(Learner* learner, const TnNetwork* network, Precision precision, const Deck* deck,
                  int workers, int streams, int steps, int overlap, bool learning, uint64_t seed);
void learner_free(Learner* learner);

// Reads the next batch from the deck and runs it forward, when learning also backward: then
// worker[0].gradient_block holds the gradient of the mean loss an event. Returns false when the
// deck is empty. The same deck, seed and number of workers give the same bits.
bool learner_step(Learner* learner, Deck* deck, float dropout, Measure* measure);

// Measures the network on all pieces of a corpus, each from its start, nothing hinted.
bool learner_measure(const TnNetwork* network, const Corpus* corpus, int workers, Measure* measure);

#endif
