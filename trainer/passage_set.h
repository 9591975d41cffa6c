// Passages measured, and what is told of them together.
#ifndef TN_TRAINER_PASSAGE_SET_H
#define TN_TRAINER_PASSAGE_SET_H

#include "trainer/passage_features.h"
#include "trainer/passage_rates.h"
#include "trainer/passages.h"

typedef struct {
  double* features; // owned; [count][PASSAGE_FEATURE_VALUES]
  double* rates;    // owned; [count][PASSAGE_RATES]
  size_t* sources;  // owned; [count] the piece that each is from: those of a piece together
  size_t count;
} PassageSet;

// An empty set with room for so many passages. False where memory is short: then there is nothing
// to free; as the next.
bool passage_set_init(PassageSet* set, size_t room);

bool passage_set_measure(const Passages* passages, PassageSet* set);
void passage_set_free(PassageSet* set);

// Adds a copy of passage `i` of another set; there is room.
void passage_set_add(PassageSet* set, const PassageSet* from, size_t i);

// The passages of two sets, of different pieces. False where memory is short.
bool passage_set_join(const PassageSet* a, const PassageSet* b, PassageSet* both);

// At most `most` passages of a set, evenly spread. False where memory is short.
bool passage_set_thin(const PassageSet* set, size_t most, PassageSet* thinned);

// Over the passages of a set.
typedef struct {
  double least;
  double tenth; // a tenth of the passages has less
  double median;
  double ninetieth; // a tenth has more
  double most;
  double mean;
} RateSpread;

// False where memory is short.
bool passage_set_spread(const PassageSet* set, PassageRate rate, RateSpread* spread);

// The share of passages that hold a loop.
double passage_set_stuck(const PassageSet* set);

#endif
