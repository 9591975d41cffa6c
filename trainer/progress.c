#include "trainer/progress.h"

#include "trainer/interrupt.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { BAR_WIDTH = 24 };

double progress_clock(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void progress_start(Progress* progress, int epochs) {
  *progress = (Progress){
      .on_terminal = isatty(STDERR_FILENO) != 0, .started = progress_clock(), .epochs = epochs};
  fprintf(stderr,
          "epoch   train: nats/note accuracy   valid: nats/note accuracy   notes/s   left\n");
}

static void print_left(double seconds) {
  const int total = (int)(seconds + 0.5);
  fprintf(stderr, "%4d:%02d", total / 60, total % 60);
}

void progress_base(const Measure* valid) {
  fprintf(stderr, "%5d %17s %9s %18.3f %8.1f%% %9s %7s  base\n", 0, "-", "-",
          measure_nats_a_note(valid), 100 * measure_accuracy(valid), "-", "-");
}

void progress_resume(Progress* progress, int epoch, double share, const Measure* train) {
  progress->before = epoch + share;
  progress->notes = -train->notes;
  fprintf(stderr, "going on after %.2f epochs\n", progress->before);
}

// Seconds that are left when so many epochs are done, at the rate so far.
static double time_left(const Progress* progress, double elapsed, double done) {
  const double own = done - progress->before;
  return own > 0 ? elapsed / own * (progress->epochs - done) : 0;
}

void progress_update(Progress* progress, int epoch, double share, const Measure* train) {
  const double now = progress_clock();
  if (!progress->on_terminal || now - progress->last_drawn < 0.1) {
    return;
  }
  progress->last_drawn = now;
  const double elapsed = now - progress->started;
  const int filled = (int)(BAR_WIDTH * share);
  const sigset_t before = interrupt_hold(); // what it says does not come amid the bar
  fprintf(stderr, "\r%5d [", epoch + 1);
  for (int i = 0; i < BAR_WIDTH; ++i) {
    fputc(i < filled ? '=' : ' ', stderr);
  }
  fprintf(stderr, "] %6.3f nats/note %5.1f%% %8.0f notes/s, left ", measure_nats_a_note(train),
          100 * measure_accuracy(train), (progress->notes + train->notes) / elapsed);
  print_left(time_left(progress, elapsed, epoch + share));
  fputs("   ", stderr);
  interrupt_release(before);
}

void progress_epoch(Progress* progress, int epoch, const Measure* train, const Measure* valid,
                    bool best) {
  const sigset_t before = interrupt_hold(); // what it says does not come amid the line
  progress->notes += train->notes;
  const double elapsed = progress_clock() - progress->started;
  fprintf(stderr, "%s%5d %17.3f %8.1f%% ", progress->on_terminal ? "\r" : "", epoch + 1,
          measure_nats_a_note(train), 100 * measure_accuracy(train));
  if (valid) {
    fprintf(stderr, "%18.3f %8.1f%% ", measure_nats_a_note(valid), 100 * measure_accuracy(valid));
  } else {
    fprintf(stderr, "%18s %9s ", "-", "-");
  }
  fprintf(stderr, "%9.0f ", progress->notes / elapsed);
  print_left(time_left(progress, elapsed, epoch + 1));
  fprintf(stderr, "%s\n", best ? "  best" : "      ");
  interrupt_release(before);
}
