// The workers that compute a batch's loss and gradient side by side, each on streams of its own: on
// the cores of one machine, or of all machines of a cluster. Then a batch is that of all together.
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
  double squares;     // sum of its slice of the gradient's
} Worker;

// What ranks ask of each other. Counts: so they add up, and 0 is what nobody asks for.
typedef struct {
  double save; // the run, as it is after this batch
  double stop; // after it
} Wishes;

typedef struct {
  int workers;    // of this rank
  Worker* worker; // [workers]
  Pool* pool;
  DenseNetwork dense;
  size_t weight_count;
  const Deck* deck; // of the run in progress
  float dropout;
  float scale;
  bool learning;
  Wishes wishes; // of this rank; after learner_step() of all together
} Learner;

// Workers for `network`, which is kept and whose weights may change between calls where it is
// `learning`: then there is also memory for gradients. `workers` is of each rank, `streams` of all
// workers of all ranks together. False where memory is short.
bool learner_init(Learner* learner, const TnNetwork* network, Precision precision, const Deck* deck,
                  int workers, int streams, int steps, int overlap, bool learning, uint64_t seed);
void learner_free(Learner* learner);

// Reads the next batch from the deck and runs it forward, when learning also backward: then
// worker[0].gradient_block holds the gradient of the mean loss an event. Returns false when the
// deck is empty. The same deck, seed and number of workers give the same bits; without dropout, any
// number of workers gives the same within rounding. All ranks call it, and get the same.
bool learner_step(Learner* learner, const Deck* deck, float dropout, Measure* measure);

// The state of this rank's workers between two steps, as bytes; takes those of a learner of the
// same workers, network and streams, on a deck of the same music. False where they are none.
void learner_put(const Learner* learner, Sink* sink);
bool learner_take(Learner* learner, const Deck* deck, Span* bytes);

// Every weight is in the slice of one worker of one rank. Afterwards worker w's, of this rank, is
// from..to - 1.
void learner_slice(const Learner* learner, int w, size_t* from, size_t* to);

// The Euclidean norm of the gradient. All ranks call it, and get the same.
float learner_gradient_norm(Learner* learner);

// Measures the network on all pieces of a corpus, each from its start, nothing hinted. False where
// a rank is short of memory. All ranks call it, and get the same.
bool learner_measure(const TnNetwork* network, const Corpus* corpus, int workers, Measure* measure);

#endif
