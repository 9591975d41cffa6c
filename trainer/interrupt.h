// A run that is ended from outside, by Ctrl-C, by kill, by a terminal that closes, or by mpirun
// when another rank has died: its last words, and time to save what it has.
#ifndef TN_TRAINER_INTERRUPT_H
#define TN_TRAINER_INTERRUPT_H

#include <signal.h>
#include <stdbool.h>

// From here on SIGINT, SIGTERM and SIGHUP, as far as they are not ignored, write the line of
// interrupt_say() to the file descriptor `voice` before they end the process.
void interrupt_watch(int voice);

// From here on the first of those signals is only noted: a second one ends the process. `answer`,
// which outlives the watch, is a line that is said to the first at once; NULL: none. Where `alone`
// is false others may keep it from ever reacting; the line of interrupt_say() is then said half a
// second after the first in any case, before mpirun kills what has not ended within a second.
void interrupt_defer(bool alone, const char* answer);

// Whether a signal has been noted. Any thread may call it.
bool interrupt_noted(void);

// Signals end the process again. One that was noted does so now.
void interrupt_obey(void);

// Says the line and ends the process by the signal that was noted, or, where another rank has noted
// one, by SIGTERM.
void interrupt_end(void);

// Sets the line, from a format as for printf(); one too long is cut. It is said once
// at most, then forgotten. One thread calls this.
__attribute__((format(printf, 1, 2))) void interrupt_say(const char* format, ...);

// Forgets the line.
void interrupt_hush(void);

// Puts those signals off for this thread until interrupt_release(), which is given what this
// returned. Threads started meanwhile never get them.
sigset_t interrupt_hold(void);
void interrupt_release(sigset_t before);

#endif
