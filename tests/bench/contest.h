// Contestants that do the same work, timed by turns: what else the machine does slows them alike.
//
// Times are of the computing thread, without what it takes to read the clock.
#ifndef TN_TESTS_BENCH_CONTEST_H
#define TN_TESTS_BENCH_CONTEST_H

#include "tests/bench/figures.h"
#include "tests/bench/stopwatch.h"

#include <stdbool.h>

enum { CONTEST_MOST = 8, CONTEST_TIMES = 1 << 17 };

typedef struct {
  const char* name;
  void (*work)(void* handle);
  void (*disturb)(void* handle); // before each time that counts, or NULL: nothing does
  void* handle;
} Contestant;

typedef struct {
  int count;
  Contestant contestants[CONTEST_MOST];
  size_t time_count;
  double* times[CONTEST_MOST]; // microseconds, [CONTEST_TIMES]
} Contest;

static inline bool contest_init(Contest* contest) {
  double* times = malloc((size_t)CONTEST_MOST * CONTEST_TIMES * sizeof *times);
  *contest = (Contest){.count = 0};
  for (int i = 0; i < CONTEST_MOST; ++i) {
    contest->times[i] = times ? times + (size_t)i * CONTEST_TIMES : NULL;
  }
  return times;
}

static inline void contest_free(Contest* contest) {
  free(contest->times[0]);
}

static inline void contest_add(Contest* contest, Contestant contestant) {
  if (contest->count < CONTEST_MOST) {
    contest->contestants[contest->count++] = contestant;
  }
}

static inline double contest_time(const Contestant* c, double clock) {
  if (c->disturb) {
    c->disturb(c->handle);
  }
  const double before = stopwatch_cpu();
  c->work(c->handle);
  return stopwatch_cpu() - before - clock;
}

// Lets each do the work `warm_up` times and then `turn` times that count, one after the other, over
// and over for so many seconds, and twice at least.
static inline void contest_run(Contest* contest, int warm_up, int turn, double seconds) {
  const double clock = stopwatch_cost();
  const double begin = stopwatch_wall();
  contest->time_count = 0;
  for (int round = 0; contest->time_count + (size_t)turn <= CONTEST_TIMES &&
                      (round < 2 || stopwatch_wall() - begin < seconds * 1e6);
       ++round) {
    for (int i = 0; i < contest->count; ++i) {
      const Contestant* c = &contest->contestants[i];
      for (int w = 0; w < warm_up; ++w) {
        c->work(c->handle);
      }
      for (int t = 0; t < turn; ++t) {
        contest->times[i][contest->time_count + (size_t)t] = contest_time(c, clock);
      }
    }
    contest->time_count += (size_t)turn;
  }
  for (int i = 0; i < contest->count; ++i) {
    stopwatch_sort(contest->times[i], contest->time_count);
  }
}

static inline double contest_quantile(const Contest* contest, int i, double share) {
  return stopwatch_quantile(contest->times[i], contest->time_count, share);
}

// The names of the columns of contest_report().
static inline void contest_print_heading(void) {
  printf("  %-12s %8s %8s %8s %8s %8s", "", "least", "p50", "p99", "p99.9", "most");
}

// Prints a line of contestant `i`: least, p50, p99, p99.9 and most of its times. Notes the last
// four, named after `what` and the contestant. Ends no line.
static inline void contest_report(const Contest* contest, int i, const char* what,
                                  Figures* figures) {
  static const struct {
    const char* name;
    double share;
  } QUANTILES[] = {{"min", 0}, {"p50", 0.5}, {"p99", 0.99}, {"p99.9", 0.999}, {"max", 1.0}};
  const char* name = contest->contestants[i].name;
  printf("  %-12s", name);
  for (size_t q = 0; q < sizeof QUANTILES / sizeof QUANTILES[0]; ++q) {
    const double time = contest_quantile(contest, i, QUANTILES[q].share);
    printf(" %8.1f", time);
    if (q > 0) {
      figures_add(figures, time, "us", "%s_%s_%s", what, name, QUANTILES[q].name);
    }
  }
}

// How often the median of `i` fits into that of `other`.
static inline double contest_times_faster(const Contest* contest, int i, int other) {
  return contest_quantile(contest, other, 0.5) / contest_quantile(contest, i, 0.5);
}

#endif
