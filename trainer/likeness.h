// How alike two sets of samples are, by the distances between them, as MGEval compares sets of
// music: L.-C. Yang and A. Lerch, "On the evaluation of generative models in music", Neural
// Computing and Applications 32 (2020), section 4.2.
//
// p is the distribution of the Euclidean distances between any two samples of the reference, q that
// of the distances from each of its samples to each of the other set; both are smoothed by Gaussian
// kernels, as wide as Scott's rule says.
#ifndef TN_TRAINER_LIKENESS_H
#define TN_TRAINER_LIKENESS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
  double overlap;    // of the areas below p and q: 1 where they are the same
  double divergence; // KL, the integral of p ln(p / q)
} Likeness;

// Compares samples of `width` values each, as many of both: reference[count][width], and
// other[count][width]; rows are `stride` values apart. At least 2 samples. False where memory is
// short.
bool likeness_find(const double* reference, const double* other, size_t count, int width,
                   int stride, Likeness* likeness);

#endif
