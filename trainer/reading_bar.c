#include "trainer/reading_bar.h"

#include "trainer/progress.h"

#include <stdio.h>
#include <unistd.h>

enum { BAR_WIDTH = 16 }; // so that a line of a terminal is enough

static const double SECONDS_A_DRAWING = 0.1;

void reading_bar_start(ReadingBar* bar) {
  *bar = (ReadingBar){.on_terminal = isatty(STDERR_FILENO) != 0, .last_drawn = progress_clock()};
}

void reading_bar_update(ReadingBar* bar, size_t done, size_t files, size_t skipped, size_t notes) {
  static const char FULL[BAR_WIDTH + 1] = "================";
  if (!bar->on_terminal || progress_clock() - bar->last_drawn < SECONDS_A_DRAWING) {
    return;
  }
  bar->last_drawn = progress_clock();
  const int filled = (int)(BAR_WIDTH * done / (files > 0 ? files : 1));
  fputc('\r', stderr);
  bar->width = fprintf(stderr, "reading [%-*.*s] %zu of %zu files, %zu skipped, %zu notes",
                       BAR_WIDTH, filled, FULL, done, files, skipped, notes);
}

void reading_bar_end(ReadingBar* bar) {
  if (bar->width > 0) {
    fprintf(stderr, "\r%*s\r", bar->width, "");
  }
  *bar = (ReadingBar){.on_terminal = false};
}
