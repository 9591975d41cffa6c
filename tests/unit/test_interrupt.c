// A run that is ended from outside says its last line, and dies of the signal.
#include "trainer/interrupt.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct {
  char said[256];
  int status; // as of waitpid()
} End;

// Runs `life` in a process of its own, whose voice is a pipe.
static End end_of(void (*life)(void)) {
  End end = {.status = 0};
  int ends[2];
  assert_int_equal(pipe(ends), 0);
  const pid_t child = fork();
  assert_true(child >= 0);
  if (child == 0) {
    interrupt_watch(ends[1]);
    life();
    _exit(0);
  }
  close(ends[1]);
  size_t length = 0;
  ssize_t got;
  while ((got = read(ends[0], end.said + length, sizeof end.said - 1 - length)) > 0) {
    length += (size_t)got;
  }
  close(ends[0]);
  assert_int_equal(waitpid(child, &end.status, 0), child);
  return end;
}

static void assert_died_saying(End end, int number, const char* said) {
  assert_string_equal(end.said, said);
  assert_true(WIFSIGNALED(end.status));
  assert_int_equal(WTERMSIG(end.status), number);
}

static void end_by_terminate(void) {
  interrupt_say("epoch %d\n", 1);
  interrupt_say("epoch %d\n", 2);
  interrupt_say("epoch %d\n", 3);
  raise(SIGTERM);
}

static void end_by_interrupt(void) {
  interrupt_say("gone\n");
  raise(SIGINT);
}

static void end_without_words(void) {
  raise(SIGTERM);
}

static void the_newest_line_is_said_and_the_signal_kills(void** state) {
  (void)state;
  assert_died_saying(end_of(end_by_terminate), SIGTERM, "epoch 3\n");
  assert_died_saying(end_of(end_without_words), SIGTERM, "");
}

static void ctrl_c_is_one_of_the_signals(void** state) {
  (void)state;
  signal(SIGINT, SIG_DFL); // whatever the shell that runs the tests has set
  assert_died_saying(end_of(end_by_interrupt), SIGINT, "gone\n");
}

static void end_while_held(void) {
  interrupt_say("early\n");
  const sigset_t before = interrupt_hold();
  raise(SIGTERM);
  interrupt_say("late\n");
  interrupt_release(before);
}

static void a_signal_waits_while_it_is_held(void** state) {
  (void)state;
  assert_died_saying(end_of(end_while_held), SIGTERM, "late\n");
}

static void end_when_ready(void) {
  interrupt_say("early\n");
  interrupt_defer(true, NULL);
  raise(SIGTERM);
  interrupt_say(interrupt_noted() ? "noted\n" : "not noted\n");
  interrupt_obey();
}

static void end_when_impatient(void) {
  interrupt_say("saving\n");
  interrupt_defer(true, NULL);
  raise(SIGTERM);
  raise(SIGINT);
}

static void end_by_another_rank(void) {
  interrupt_defer(true, NULL);
  interrupt_say("ended\n");
  interrupt_end();
}

static void end_in_time(void) {
  interrupt_defer(true, NULL);
  interrupt_say("early\n");
  interrupt_obey();
  interrupt_say("late\n");
  raise(SIGTERM);
}

static void end_with_an_answer(void) {
  interrupt_defer(true, "\nwait\n");
  interrupt_say("gone\n");
  errno = EDOM;
  raise(SIGTERM);
  if (errno != EDOM) {
    interrupt_say("errno is another\n");
  }
  raise(SIGINT);
}

static void the_first_signal_is_answered_at_once(void** state) {
  (void)state;
  signal(SIGINT, SIG_DFL);
  assert_died_saying(end_of(end_with_an_answer), SIGINT, "wait\ngone\n");
}

static void a_first_signal_waits_and_a_second_does_not(void** state) {
  (void)state;
  signal(SIGINT, SIG_DFL);
  assert_died_saying(end_of(end_when_ready), SIGTERM, "noted\n");
  assert_died_saying(end_of(end_when_impatient), SIGINT, "saving\n");
}

static void a_run_can_end_without_a_signal_of_its_own(void** state) {
  (void)state;
  assert_died_saying(end_of(end_by_another_rank), SIGTERM, "ended\n");
  assert_died_saying(end_of(end_in_time), SIGTERM, "late\n");
}

// Nothing more happens in the process: the line comes by itself, once.
static void end_while_others_hang(void) {
  interrupt_say("hanging\n");
  interrupt_defer(false, NULL);
  raise(SIGTERM);
  pause();
  interrupt_obey();
}

static void what_never_reacts_has_its_last_words(void** state) {
  (void)state;
  assert_died_saying(end_of(end_while_others_hang), SIGTERM, "hanging\n");
}

static void end_hushed(void) {
  interrupt_say("never\n");
  interrupt_hush();
  raise(SIGTERM);
}

static void what_is_hushed_is_not_said(void** state) {
  (void)state;
  assert_died_saying(end_of(end_hushed), SIGTERM, "");
}

static void what_is_ignored_stays_ignored(void** state) {
  (void)state;
  signal(SIGINT, SIG_IGN);
  const End end = end_of(end_by_interrupt);
  signal(SIGINT, SIG_DFL);
  assert_string_equal(end.said, "");
  assert_true(WIFEXITED(end.status));
}

static void end_with_many_words(void) {
  char path[9000];
  memset(path, 'x', sizeof path - 1);
  path[sizeof path - 1] = '\0';
  interrupt_say("%s\n", path);
  raise(SIGTERM);
}

static void a_line_that_is_too_long_is_cut(void** state) {
  (void)state;
  const End end = end_of(end_with_many_words);
  assert_int_equal(strlen(end.said), sizeof end.said - 1); // as much as was read
  assert_int_equal(WTERMSIG(end.status), SIGTERM);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_newest_line_is_said_and_the_signal_kills),
      cmocka_unit_test(ctrl_c_is_one_of_the_signals),
      cmocka_unit_test(a_signal_waits_while_it_is_held),
      cmocka_unit_test(a_first_signal_waits_and_a_second_does_not),
      cmocka_unit_test(the_first_signal_is_answered_at_once),
      cmocka_unit_test(a_run_can_end_without_a_signal_of_its_own),
      cmocka_unit_test(what_never_reacts_has_its_last_words),
      cmocka_unit_test(what_is_hushed_is_not_said),
      cmocka_unit_test(what_is_ignored_stays_ignored),
      cmocka_unit_test(a_line_that_is_too_long_is_cut),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
