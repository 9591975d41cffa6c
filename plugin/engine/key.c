#include "plugin/engine/key.h"

#include <math.h>

// How well each degree fits a major and a minor key: probe-tone ratings of Krumhansl and Kessler
// 1982 (Krumhansl, Cognitive Foundations of Musical Pitch, 1990, table 2.1), from the tonic up.
static const double PROFILES[2][12] = {
    {6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88},
    {6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17},
};

// What grows as Pearson's correlation of the weights, rotated so that `tonic` comes first, with a
// profile: its square with its sign, times the weights' variance, which all keys share.
static double fit_of(const double* weights, int tonic, const double* profile) {
  double mean_w = 0;
  double mean_p = 0;
  for (int i = 0; i < 12; ++i) {
    mean_w += weights[i] / 12;
    mean_p += profile[i] / 12;
  }
  double wp = 0;
  double pp = 0;
  for (int i = 0; i < 12; ++i) {
    const double w = weights[(tonic + i) % 12] - mean_w;
    const double p = profile[i] - mean_p;
    wp += w * p;
    pp += p * p;
  }
  return wp * fabs(wp) / pp;
}

uint8_t tn_key_estimate(const TnNote* notes, size_t count, int drum_part) {
  double weights[12] = {0};
  double total = 0;
  for (size_t i = 0; i < count; ++i) {
    if (notes[i].part != drum_part) {
      weights[notes[i].pitch % 12] += notes[i].duration;
      total += notes[i].duration;
    }
  }
  if (total <= 0) {
    return 0;
  }
  int best = 0;
  double best_fit = -HUGE_VAL;
  for (int key = 0; key < 24; ++key) {
    const double fit = fit_of(weights, key % 12, PROFILES[key / 12]);
    if (fit > best_fit) {
      best_fit = fit;
      best = key;
    }
  }
  return (uint8_t)(1 + best);
}

bool tn_key_is_near(uint8_t a, uint8_t b) {
  const bool a_minor = a > 12;
  const bool b_minor = b > 12;
  const int up = (b - a + 24) % 12; // semitones from the tonic of a to that of b
  if (a_minor == b_minor) {
    return up == 0 || up == 7 || up == 5;
  }
  return up == 0 || up == (a_minor ? 3 : 9);
}

uint8_t tn_key_transposed(uint8_t key, int semitones) {
  if (key == 0) {
    return 0;
  }
  const int mode = (key - 1) / 12;
  const int tonic = ((key - 1) % 12 + semitones + 120) % 12;
  return (uint8_t)(1 + 12 * mode + tonic);
}
