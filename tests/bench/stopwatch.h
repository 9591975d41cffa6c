// Times of many repetitions and their quantiles.
#ifndef TN_TESTS_BENCH_STOPWATCH_H
#define TN_TESTS_BENCH_STOPWATCH_H

#include <stddef.h>
#include <stdlib.h>
#include <time.h>

static inline double stopwatch_read(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (double)now.tv_sec * 1e6 + (double)now.tv_nsec * 1e-3;
}

// Microseconds that the calling thread has computed: other programs on the machine cost it cache,
// but their own time does not count.
static inline double stopwatch_cpu(void) {
  return stopwatch_read(CLOCK_THREAD_CPUTIME_ID);
}

// Microseconds of all threads of the process.
static inline double stopwatch_process(void) {
  return stopwatch_read(CLOCK_PROCESS_CPUTIME_ID);
}

// Microseconds on the wall.
static inline double stopwatch_wall(void) {
  return stopwatch_read(CLOCK_MONOTONIC);
}

static inline int stopwatch_compare(const void* a, const void* b) {
  const double x = *(const double*)a;
  const double y = *(const double*)b;
  return (x > y) - (x < y);
}

// Sorts what stopwatch_quantile() reads.
static inline void stopwatch_sort(double* times, size_t count) {
  qsort(times, count, sizeof *times, stopwatch_compare);
}

// The value that a share of the `count` > 0 sorted times does not exceed; share 1: the longest.
static inline double stopwatch_quantile(const double* sorted, size_t count, double share) {
  const size_t rank = (size_t)(share * (double)count);
  return sorted[rank < count ? rank : count - 1];
}

static inline double stopwatch_median(double* times, size_t count) {
  stopwatch_sort(times, count);
  return stopwatch_quantile(times, count, 0.5);
}

// What two readings of stopwatch_cpu() add to the time between them, in microseconds.
static inline double stopwatch_cost(void) {
  double times[1001];
  for (int i = 0; i < 1001; ++i) {
    const double before = stopwatch_cpu();
    times[i] = stopwatch_cpu() - before;
  }
  return stopwatch_median(times, 1001);
}

#endif
