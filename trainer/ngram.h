// An n-gram model of symbols, each of which follows a context that can be shortened step by step,
// with Witten and Bell's interpolation: the probability of symbol w after context h, whose next
// shorter one is h', is
//
//   P(w|h) = (c(h,w) + t(h) P(w|h')) / (c(h) + t(h))
//
// with c how often it was counted and t(h) how many different symbols followed h; P(w|h') where h
// was never seen; and the same for all symbols below the shortest context.
#ifndef TN_TRAINER_NGRAM_H
#define TN_TRAINER_NGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { NGRAM_MAX_LEVELS = 16 };

// How often a symbol followed a context.
typedef struct {
  uint64_t context;
  uint32_t count;
  uint16_t symbol;
} NgramEntry;

// The contexts of one length.
typedef struct {
  NgramEntry* entries; // after ngram_finish() by context, then symbol
  size_t count;
  size_t capacity;
} NgramLevel;

typedef struct {
  int classes; // symbols are 0..classes - 1
  int levels;
  NgramLevel level[NGRAM_MAX_LEVELS]; // from the shortest contexts to the longest
} Ngram;

// At most NGRAM_MAX_LEVELS levels. Nothing is allocated yet; ngram_free() frees what follows.
void ngram_init(Ngram* ngram, int classes, int levels);
void ngram_free(Ngram* ngram);

// Counts a symbol after contexts[levels], each as a number of its own (a hash of 64 bits), from the
// shortest to the longest. False where memory is short.
bool ngram_add(Ngram* ngram, const uint64_t* contexts, int symbol);

// To be called once, after the last symbol and before the first prediction.
void ngram_finish(Ngram* ngram);

// probabilities[classes] of what follows; they add up to 1.
void ngram_predict(const Ngram* ngram, const uint64_t* contexts, double* probabilities);

#endif
