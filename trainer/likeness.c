#include "trainer/likeness.h"

#include <math.h>
#include <stdlib.h>

// Densities are sampled at so many points, the kernels to so many bandwidths on each side.
enum { POINTS = 1024, REACH = 4 };

// Where q is less, p is compared with this: the divergence stays finite.
static const double LEAST_DENSITY = 1e-12;

typedef struct {
  double* values; // owned
  size_t count;
} Distances;

// Both densities are sampled at begin + i * step.
typedef struct {
  double begin;
  double step;
} Axis;

static double distance(const double* a, const double* b, int width) {
  double sum = 0;
  for (int i = 0; i < width; ++i) {
    sum += (a[i] - b[i]) * (a[i] - b[i]);
  }
  return sqrt(sum);
}

static Distances distances_within(const double* set, size_t count, int width, int stride) {
  Distances d = {.values = malloc(count * (count - 1) / 2 * sizeof *d.values)};
  for (size_t i = 0; d.values && i < count; ++i) {
    for (size_t j = 0; j < i; ++j) {
      d.values[d.count++] = distance(set + i * (size_t)stride, set + j * (size_t)stride, width);
    }
  }
  return d;
}

static Distances distances_between(const double* a, const double* b, size_t count, int width,
                                   int stride) {
  Distances d = {.values = malloc(count * count * sizeof *d.values)};
  for (size_t i = 0; d.values && i < count; ++i) {
    for (size_t j = 0; j < count; ++j) {
      d.values[d.count++] = distance(a + i * (size_t)stride, b + j * (size_t)stride, width);
    }
  }
  return d;
}

// Scott's rule: the standard deviation times n^(-1/5).
static double bandwidth(const Distances* d) {
  double mean = 0;
  double squares = 0;
  for (size_t i = 0; i < d->count; ++i) {
    mean += d->values[i] / (double)d->count;
  }
  for (size_t i = 0; i < d->count; ++i) {
    squares += (d->values[i] - mean) * (d->values[i] - mean) / (double)d->count;
  }
  return sqrt(squares) * pow((double)d->count, -0.2);
}

static double largest(const Distances* d) {
  double most = 0;
  for (size_t i = 0; i < d->count; ++i) {
    most = d->values[i] > most ? d->values[i] : most;
  }
  return most;
}

// The density at the points of the axis. Distances count at the point next to them.
static void smooth(const Distances* d, Axis axis, double width, double density[POINTS]) {
  const int reach = (int)(REACH * width / axis.step) + 1;
  double counts[POINTS] = {0};
  double all = 0;
  for (size_t i = 0; i < d->count; ++i) {
    counts[(int)((d->values[i] - axis.begin) / axis.step + 0.5)] += 1;
  }
  for (int i = 0; i < POINTS; ++i) {
    const int last = i + reach < POINTS - 1 ? i + reach : POINTS - 1;
    density[i] = 0;
    for (int j = i > reach ? i - reach : 0; j <= last; ++j) {
      const double z = (i - j) * axis.step / width;
      density[i] += counts[j] > 0 ? counts[j] * exp(-0.5 * z * z) : 0;
    }
    all += density[i] * axis.step;
  }
  for (int i = 0; i < POINTS; ++i) {
    density[i] /= all;
  }
}

static Likeness compare(const Distances* within, const Distances* between) {
  const double most = fmax(fmax(largest(within), largest(between)), 1e-9);
  const double narrowest = most / POINTS; // where all distances are the same
  const double width_p = fmax(bandwidth(within), narrowest);
  const double width_q = fmax(bandwidth(between), narrowest);
  const double margin = REACH * fmax(width_p, width_q);
  const Axis axis = {-margin, (most + 2 * margin) / (POINTS - 1)};
  double p[POINTS];
  double q[POINTS];
  Likeness likeness = {0, 0};
  smooth(within, axis, width_p, p);
  smooth(between, axis, width_q, q);
  for (int i = 0; i < POINTS; ++i) {
    likeness.overlap += fmin(p[i], q[i]) * axis.step;
    if (p[i] > LEAST_DENSITY) {
      likeness.divergence += p[i] * log(p[i] / fmax(q[i], LEAST_DENSITY)) * axis.step;
    }
  }
  return likeness;
}

bool likeness_find(const double* reference, const double* other, size_t count, int width,
                   int stride, Likeness* likeness) {
  const Distances within = distances_within(reference, count, width, stride);
  const Distances between = distances_between(reference, other, count, width, stride);
  const bool ok = within.values && between.values;
  if (ok) {
    *likeness = compare(&within, &between);
  }
  free(within.values);
  free(between.values);
  return ok;
}
