// Last words: what a run says that is ended from outside, by Ctrl-C, by kill, by a terminal that
// closes, or by mpirun when another rank has died.
#ifndef TN_TRAINER_INTERRUPT_H
#define TN_TRAINER_INTERRUPT_H

#include <signal.h>

// From here on SIGINT, SIGTERM and SIGHUP, as far as they are not ignored, write the line of
// interrupt_say() to the file descriptor `voice` before they end the process.
void interrupt_watch(int voice);

// Sets the line, from a format as for printf(); one too long is cut. One thread calls this.
__attribute__((format(printf, 1, 2))) void interrupt_say(const char* format, ...);

// Puts those signals off for this thread until interrupt_release(), which is given what this
// returned. Threads started meanwhile never get them.
sigset_t interrupt_hold(void);
void interrupt_release(sigset_t before);

#endif
