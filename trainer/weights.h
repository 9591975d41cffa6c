// The weights before training.
#ifndef TN_TRAINER_WEIGHTS_H
#define TN_TRAINER_WEIGHTS_H

#include "plugin/engine/tensors.h"
#include "trainer/corpus.h"
#include "trainer/random.h"

// Matrices uniform within 1 / sqrt(rows), tables of embeddings and the output layers small, biases
// 0, but 1 for the forget gates (Gers, Schmidhuber and Cummins 2000), so that memory comes first.
void weights_initialise(const TnVocabulary* vocabulary, const TnSizes* sizes, Random* random,
                        float* weights);

// Sets the output biases to the logarithm of how often each class occurs in the corpus, so that
// learning begins with what is not that plain; without it the first updates drive the LSTM into
// saturation. False where memory is short.
bool weights_expect_frequencies(const Corpus* corpus, TnNetwork* network);

#endif
