// How near what a style plays comes to the music that it has not seen, and how near one half of
// that music comes to the other: the yardstick. All sets that are compared have the same number of
// passages. QUALITY.md tells what is measured, and why so.
#ifndef TN_TRAINER_QUALITY_H
#define TN_TRAINER_QUALITY_H

#include "trainer/likeness.h"
#include "trainer/passage_set.h"

enum {
  QUALITY_LEAST = 4, // passages of a set; fewer cannot be compared
  QUALITY_DRAWS = 20 // of pieces at random, over which is averaged
};

typedef struct {
  Likeness features[PASSAGE_FEATURES];
  double overlap; // mean of the features'
  double divergence;
} QualityLikeness;

// Compares sets of as many passages, QUALITY_LEAST at least. False where memory is short, as the
// next.
bool quality_compare(const PassageSet* reference, const PassageSet* other,
                     QualityLikeness* likeness);

// Compares `set` with stretches of `other` as long as itself: as many as there are one after the
// other, with the mean over them.
bool quality_compare_longer(const PassageSet* reference, const PassageSet* other,
                            QualityLikeness* likeness);

// The same with as many passages drawn from pieces of `other` at random.
bool quality_compare_drawn(const PassageSet* reference, const PassageSet* other, size_t pieces,
                           QualityLikeness* likeness);

// The yardstick: deals the pieces of `all` at random into two halves, and compares `count` passages
// of `pieces` pieces or more of one with as many of the other; the mean over QUALITY_DRAWS. Fewer
// where a half has fewer.
bool quality_compare_halves(const PassageSet* all, size_t count, size_t pieces,
                            QualityLikeness* likeness);

#endif
