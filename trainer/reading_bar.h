// How far the reading of many files is: a bar that is drawn over on a terminal, nothing elsewhere.
#ifndef TN_TRAINER_READING_BAR_H
#define TN_TRAINER_READING_BAR_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
  bool on_terminal;
  double last_drawn; // seconds
  int width;         // characters that are on the terminal
} ReadingBar;

void reading_bar_start(ReadingBar* bar);

// `done` of `files` are read, `skipped` of them were left out; the others had so many notes. Draws
// at most ten times a second.
void reading_bar_update(ReadingBar* bar, size_t done, size_t files, size_t skipped, size_t notes);

// Leaves the terminal's line as if there had been no bar.
void reading_bar_end(ReadingBar* bar);

#endif
