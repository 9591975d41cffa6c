#include "trainer/interrupt.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
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
static const Line* newest;
static int voice;
static bool on_terminal;
static atomic_bool deferring;
static const char* answer; // to the first signal
static bool has_timer;     // that lets the line be said in any case
static timer_t timer;
static atomic_int noted; // the number of the signal; 0: none

static void say(const char* text, size_t length) {
  const size_t skipped = on_terminal ? 0 : 1;
  (void)!write(voice, text + skipped, length - skipped);
}

static void speak(void) {
  const Line* line = atomic_exchange(&current, NULL);
  if (line) {
    say(line->text, line->length);
  }
}

static void speak_in_time(int number) {
  const int error = errno;
  (void)number;
  speak();
  errno = error;
}

static void end_by(int number) {
  speak();
  signal(number, SIG_DFL);
  raise(number); // from a handler it comes when that returns
}

// Only the first signal comes here while signals are deferred.
static void promise(void) {
  if (answer) {
    say(answer, strlen(answer));
  }
  if (has_timer) {
    const struct itimerspec soon = {.it_value = {.tv_nsec = 500000000}};
    timer_settime(timer, 0, &soon, NULL);
  }
}

// It calls nothing that a handler must not call.
static void receive(int number) {
  const int error = errno;
  int none = 0;
  if (atomic_load(&deferring) && atomic_compare_exchange_strong(&noted, &none, number)) {
    promise();
  } else {
    end_by(number);
  }
  errno = error;
}

void interrupt_watch(int where) {
  const struct sigaction action = {.sa_handler = receive, .sa_flags = SA_RESTART};
  voice = where;
  on_terminal = isatty(where) != 0;
  for (int i = 0; i < SIGNAL_COUNT; ++i) {
    struct sigaction before;
    if (sigaction(SIGNALS[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN) {
      sigaction(SIGNALS[i], &action, NULL);
    }
  }
}

void interrupt_defer(bool alone, const char* text) {
  const struct sigaction action = {.sa_handler = speak_in_time, .sa_flags = SA_RESTART};
  sigaction(SIGALRM, &action, NULL);
  has_timer = !alone && timer_create(CLOCK_MONOTONIC, NULL, &timer) == 0; // it sends SIGALRM
  answer = text;
  atomic_store(&deferring, true);
}

bool interrupt_noted(void) {
  return atomic_load(&noted) != 0;
}

void interrupt_obey(void) {
  atomic_store(&deferring, false);
  if (interrupt_noted()) {
    interrupt_end();
  }
}

void interrupt_end(void) {
  const int number = atomic_load(&noted);
  end_by(number ? number : SIGTERM);
}

void interrupt_say(const char* format, ...) {
  Line* next = newest == &lines[0] ? &lines[1] : &lines[0];
  va_list arguments;
  va_start(arguments, format);
  next->text[0] = '\n';
  vsnprintf(next->text + 1, sizeof next->text - 1, format, arguments);
  va_end(arguments);
  next->length = strlen(next->text);
  newest = next;
  atomic_store(&current, next);
}

void interrupt_hush(void) {
  atomic_store(&current, NULL);
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
