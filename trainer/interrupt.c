#include "trainer/interrupt.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LINE_BYTES = 5000 }; // a path and some words

// The text begins with the end of a line that a terminal may show unfinished.
typedef struct {
  size_t length;
  char text[LINE_BYTES];
} Line;

static const int SIGNALS[] = {SIGINT, SIGTERM, SIGHUP};
enum { SIGNAL_COUNT = sizeof SIGNALS / sizeof SIGNALS[0] };

static Line lines[2]; // the current one, and that which is next
static _Atomic(const Line*) current;
static int voice;
static bool on_terminal;

// The signal's own handling is back when this runs, and comes when it returns.
static void speak(int number) {
  const Line* line = atomic_load(&current);
  if (line) {
    const size_t skipped = on_terminal ? 0 : 1;
    (void)!write(voice, line->text + skipped, line->length - skipped);
  }
  raise(number);
}

void interrupt_watch(int where) {
  const struct sigaction action = {.sa_handler = speak, .sa_flags = (int)SA_RESETHAND};
  voice = where;
  on_terminal = isatty(where) != 0;
  for (int i = 0; i < SIGNAL_COUNT; ++i) {
    struct sigaction before;
    if (sigaction(SIGNALS[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN) {
      sigaction(SIGNALS[i], &action, NULL);
    }
  }
}

void interrupt_say(const char* format, ...) {
  Line* next = atomic_load(&current) == &lines[0] ? &lines[1] : &lines[0];
  va_list arguments;
  va_start(arguments, format);
  next->text[0] = '\n';
  vsnprintf(next->text + 1, sizeof next->text - 1, format, arguments);
  va_end(arguments);
  next->length = strlen(next->text);
  atomic_store(&current, next);
}

sigset_t interrupt_hold(void) {
  sigset_t held;
  sigset_t before;
  sigemptyset(&held);
  for (int i = 0; i < SIGNAL_COUNT; ++i) {
    sigaddset(&held, SIGNALS[i]);
  }
  pthread_sigmask(SIG_BLOCK, &held, &before);
  return before;
}

void interrupt_release(sigset_t before) {
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}
